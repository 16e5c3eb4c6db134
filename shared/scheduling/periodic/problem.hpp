#pragma once
// The periodic vehicle-routing problem: each customer is visited on the days of one of its patterns; each day a fleet
// of equal vehicles leaves one depot; the total travel is to be least. Used to measure the planner against the
// literature (Cordeau, Gendreau, Laporte, Networks 30 (1997) 105-119). Plain values; no units: as in the instance.

#include <cstdint>
#include <string>
#include <vector>

namespace ronda::scheduling::periodic {

/// The largest instance that is taken: the distance matrix has customers^2 entries.
inline constexpr int kMostCustomers = 4000;
inline constexpr int kMostDays = 31;
inline constexpr int kMostVehicles = 1000;

/// The depot (place 0) or a customer (places 1 …).
struct Place {
  double x = 0, y = 0;
  double service = 0;                   ///< time at each visit
  double demand = 0;                    ///< load of each visit
  std::vector<std::uint32_t> patterns;  ///< allowed sets of days; bit d = day d, counted from 0. Empty for the depot
};

/// The fleet of one day; infinity where there is no limit.
struct Day {
  double duration = 0;  ///< most travel + service of a route
  double capacity = 0;  ///< most load of a route
};

struct Problem {
  int vehicles = 0;  ///< most routes a day
  std::vector<Day> days;
  std::vector<Place> places;  ///< [0] is the depot

  int customers() const { return static_cast<int>(places.size()) - 1; }
};

/// The routes of each day, each a list of customers; the depot at both ends is implied. No route is empty.
struct Plan {
  std::vector<std::vector<std::vector<int>>> days;
  double cost = 0;  ///< total travel

  bool operator==(const Plan&) const = default;
};

/// Loads and durations may exceed a limit by this much: sums of decimals.
inline constexpr double kTolerance = 1e-6;

/// The independent judge: shares no code with the search. Empty = the plan keeps every rule and its cost is true.
std::vector<std::string> check(const Problem& problem, const Plan& plan);

}  // namespace ronda::scheduling::periodic
