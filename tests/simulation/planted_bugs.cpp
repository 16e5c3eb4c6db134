// planted_bugs [--most N] [--only NUMBER]: puts known mistakes into the program one at a time (shared/base/planted.hpp)
// and runs schedules until one of them violates an invariant; the same schedules must be clean without the mistake.
// Ends with 1 if a mistake is not found within N schedules. Linked with the files that carry the switches, compiled
// once more with RONDA_PLANT.
#include "shared/base/planted.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/simulation/disk/kept_connections.hpp"
#include "tests/simulation/world/processes.hpp"
#include "tests/simulation/world/world.hpp"

namespace ronda::sim {
namespace {

using planted::Bug;
using planted::kBugNames;

/// Exit code 0: found, and only with the mistake. 1: not found. 2: the schedule fails without it too.
int find(std::size_t bug, std::uint64_t most, std::string& said) {
  for (std::uint64_t seed = 1; seed <= most; ++seed) {
    planted::now = static_cast<Bug>(bug);
    World world(seed, Evening::whole);
    if (world.run()) continue;
    said = std::to_string(seed) + " " + world.failure()->invariant + " " + world.failure()->detail.substr(0, 160);
    planted::now = Bug::none;
    for (std::uint64_t same = 1; same <= seed; ++same) {
      if (!World(same, Evening::whole).run()) return 2;
    }
    return 0;
  }
  return 1;
}

void tell(std::size_t bug, const Finished& found, std::uint64_t most) {
  const std::string name(kBugNames[bug]);
  const auto end_of_seed = found.said.find(' ');
  const auto end_of_name = found.said.find(' ', end_of_seed + 1);
  if (found.code == 0) {
    std::printf("%2zu %-26s found by %-3s in schedule %s: %s\n", bug, name.c_str(),
                found.said.substr(end_of_seed + 1, end_of_name - end_of_seed - 1).c_str(),
                found.said.substr(0, end_of_seed).c_str(), found.said.substr(end_of_name + 1).c_str());
  } else if (found.code == 1) {
    std::printf("%2zu %-26s NOT FOUND within %llu schedules\n", bug, name.c_str(),
                static_cast<unsigned long long>(most));
  } else {
    std::printf("%2zu %-26s %s: %s\n", bug, name.c_str(),
                found.code == 2 ? "a schedule up to this one fails without it too" : "ended the program",
                found.said.c_str());
  }
}

int run(std::uint64_t most, std::size_t only) {
  stage();  // made without any mistake
  keep_connections(true);
  std::vector<std::size_t> bugs;
  for (std::size_t bug = 1; bug < kBugNames.size(); ++bug) {
    if (only == 0 || only == bug) bugs.push_back(bug);
  }
  std::size_t missed = 0;
  for (std::size_t next = 0; next < bugs.size();) {
    const auto together = std::min(bugs.size() - next, static_cast<std::size_t>(processes_wanted()));
    const auto finished = in_processes(static_cast<int>(together), [&](int part, std::string& said) {
      return find(bugs[next + static_cast<std::size_t>(part)], most, said);
    });
    for (std::size_t part = 0; part < together; ++part) {
      tell(bugs[next + part], finished[part], most);
      missed += finished[part].code == 0 ? 0 : 1;
    }
    std::fflush(stdout);
    next += together;
  }
  std::printf("planted bugs: %zu of %zu found\n", bugs.size() - missed, bugs.size());
  return missed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace ronda::sim

int main(int words, char** word) {
  ronda::sim::keep_memory();
  ronda::sim::keep_sqlite_memory();
  ronda::sim::count_sqlite_memory();
  ronda::sim::use_small_pages();
  std::uint64_t most = 10'000;
  std::size_t only = 0;
  for (int n = 1; n + 1 < words; n += 2) {
    if (std::strcmp(word[n], "--most") == 0) most = std::strtoull(word[n + 1], nullptr, 10);
    if (std::strcmp(word[n], "--only") == 0) only = std::strtoull(word[n + 1], nullptr, 10);
  }
  return ronda::sim::run(most, only);
}
