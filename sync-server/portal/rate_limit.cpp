#include "sync-server/portal/rate_limit.hpp"

namespace ronda::portal {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::size_t kMostAddresses = 10'000;

bool is_old(Instant at, Instant now) { return now.ms - at.ms >= kMinuteMs; }

}  // namespace

bool RateLimit::allow(const std::string& address, Instant now) {
  const std::lock_guard lock(mutex_);
  if (seen_.size() >= kMostAddresses) forget_idle(now);
  auto& times = seen_[address];
  while (!times.empty() && is_old(times.front(), now)) times.pop_front();
  if (times.size() >= per_minute_) return false;
  times.push_back(now);
  return true;
}

void RateLimit::forget_idle(Instant now) {
  for (auto entry = seen_.begin(); entry != seen_.end();) {
    entry = entry->second.empty() || is_old(entry->second.back(), now) ? seen_.erase(entry) : std::next(entry);
  }
}

}  // namespace ronda::portal
