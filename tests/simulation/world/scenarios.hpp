#pragma once
// The six scenarios in which a disk is broken at every call: save, push, pull, quarantine, attachment, migration.

#include <functional>
#include <string_view>
#include <vector>

#include "tests/simulation/world/pair.hpp"

namespace ronda::sim {

struct Scenario {
  std::string_view name;
  std::function<void(Pair&)> prepare;  ///< on whole disks
  std::function<void(Pair&)> act;      ///< while a disk is watched or fails
};

/// `size` 1 = as short as it goes; longer ones do the same more often. Without migration, which has no pair.
/// `with_fork`: a copy of the device pushes too, after which the device may have to be enrolled anew.
std::vector<Scenario> scenarios(int size, bool with_fork);

}  // namespace ronda::sim
