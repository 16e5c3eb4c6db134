#pragma once
// Towns thrown together at random, with every kind of rule in them. The same seed makes the same town.

#include "shared/scheduling/random.hpp"
#include "town.hpp"

namespace ronda::scheduling::testing {

inline void add_teams(Town& town, Random& random) {
  const Band bands[] = {Band::morning, Band::afternoon, Band::night};
  const int teams = 1 + random.below(4);
  for (int t = 0; t < teams; ++t) {
    const int team = town.team(static_cast<std::uint32_t>(random.below(4)));
    for (int day = 1; day <= town.problem.days; ++day)
      if (random.below(10) < 6) town.shift(team, day, 60 + random.below(240), bands[random.below(3)]);
  }
}

inline void add_lodging(Town& town, Random& random) {
  const int inn = town.lodging(random.below(40) - 10, random.below(6), 5 + random.below(50));
  Lodging& lodging = town.problem.lodgings[at(inn)];
  const int teams = static_cast<int>(town.problem.teams.size());
  lodging.min_gap_days = 1 + random.below(6);
  lodging.max_gap_days = lodging.min_gap_days + random.below(12);
  lodging.risk = random.below(3);
  lodging.priority = random.below(101);
  if (random.below(4) == 0) lodging.closed_weekdays = static_cast<std::uint8_t>(random.below(128));
  if (random.below(4) == 0) lodging.bands = static_cast<std::uint8_t>(1 + random.below(7));
  if (random.below(4) == 0) lodging.skills = static_cast<std::uint32_t>(random.below(4));
  if (random.below(6) == 0) lodging.barred_teams = {random.below(teams)};
  for (int k = random.below(5); k > 0; --k) lodging.blackout_days.push_back(1 + random.below(town.problem.days));
  int day = 60 + random.below(24);
  for (int k = random.below(12); k > 0 && day > 0; --k) {
    town.visited(inn, day, random.below(teams + 1) - 1, random.below(2) == 0 ? Band::morning : Band::night);
    day -= 1 + random.below(9);
  }
}

inline void add_locks(Town& town, Random& random) {
  Problem& problem = town.problem;
  if (random.below(2) == 0) problem.first_day = 1 + random.below(20);
  for (int i = 0; i < static_cast<int>(problem.lodgings.size()); ++i) {
    if (random.below(4) > 0 || problem.lodgings[at(i)].visits == 0) continue;
    if (random.below(4) == 0)
      problem.locks.push_back(Lock{i, -1, random.below(static_cast<int>(problem.teams.size())), false});
    else if (problem.first_day > 1 && random.below(2) == 0)
      problem.locks.push_back(Lock{i, 1 + random.below(problem.first_day), random.below(2) - 1, true});
    else
      problem.locks.push_back(Lock{i, problem.first_day + random.below(5), -1, false});
    Lock& lock = problem.locks.back();
    if (lock.done || lock.day < 0 || random.below(2) == 0) continue;
    lock.team = random.below(static_cast<int>(problem.teams.size()));
    lock.minute = 7 * 60 + random.below(20 * 60);
    lock.late_min = random.below(60);
  }
}

/// Without the locks that the planner refuses, and those alone.
inline Result<Plan> solve_without_refused_locks(Problem& problem, const Options& options) {
  for (;;) {
    auto plan = solve(problem, options);
    const std::string prefix = "/locks/";
    if (plan || plan.error().where.rfind(prefix, 0) != 0) return plan;
    problem.locks.erase(problem.locks.begin() + std::stoi(plan.error().where.substr(prefix.size())));
  }
}

inline Town random_town(std::uint64_t seed) {
  Random random(seed * 1000003);
  Town town(28 + random.below(4));
  town.problem.first_weekday = random.below(7);
  town.problem.max_same_team_in_row = 1 + random.below(3);
  add_teams(town, random);
  const int lodgings = 1 + random.below(25);
  for (int i = 0; i < lodgings; ++i) add_lodging(town, random);
  if (random.below(2) == 0) add_locks(town, random);
  RoundRule& rule = town.problem.round_rule;
  const int reading = random.below(6);
  if (reading < 2) rule.reading = reading == 0 ? Reading::unit : Reading::officer;
  rule.rounds = 1 + random.below(6);
  rule.min_gap_days = 1 + random.below(4);
  rule.max_gap_days = rule.min_gap_days + random.below(12);
  return town;
}

}  // namespace ronda::scheduling::testing
