// Months thrown together at random, with every kind of rule in them; the judge looks at each plan.

#include <gtest/gtest.h>

#include "random_town.hpp"

namespace ronda::scheduling::testing {
namespace {

TEST(RandomMonth, IsPlannedWithoutBreakingARule) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Town town = random_town(seed);
    const auto plan = solve_without_refused_locks(town.problem, quick(150, seed));
    ASSERT_TRUE(plan) << plan.error().where << ": " << plan.error().message;
    ASSERT_EQ(faults(town.problem, *plan), "");
  }
}

TEST(RandomMonth, IsReplannedWithoutBreakingARule) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Town town = random_town(seed);
    const auto before = solve_without_refused_locks(town.problem, quick(150, seed));
    ASSERT_TRUE(before);
    for (const Route& route : before->routes)
      for (const int stop : route.lodgings) {
        const TeamDay& shift = town.problem.team_days[at(route.team_day)];
        town.problem.published.push_back(PublishedVisit{stop, shift.day, shift.team});
      }
    if (!town.problem.team_days.empty()) town.problem.team_days.pop_back();
    for (Lodging& lodging : town.problem.lodgings) lodging.blackout_days.push_back(9);
    const auto after = solve_without_refused_locks(town.problem, quick(150, seed));
    ASSERT_TRUE(after) << after.error().where << ": " << after.error().message;
    ASSERT_EQ(faults(town.problem, *after), "");
  }
}

}  // namespace
}  // namespace ronda::scheduling::testing
