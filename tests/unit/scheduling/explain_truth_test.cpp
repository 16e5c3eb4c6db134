// What is said of an unplanned visit is true: the relaxation is applied, the visit is put where it says, and the judge
// finds nothing else wrong.

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>

#include "random_town.hpp"

namespace ronda::scheduling::testing {
namespace {

int team_day_of(const Problem& problem, int team, int day) {
  for (std::size_t s = 0; s < problem.team_days.size(); ++s)
    if (problem.team_days[s].team == team && problem.team_days[s].day == day) return static_cast<int>(s);
  return -1;
}

Plan with_visit(const Plan& plan, int lodging, int team_day, int position) {
  Plan after = plan;
  const auto route = std::find_if(after.routes.begin(), after.routes.end(),
                                  [&](const Route& one) { return one.team_day == team_day; });
  if (route == after.routes.end())
    after.routes.push_back(Route{team_day, {lodging}});
  else
    route->lodgings.insert(route->lodgings.begin() + position, lodging);
  for (Unplanned& entry : after.unplanned)
    if (entry.lodging == lodging) --entry.count;
  std::erase_if(after.unplanned, [](const Unplanned& entry) { return entry.count == 0; });
  return after;
}

int stops_of(const Plan& plan, int team_day) {
  for (const Route& route : plan.routes)
    if (route.team_day == team_day) return static_cast<int>(route.lodgings.size());
  return 0;
}

/// The rules that the plan breaks with the visit there, at the place in the row where it breaks fewest.
std::set<std::string> broken_with(const Problem& problem, const Plan& plan, int lodging, int team_day) {
  std::set<std::string> fewest;
  for (int position = 0; position <= stops_of(plan, team_day); ++position) {
    const auto rules = broken_rules(problem, with_visit(plan, lodging, team_day, position));
    const std::set<std::string> broken(rules.begin(), rules.end());
    if (position == 0 || broken.size() < fewest.size()) fewest = broken;
  }
  return fewest;
}

std::string rule_of(Bend bend) {
  switch (bend) {
    case Bend::budget:
      return "";
    case Bend::gap:
      return "H2";
    case Bend::open:
    case Bend::band:
      return "H3";
    case Bend::rotation:
      return "H8";
    case Bend::weekday:
      return "H9";
    case Bend::rest:
      return "H6";
  }
  return "?";
}

class Truth {
 public:
  Truth(const Problem& problem, const Plan& plan) : problem_(problem), plan_(plan) {}

  void expect_of(const Unplanned& entry) {
    for (std::size_t k = 0; k < entry.relaxations.size(); ++k) {
      const int before = k > 0 ? entry.relaxations[k - 1].cost_min : 0;
      EXPECT_LE(before, entry.relaxations[k].cost_min) << "cheapest first";
      expect_of(entry.lodging, entry.relaxations[k]);
    }
  }

  int applied() const { return applied_; }

 private:
  void expect_of(int lodging, const Relaxation& relaxation) {
    SCOPED_TRACE("lodging " + std::to_string(lodging) + ": " + std::string(word(relaxation.bend)) + " +" +
                 std::to_string(relaxation.minutes) + " min, team " + std::to_string(relaxation.team) + " day " +
                 std::to_string(relaxation.day));
    const int team_day = team_day_of(problem_, relaxation.team, relaxation.day);
    ASSERT_GE(team_day, 0);
    Problem relaxed = problem_;
    relaxed.team_days[at(team_day)].budget_s += relaxation.minutes * 60;
    std::set<std::string> expected;
    if (relaxation.bend != Bend::budget) expected.insert(rule_of(relaxation.bend));
    EXPECT_EQ(broken_with(relaxed, plan_, lodging, team_day), expected) << "with the overtime, and nothing more";
    ++applied_;
    if (relaxation.minutes == 0) return;
    relaxed.team_days[at(team_day)].budget_s -= 60;
    EXPECT_EQ(broken_with(relaxed, plan_, lodging, team_day).count("H4"), 1U) << "a minute less is not enough";
  }

