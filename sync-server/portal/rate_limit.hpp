#pragma once
// So many requests a minute from one address. Any thread.

#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

#include "shared/base/time.hpp"

namespace ronda::portal {

class RateLimit {
 public:
  explicit RateLimit(std::size_t per_minute) : per_minute_(per_minute) {}

  /// Counts one request; false when the address has used up its minute.
  bool allow(const std::string& address, Instant now);

 private:
  void forget_idle(Instant now);

  const std::size_t per_minute_;
  std::mutex mutex_;  ///< guards seen_
  std::unordered_map<std::string, std::deque<Instant>> seen_;
};

}  // namespace ronda::portal
