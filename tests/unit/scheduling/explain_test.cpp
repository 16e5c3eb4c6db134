// Each unplanned visit says why, and what would make room.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "town.hpp"

namespace ronda::scheduling::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

Unplanned only_unplanned(const Problem& problem) {
  auto plan = solve(problem, quick());
  EXPECT_TRUE(plan);
  EXPECT_EQ(faults(problem, *plan), "");
  EXPECT_THAT(plan->unplanned, SizeIs(1)) << text_of(*plan);
  return plan->unplanned.empty() ? Unplanned() : plan->unplanned[0];
}

/// One team on every day, one lodging that wants one visit.
class UnplannedVisit : public ::testing::Test {
 protected:
  UnplannedVisit() {
    team = town.daily_team(60);
    town.lodging(5, 1);
    lodging().max_gap_days = 31;
  }
  Lodging& lodging() { return town.problem.lodgings[0]; }

  Town town;
  int team = 0;
};

TEST_F(UnplannedVisit, NamesTheDaysWhenALodgingIsNeverOpen) {
  lodging().closed_weekdays = 127;
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_EQ(entry.reason, Reason::no_open_day);
  EXPECT_THAT(entry.relaxation, StartsWith("open team=0 day="));
}

TEST_F(UnplannedVisit, NamesTheBand) {
  lodging().bands = static_cast<std::uint8_t>(Band::night);
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_EQ(entry.reason, Reason::no_band);
  EXPECT_THAT(entry.relaxation, StartsWith("band=M team=0 day="));
}

TEST_F(UnplannedVisit, NamesTheMissingSkill) {
  lodging().skills = 1;
  EXPECT_EQ(only_unplanned(town.problem).reason, Reason::no_skill);
}

TEST_F(UnplannedVisit, NamesTheConflictOfInterest) {
  lodging().barred_teams = {team};
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_EQ(entry.reason, Reason::no_skill);
  EXPECT_EQ(entry.relaxation, "") << "nobody is asked to bend a conflict of interest";
}

TEST_F(UnplannedVisit, NamesTheDistance) {
  lodging().service_s = 55 * 60;
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_EQ(entry.reason, Reason::too_far);
  EXPECT_THAT(entry.relaxation, StartsWith("budget+5min team=0 day="));
}

TEST_F(UnplannedVisit, NamesTheBudgetAndTheMinutesMissing) {
  town.problem.team_days.resize(1);
  const int neighbour = town.lodging(6, 1);
  town.problem.lodgings[at(neighbour)].max_gap_days = 31;
  town.problem.team_days[0].budget_s = 45 * 60;
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_EQ(entry.reason, Reason::budget);
  EXPECT_EQ(entry.relaxation, "budget+7min team=0 day=1") << "2 x 20 minutes on site, 12 on the street";
}

TEST_F(UnplannedVisit, NamesTheSpacing) {
  town.visited(0, 1, team);
  town.problem.team_days.resize(3);
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_EQ(entry.reason, Reason::no_open_day) << "days that keep the gap exist, but nobody works then";
  EXPECT_THAT(entry.relaxation, HasSubstr("gap+1d team=0 day=3"));
}

TEST_F(UnplannedVisit, NamesTheRotation) {
  town.visited(0, 20, team);
  town.visited(0, 12, team);
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_EQ(entry.reason, Reason::rotation);
  EXPECT_THAT(entry.relaxation, StartsWith("rotation team=0 day="));
}

TEST_F(UnplannedVisit, NamesPredictability) {
  for (int week = 8; week > 0; --week) town.visited(0, 7 * week, -1);  // always on Mondays
  lodging().closed_weekdays = 127 & ~1;
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_EQ(entry.reason, Reason::predictability);
  EXPECT_THAT(entry.relaxation, StartsWith("weekday=0 team=0 day="));
}

TEST_F(UnplannedVisit, OffersOtherWaysToo) {
  town.problem.team_days.resize(7);
  lodging().blackout_days = {1, 2};
  town.visited(0, 1, team);
  lodging().min_gap_days = 8;
  const Unplanned entry = only_unplanned(town.problem);
  EXPECT_THAT(entry.relaxation, StartsWith("gap+1d"));
}

TEST_F(UnplannedVisit, IsListedOncePerLodgingWithItsNumber) {
  lodging().closed_weekdays = 127;
  lodging().visits = 3;
  EXPECT_EQ(only_unplanned(town.problem).count, 3);
}

TEST(Words, AreStable) {
  EXPECT_EQ(word(Reason::no_open_day), "no_open_day");
  EXPECT_EQ(word(Reason::no_band), "no_band");
  EXPECT_EQ(word(Reason::no_skill), "no_skill");
  EXPECT_EQ(word(Reason::rotation), "rotation");
  EXPECT_EQ(word(Reason::budget), "budget");
  EXPECT_EQ(word(Reason::too_far), "too_far");
  EXPECT_EQ(word(Reason::spacing), "spacing");
  EXPECT_EQ(word(Reason::predictability), "predictability");
}

}  // namespace
}  // namespace ronda::scheduling::testing