  const Problem& problem_;
  const Plan& plan_;
  int applied_ = 0;
};

/// The least overtime, in minutes, with which the visit could be made and no other rule bent; found by asking the judge
/// of every team-day. `most`: what is not worth looking for.
int least_overtime(const Problem& problem, const Plan& plan, int lodging, int most) {
  int least = most + 1;
  Problem relaxed = problem;
  for (std::size_t s = 0; s < problem.team_days.size(); ++s) {
    const auto enough = [&](int minutes) {
      relaxed.team_days[s].budget_s = problem.team_days[s].budget_s + minutes * 60;
      const bool legal = broken_with(relaxed, plan, lodging, static_cast<int>(s)).empty();
      relaxed.team_days[s].budget_s = problem.team_days[s].budget_s;
      return legal;
    };
    while (least > 0 && enough(least - 1)) --least;
  }
  return least;
}

TEST(UnplannedVisits, AreMadePossibleByWhatIsOffered) {
  int applied = 0;
  std::set<Bend> kinds;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Town town = random_town(seed);
    town.problem.round_rule.reading = Reading::premises;
    const auto plan = solve_without_refused_locks(town.problem, quick(150, seed));
    ASSERT_TRUE(plan);
    Truth truth(town.problem, *plan);
    for (const Unplanned& entry : plan->unplanned) {
      truth.expect_of(entry);
      for (const Relaxation& relaxation : entry.relaxations) kinds.insert(relaxation.bend);
    }
    applied += truth.applied();
    if (HasFailure()) return;
  }
  EXPECT_GE(applied, 300);
  EXPECT_EQ(kinds.size(), 7U) << "every kind of way out has been tried";
}

TEST(UnplannedVisits, AreMadePossibleByAShorterRest) {
  Town town(6);
  const int team = town.team();
  town.shift(team, 3, 300, Band::night);
  town.shift(team, 4, 300, Band::morning);
  for (const int bands : {4, 1}) {  // a bar that is open at night, an inn that is asked in the morning
    Lodging& lodging = town.problem.lodgings[at(town.lodging(3, 1))];
    lodging.bands = static_cast<std::uint8_t>(bands);
    lodging.max_gap_days = 31;
  }
  const auto plan = solve(town.problem, quick());
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->unplanned.size(), 1U);
  const auto& offers = plan->unplanned[0].relaxations;
  EXPECT_TRUE(std::any_of(offers.begin(), offers.end(), [](const auto& offer) { return offer.bend == Bend::rest; }));
  Truth(town.problem, *plan).expect_of(plan->unplanned[0]);
}

TEST(UnplannedVisits, AreOfferedTheLeastOvertimeThereIs) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Town town = random_town(seed);
    town.problem.round_rule.reading = Reading::premises;
    for (TeamDay& shift : town.problem.team_days) shift.budget_s = shift.budget_s / 3 / 60 * 60;
    const auto plan = solve_without_refused_locks(town.problem, quick(150, seed));
    ASSERT_TRUE(plan);
    for (const Unplanned& entry : plan->unplanned)
      for (const Relaxation& relaxation : entry.relaxations) {
        if (relaxation.bend != Bend::budget) continue;
        EXPECT_EQ(relaxation.minutes, least_overtime(town.problem, *plan, entry.lodging, relaxation.minutes))
            << "lodging " << entry.lodging << " team " << relaxation.team << " day " << relaxation.day;
        ++compared;
      }
    if (HasFailure()) return;
  }
  EXPECT_GE(compared, 20);
}

TEST(UnplannedVisits, AreNotOfferedOvertimePastTheEndOfTheBand) {
  Town town;
  const int team = town.team();
  TeamDay& shift = town.problem.team_days[at(town.shift(team, 4, 60))];
  shift.start_minute = 14 * 60;  // the morning ends at 15:00
  const int inn = town.lodging(2, 1, 65);
  town.problem.lodgings[at(inn)].max_gap_days = 31;
  const auto plan = solve(town.problem, quick());
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->unplanned.size(), 1U);
  for (const Relaxation& relaxation : plan->unplanned[0].relaxations)
    EXPECT_NE(relaxation.bend, Bend::budget) << "the visit would end at 15:07";
}

}  // namespace
}  // namespace ronda::scheduling::testing
