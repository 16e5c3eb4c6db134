// simulate [--first SEED] [--count N] [--shard K --of N]: runs that many schedules, one seed each (a shard runs its
// share of them). Prints the seed and the last steps of the first that violates an invariant and ends with 1.
// RONDA_SEED replays one, RONDA_SCHEDULES sets how many run, of all shards together.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/simulation/world/world.hpp"

namespace {

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void tell(std::uint64_t seed, const ronda::sim::World& world) {
  for (const auto& line : world.last_steps()) std::printf("  %s\n", line.c_str());
  std::printf("%s is violated: %s\nreplay with RONDA_SEED=%llu\n", world.failure()->invariant.c_str(),
              world.failure()->detail.c_str(), static_cast<unsigned long long>(seed));
}

}  // namespace

int main(int count_of_words, char** words) {
  std::uint64_t first = 1;
  std::uint64_t count = 100;
  std::uint64_t shard = 0;
  std::uint64_t shards = 1;
  for (int n = 1; n + 1 < count_of_words; n += 2) {
    const auto value = std::strtoull(words[n + 1], nullptr, 10);
    if (std::strcmp(words[n], "--first") == 0) first = value;
    if (std::strcmp(words[n], "--count") == 0) count = value;
    if (std::strcmp(words[n], "--shard") == 0) shard = value;
    if (std::strcmp(words[n], "--of") == 0) shards = value;
  }
  if (const char* schedules = std::getenv("RONDA_SCHEDULES")) count = std::strtoull(schedules, nullptr, 10);
  if (const char* seed = std::getenv("RONDA_SEED")) {
    first = std::strtoull(seed, nullptr, 10);
    count = 1;
    shards = 1;
  }
  ronda::sim::stage();
  const double began = cpu_seconds();
  ronda::sim::Tally sum;
  std::uint64_t twice = 0;
  std::uint64_t ran = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    if (seed % shards != shard % shards) continue;
    ++ran;
    ronda::sim::World world(seed);
    if (!world.run()) {
      tell(seed, world);
      return 1;
    }
    const auto& tally = world.tally();
    sum.steps += tally.steps;
    sum.requests += tally.requests;
    sum.sealed += tally.sealed;
    sum.server_deaths += tally.server_deaths;
    sum.device_deaths += tally.device_deaths;
    sum.deaths_within_a_call += tally.deaths_within_a_call;
    sum.lost += tally.lost;
    sum.repeated += tally.repeated;
    sum.strangers += tally.strangers;
    sum.restores += tally.restores;
    sum.photos += tally.photos;
    sum.full_disks += tally.full_disks;
    sum.clock_jumps += tally.clock_jumps;
    sum.held += tally.held;
    sum.quiet_ms = std::max(sum.quiet_ms, tally.quiet_ms);
    if (ran % 100 != 0) continue;
    ronda::sim::World again(seed);
    again.run();
    ++twice;
    if (again.trace_hash() == world.trace_hash()) continue;
    std::printf("seed %llu ran differently the second time\n", static_cast<unsigned long long>(seed));
    return 1;
  }
  const double spent = cpu_seconds() - began;
  std::printf("schedules %llu from seed %llu, %.2f ms of CPU each, 0 violations; %llu ran twice with equal traces\n",
              static_cast<unsigned long long>(ran), static_cast<unsigned long long>(first),
              spent * 1000 / static_cast<double>(ran + twice), static_cast<unsigned long long>(twice));
  std::printf(
      "steps %lld, requests %lld (lost %lld, repeated %lld, answered by strangers %lld), sealed %lld, photos %lld, "
      "held "
      "%lld\n",
      static_cast<long long>(sum.steps), static_cast<long long>(sum.requests), static_cast<long long>(sum.lost),
      static_cast<long long>(sum.repeated), static_cast<long long>(sum.strangers), static_cast<long long>(sum.sealed),
      static_cast<long long>(sum.photos), static_cast<long long>(sum.held));
  std::printf(
      "deaths: server %lld, device %lld, of these within a call %lld; restores %lld, full disks %lld, clock jumps "
      "%lld; "
      "longest way to rest %lld s\n",
      static_cast<long long>(sum.server_deaths), static_cast<long long>(sum.device_deaths),
      static_cast<long long>(sum.deaths_within_a_call), static_cast<long long>(sum.restores),
      static_cast<long long>(sum.full_disks), static_cast<long long>(sum.clock_jumps),
      static_cast<long long>(sum.quiet_ms / 1000));
  return 0;
}
