#pragma once
// Small months to plan: a town on one straight street, a minute of driving between neighbouring house numbers, the
// station at number 0.

#include <cstdlib>
#include <string>
#include <vector>

#include "shared/scheduling/solver.hpp"

namespace ronda::scheduling::testing {

inline std::size_t at(int index) { return static_cast<std::size_t>(index); }

class Town {
 public:
  explicit Town(int days = 30) {
    problem.name = "town";
    problem.days = days;
    streets_.push_back(0);
    measure();
  }

  /// A team without a shift yet.
  int team(std::uint32_t skills = 0) {
    problem.teams.push_back(Team{0, 0, skills});
    return static_cast<int>(problem.teams.size()) - 1;
  }
  int shift(int team, int day, int budget_min = 300, Band band = Band::morning) {
    const int start = band == Band::morning ? 7 * 60 : band == Band::afternoon ? 15 * 60 : 23 * 60;
    problem.team_days.push_back(TeamDay{team, day, band, start, budget_min * 60});
    return static_cast<int>(problem.team_days.size()) - 1;
  }
  /// A team that works every day of the month. The shift of day d is number d - 1 of those added here.
  int daily_team(int budget_min = 300, Band band = Band::morning) {
    const int number = team();
    for (int day = 1; day <= problem.days; ++day) shift(number, day, budget_min, band);
    return number;
  }
  int lodging(int house_number, int visits = 4, int service_min = 20) {
    Lodging lodging;
    lodging.place = static_cast<int>(streets_.size());
    lodging.visits = visits;
    lodging.service_s = service_min * 60;
    streets_.push_back(house_number);
    measure();
    problem.lodgings.push_back(lodging);
    return static_cast<int>(problem.lodgings.size()) - 1;
  }
  void visited(int lodging, int days_before, int team, Band band = Band::morning) {
    const int weekday = ((problem.first_weekday - days_before) % 7 + 7) % 7;
    problem.lodgings[at(lodging)].history.push_back(PastVisit{days_before, team, weekday, band});
  }

  Problem problem;

 private:
  void measure() {
    problem.places = static_cast<int>(streets_.size());
    problem.travel_s.clear();
    for (const int a : streets_)
      for (const int b : streets_) problem.travel_s.push_back(std::abs(a - b) * 60);
  }

  std::vector<int> streets_;
};

inline Options quick(std::int64_t iterations = 300, std::uint64_t seed = 1) {
  Options options;
  options.seed = seed;
  options.iterations = iterations;
  return options;
}

/// Days on which a plan visits a lodging, in order.
inline std::vector<int> days_of(const Problem& problem, const Plan& plan, int lodging) {
  std::vector<int> days;
  for (int day = 1; day <= problem.days; ++day)
    for (const Route& route : plan.routes)
      for (const int stop : route.lodgings)
        if (stop == lodging && problem.team_days[at(route.team_day)].day == day) days.push_back(day);
  return days;
}

/// What check says, as text: "" if the plan may be used.
inline std::string faults(const Problem& problem, const Plan& plan) {
  std::string text;
  for (const Violation& violation : check(problem, plan))
    text += violation.rule + ": " + violation.what + " (lodging " + std::to_string(violation.lodging) + ")\n";
  return text;
}

/// The rules that a plan breaks, each once, in order of first mention.
inline std::vector<std::string> broken_rules(const Problem& problem, const Plan& plan) {
  std::vector<std::string> rules;
  for (const Violation& violation : check(problem, plan)) {
    bool known = false;
    for (const std::string& rule : rules) known = known || rule == violation.rule;
    if (!known) rules.push_back(violation.rule);
  }
  return rules;
}

inline std::string text_of(const Plan& plan) {
  std::string text;
  for (const Route& route : plan.routes) {
    text += std::to_string(route.team_day) + ":";
    for (const int stop : route.lodgings) text += " " + std::to_string(stop);
    text += "\n";
  }
  for (const Unplanned& entry : plan.unplanned)
    text += "unplanned " + std::to_string(entry.lodging) + " x" + std::to_string(entry.count) + " " +
            std::string(word(entry.reason)) + " " + entry.relaxation + "\n";
  return text;
}

}  // namespace ronda::scheduling::testing
