#pragma once
// What the search computes once from a problem.

#include <cstdint>

#include "shared/scheduling/periodic/list.hpp"
#include "shared/scheduling/periodic/problem.hpp"

namespace ronda::scheduling::periodic {

/// Sets of days; bit d = day d.
using Days = std::uint32_t;

inline bool has(Days set, int day) { return ((set >> day) & 1U) != 0; }
inline Days one(int day) { return Days{1} << day; }

struct Model {
  explicit Model(const Problem& problem);

  int customers = 0, days = 0, vehicles = 0, visits = 0;  // visits: of a plan in which each customer has its mean
  List<double> service, demand, angle;                    // by place; angle as seen from the depot
  List<double> duration, capacity;                        // by day
  List<List<Days>> patterns;                              // by place
  List<Days> any_day;                                     // by place: union of the patterns
  List<List<int>> near;                                   // by place: the other customers, nearest first
  /// Renamings of the days that leave the problem as it is; symmetries[k][d] = the new name of day d. [0] changes
  /// nothing.
  List<List<int>> symmetries;
  double longest = 0, heaviest = 0;

  double distance(int a, int b) const { return legs_[a * (customers + 1) + b]; }
  const double* from(int a) const { return legs_.data() + static_cast<std::ptrdiff_t>(a) * (customers + 1); }
  bool allows(int customer, Days set) const {
    for (const Days pattern : patterns[customer])
      if (pattern == set) return true;
    return false;
  }

 private:
  void find_symmetries();

  List<double> legs_;
};

}  // namespace ronda::scheduling::periodic
