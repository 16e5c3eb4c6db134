// simulate [--first SEED] [--count N]: runs that many schedules, one seed each, on every core. Prints the seed and the
// last steps of the first that violates an invariant and ends with 1; else what happened in them, by kind of fault.
// RONDA_SEED replays one, RONDA_SCHEDULES sets how many, RONDA_FULL=1 runs up to seed 1,000,000. Every 10,000 it tells
// how far it is. RONDA_WHOLE runs whole evenings only, as planted_bugs does. With RONDA_SURVEY it goes on after a
// violation and names each.
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/simulation/disk/kept_connections.hpp"
#include "tests/simulation/world/processes.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {
namespace {

constexpr std::uint64_t kTellEvery = 10'000;
constexpr std::uint64_t kFull = 1'000'000;
constexpr std::uint64_t kTwiceEvery = 100;  // these run once more and must leave the same trace

struct Share {
  std::uint64_t ran = 0;
  std::uint64_t twice = 0;
  double cpu_s = 0;
  Tally tally;
};

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::string story_of(std::uint64_t seed, const World& world) {
  std::string out;
  for (const auto& line : world.last_steps()) out += "  " + line + "\n";
  return out + world.failure()->invariant + " is violated: " + world.failure()->detail +
         "\nreplay with RONDA_SEED=" + std::to_string(seed) + "\n";
}

std::string first_difference(const World& world, const World& again) {
  const auto here = world.last_steps();
  const auto there = again.last_steps();
  for (std::size_t line = 0; line < std::max(here.size(), there.size()); ++line) {
    const std::string one = line < here.size() ? here[line] : "(nothing)";
    const std::string other = line < there.size() ? there[line] : "(nothing)";
    if (one != other) return "\"" + one + "\", then \"" + other + "\"";
  }
  return "before its last steps";
}

/// Every `of`-th seed from `first + part`; `at` tells which one is under way.
int run_share(std::uint64_t first, std::uint64_t count, std::uint64_t part, std::uint64_t of,
              volatile std::uint64_t& at, std::string& said) {
  Share share;
  const double began = cpu_seconds();
  for (std::uint64_t n = part; n < count; n += of) {
    const std::uint64_t seed = first + n;
    if (part == 0 && n / kTellEvery > (n - std::min(n, of)) / kTellEvery) {
      std::printf("%llu of %llu; to go on from here: --first %llu\n", static_cast<unsigned long long>(n),
                  static_cast<unsigned long long>(count), static_cast<unsigned long long>(seed - std::min(n, of)));
      std::fflush(stdout);
    }
    at = seed;
    World world(seed, std::getenv("RONDA_WHOLE") != nullptr ? Evening::whole : Evening::any);
    ++share.ran;
    if (!world.run()) {
      if (std::getenv("RONDA_SURVEY") == nullptr) {
        said = story_of(seed, world);
        return 1;
      }
      std::printf("%llu %s\n", static_cast<unsigned long long>(seed), world.failure()->detail.c_str());
      std::fflush(stdout);
      continue;
    }
    share.tally.add(world.tally());
    if (seed % kTwiceEvery != 0) continue;
    keep_connections(false);  // and must leave the same trace when every process opens its own
    World again(seed, std::getenv("RONDA_WHOLE") != nullptr ? Evening::whole : Evening::any);
    again.run();
    keep_connections(true);
    ++share.twice;
    if (again.trace_hash() == world.trace_hash()) continue;
    said =
        "seed " + std::to_string(seed) + " ran differently the second time: " + first_difference(world, again) + "\n";
    std::printf("%s", said.c_str());
    if (std::getenv("RONDA_SURVEY") != nullptr) continue;
    return 1;
  }
  share.cpu_s = cpu_seconds() - began;
  said.assign(reinterpret_cast<const char*>(&share), sizeof share);
  return 0;
}

void tell(const Share& sum, std::uint64_t first, double seconds) {
  std::printf("schedules %llu from seed %llu, 0 violations; %llu ran twice with equal traces\n",
              static_cast<unsigned long long>(sum.ran), static_cast<unsigned long long>(first),
              static_cast<unsigned long long>(sum.twice));
  std::printf("%.2f ms of CPU each, %.0f schedules a second; longest way to rest %lld s\n",
              sum.cpu_s * 1000 / static_cast<double>(sum.ran + sum.twice), static_cast<double>(sum.ran) / seconds,
              static_cast<long long>(sum.tally.longest_quiet_ms / 1000));
  std::printf("memory of the server: at most %lld KB for one answer, %lld KB kept by all answers of one start\n",
              static_cast<long long>(sum.tally.largest_peak / 1024),
              static_cast<long long>(sum.tally.largest_kept / 1024));
  for (std::size_t n = 0; n < kCountedWords.size(); ++n) {
    std::printf("%12lld %.*s\n", static_cast<long long>(sum.tally.of[n]), static_cast<int>(kCountedWords[n].size()),
                kCountedWords[n].data());
  }
}

int run(std::uint64_t first, std::uint64_t count) {
  stage();  // once, before the processes part
  keep_connections(std::getenv("RONDA_OWN_CONNECTIONS") == nullptr);
  const auto parts = std::min<std::uint64_t>(static_cast<std::uint64_t>(processes_wanted()), count);
  auto* at = static_cast<volatile std::uint64_t*>(
      mmap(nullptr, parts * sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  const auto began = std::chrono::steady_clock::now();
  const auto finished = in_processes(static_cast<int>(parts), [&](int part, std::string& said) {
    return run_share(first, count, static_cast<std::uint64_t>(part), parts, at[part], said);
  });
  Share sum;
  bool good = true;
  for (std::size_t part = 0; part < finished.size(); ++part) {
    Share share;
    if (finished[part].code == 0 && finished[part].said.size() == sizeof share) {
      std::memcpy(&share, finished[part].said.data(), sizeof share);
      sum.ran += share.ran;
      sum.twice += share.twice;
      sum.cpu_s += share.cpu_s;
      sum.tally.add(share.tally);
      continue;
    }
    good = false;
    std::printf("%sin seed %llu\n", finished[part].said.c_str(), static_cast<unsigned long long>(at[part]));
  }
  if (!good) return 1;
  tell(sum, first, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  return 0;
}

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

}  // namespace
}  // namespace ronda::sim

int main(int words, char** word) {
  ronda::sim::keep_memory();
  ronda::sim::keep_sqlite_memory();
  ronda::sim::count_sqlite_memory();
  ronda::sim::use_small_pages();
  using ronda::sim::number;
  std::uint64_t first = 1;
  std::uint64_t count = 100;
  for (int n = 1; n + 1 < words; n += 2) {
    if (std::strcmp(word[n], "--first") == 0) first = number(word[n + 1]);
    if (std::strcmp(word[n], "--count") == 0) count = number(word[n + 1]);
  }
  if (std::getenv("RONDA_FULL") != nullptr) count = ronda::sim::kFull - std::min(first - 1, ronda::sim::kFull - 1);
  if (const char* schedules = std::getenv("RONDA_SCHEDULES")) count = number(schedules);
  if (const char* seed = std::getenv("RONDA_SEED")) {
    first = number(seed);
    count = 1;
  }
  return ronda::sim::run(first, count);
}
