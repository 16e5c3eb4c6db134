// Each hard rule has a plan here that breaks this rule and no other.

#include "town.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ronda::scheduling::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// One guesthouse, two teams that work every day, four visits on days 3 (Wed), 9 (Tue), 18 (Thu) and 26 (Fri).
class CheckedPlan : public ::testing::Test {
 protected:
  CheckedPlan() {
    town.daily_team();
    town.daily_team();
    guesthouse = town.lodging(5);
    plan = visits({{3, 0}, {9, 1}, {18, 0}, {26, 1}});
  }

  int shift_of(int day, int team) const { return team * town.problem.days + day - 1; }

  Plan visits(const std::vector<std::pair<int, int>>& days_and_teams) const {
    Plan result;
    for (const auto& [day, team] : days_and_teams) result.routes.push_back(Route{shift_of(day, team), {guesthouse}});
    return result;
  }
  void unplanned(int count) {
    Unplanned entry;
    entry.lodging = guesthouse;
    entry.count = count;
    plan.unplanned.push_back(entry);
  }
  Lodging& lodging() { return town.problem.lodgings[0]; }
  std::vector<std::string> broken() const { return broken_rules(town.problem, plan); }

  Town town;
  int guesthouse = 0;
  Plan plan;
};

TEST_F(CheckedPlan, IsUsableWhenEveryRuleHolds) { EXPECT_EQ(faults(town.problem, plan), ""); }

TEST_F(CheckedPlan, MustAccountForEveryVisitWanted) {
  plan.routes.pop_back();
  EXPECT_THAT(broken(), ::testing::Contains("H1"));
  unplanned(1);
  EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(CheckedPlan, MustNotNameUnknownLodgings) {
  plan.routes[0].lodgings.push_back(7);
  EXPECT_THAT(broken(), ElementsAre("H1"));
}

TEST_F(CheckedPlan, MustNotListAnUnplannedEntryWithoutAVisit) {
  unplanned(0);
  EXPECT_THAT(broken(), ElementsAre("H1"));
}

TEST_F(CheckedPlan, MustNotVisitTooSoonAgain) {
  plan = visits({{3, 0}, {6, 1}, {16, 0}, {25, 1}});
  EXPECT_THAT(broken(), ElementsAre("H2"));
}

TEST_F(CheckedPlan, MustNotLeaveALodgingAloneTooLong) {
  plan = visits({{3, 0}, {16, 1}, {20, 0}, {25, 1}});
  EXPECT_THAT(broken(), ElementsAre("H2"));
}

TEST_F(CheckedPlan, MayLeaveALongGapWhereAVisitIsUnplanned) {
  plan = visits({{3, 0}, {18, 1}, {26, 0}});
  unplanned(1);
  EXPECT_EQ(faults(town.problem, plan), "");
}

TEST_F(CheckedPlan, MustReachCloseToTheEndOfTheMonth) {
  plan = visits({{1, 0}, {6, 1}, {11, 0}, {18, 1}});
  EXPECT_THAT(broken(), ElementsAre("H2"));
}

TEST_F(CheckedPlan, CountsTheGapFromTheLastVisitOfTheMonthBefore) {
  town.visited(guesthouse, 1, 1);
  EXPECT_EQ(broken(), std::vector<std::string>{"H2"}) << "day 0 and day 3 are 3 days apart";
  lodging().history[0].days_before = 2;
  EXPECT_THAT(broken(), IsEmpty());
  lodging().history[0].days_before = 11;
  EXPECT_THAT(broken(), ElementsAre("H2")) << "day -10 and day 3 are 13 days apart";
}

TEST_F(CheckedPlan, MustNotVisitTwiceADay) {
  plan = visits({{3, 0}, {9, 0}, {9, 1}, {25, 1}});
  const auto rules = broken();
  EXPECT_THAT(rules, ::testing::Contains("H3"));
}

TEST_F(CheckedPlan, MustRespectClosedWeekdays) {
  lodging().closed_weekdays = 1U << 3;
  EXPECT_THAT(broken(), ElementsAre("H3")) << "day 18 is a Thursday";
}

TEST_F(CheckedPlan, MustRespectBlackoutDays) {
  lodging().blackout_days = {18};
  EXPECT_THAT(broken(), ElementsAre("H3"));
}

TEST_F(CheckedPlan, MustRespectTheBandsOfALodging) {
  lodging().bands = static_cast<std::uint8_t>(Band::night);
  EXPECT_THAT(broken(), ElementsAre("H3"));
}

TEST_F(CheckedPlan, MustNotReachBackBeforeTheFirstPlannableDay) {
  town.problem.first_day = 4;
  EXPECT_THAT(broken(), ElementsAre("H3"));
}

TEST_F(CheckedPlan, MustFitTheBudgetToTheSecond) {
  town.problem.team_days[at(shift_of(9, 1))].budget_s = 30 * 60;
  EXPECT_THAT(broken(), IsEmpty()) << "5 minutes there, 20 on site, 5 back";
  town.problem.team_days[at(shift_of(9, 1))].budget_s = 30 * 60 - 1;
  EXPECT_THAT(broken(), ElementsAre("H4"));
}

TEST_F(CheckedPlan, MustEndTheLastVisitInsideTheBand) {
  TeamDay& shift = town.problem.team_days[at(shift_of(9, 1))];
  shift.start_minute = 15 * 60 - 25;
  EXPECT_THAT(broken(), IsEmpty()) << "the way home may lie after the band";
  shift.start_minute = 15 * 60 - 24;
  EXPECT_THAT(broken(), ElementsAre("H4"));
}

TEST_F(CheckedPlan, MustUseATeamDayOnce) {
  plan.routes.push_back(Route{shift_of(3, 0), {}});
  EXPECT_THAT(broken(), ElementsAre("H4"));
}

TEST_F(CheckedPlan, MustNotInventTeamDays) {
  plan.routes.push_back(Route{999, {}});
  EXPECT_THAT(broken(), ElementsAre("H4"));
}

TEST_F(CheckedPlan, MustSendATeamWithTheSkill) {
  lodging().skills = 2;
  town.problem.teams[0].skills = 3;
  EXPECT_THAT(broken(), ElementsAre("H4"));
  town.problem.teams[1].skills = 2;
  EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(CheckedPlan, MustKeepLocks) {
  town.problem.locks = {Lock{guesthouse, 9, 1, false}};
  EXPECT_THAT(broken(), IsEmpty());
  town.problem.locks = {Lock{guesthouse, 9, 0, false}};
  EXPECT_THAT(broken(), ElementsAre("H5")) << "right day, other team";
  town.problem.locks = {Lock{guesthouse, 10, -1, false}};
  EXPECT_THAT(broken(), ElementsAre("H5")) << "not on that day";
}

TEST_F(CheckedPlan, NeedsAVisitForEachLockOfATeam) {
  town.problem.locks = {Lock{guesthouse, -1, 1, false}, Lock{guesthouse, -1, 1, false}};
  EXPECT_THAT(broken(), IsEmpty());
  town.problem.locks.push_back(Lock{guesthouse, -1, 1, false});
  EXPECT_THAT(broken(), ElementsAre("H5"));
}

TEST_F(CheckedPlan, CountsWhatIsDone) {
  plan.routes.erase(plan.routes.begin());
  town.problem.locks = {Lock{guesthouse, 3, 0, true}};
  town.problem.first_day = 4;
  EXPECT_EQ(faults(town.problem, plan), "");
}

TEST_F(CheckedPlan, LetsAPersonBendTheRulesOfALodgingByALock) {
  lodging().blackout_days = {18};
  town.problem.locks = {Lock{guesthouse, 18, -1, false}};
  EXPECT_EQ(faults(town.problem, plan), "");
}

TEST_F(CheckedPlan, MustGrantElevenHoursOfRest) {
  TeamDay night;
  night.team = 0;
  night.day = 2;
  night.band = Band::night;
  night.start_minute = 23 * 60;
  night.budget_s = 5 * 3600;
  town.problem.team_days[at(shift_of(2, 0))] = night;
  const int kos = town.lodging(6, 1);
  town.problem.lodgings[at(kos)].max_gap_days = 31;
  plan.routes.push_back(Route{shift_of(2, 0), {kos}});
  EXPECT_THAT(broken(), ElementsAre("H6")) << "04:00 to 07:00 is no rest";
  town.problem.team_days[at(shift_of(3, 0))].band = Band::afternoon;
  town.problem.team_days[at(shift_of(3, 0))].start_minute = 15 * 60;
  EXPECT_THAT(broken(), IsEmpty()) << "04:00 to 15:00 is";
}

TEST_F(CheckedPlan, MustNotSendABarredTeam) {
  lodging().barred_teams = {1};
  EXPECT_THAT(broken(), ElementsAre("H7"));
}

TEST_F(CheckedPlan, MustNotSendOneTeamThreeTimesInARow) {
  town.visited(guesthouse, 5, 0);
  plan = visits({{3, 0}, {9, 0}, {16, 1}, {25, 1}});
  EXPECT_THAT(broken(), ElementsAre("H8")) << "the visit of the month before counts";
}

TEST_F(CheckedPlan, MustNotSendOneTeamForMoreThanHalfOfTheMonth) {
  plan = visits({{3, 0}, {9, 0}, {16, 1}, {25, 0}});
  EXPECT_THAT(broken(), ElementsAre("H8"));
}

TEST_F(CheckedPlan, MustNotSettleOnOneWeekday) {
  plan = visits({{2, 0}, {9, 1}, {16, 0}, {25, 1}});
  EXPECT_THAT(broken(), ElementsAre("H9")) << "three of four on a Tuesday";
}

TEST_F(CheckedPlan, MustNotVisitTwiceOnOneWeekdayWhenThereAreOnlyThree) {
  plan = visits({{3, 0}, {9, 1}, {16, 0}});
  unplanned(1);
  EXPECT_THAT(broken(), ElementsAre("H9"));
}

TEST_F(CheckedPlan, MustNotConfirmWhatAnObserverHasLearnt) {
  // Seven of the last eight visits on a Tuesday; two more make nine of twelve.
  lodging().max_gap_days = 31;
  plan = visits({{3, 0}, {9, 1}, {16, 0}, {25, 1}});
  for (int week = 8; week > 1; --week) town.visited(guesthouse, 7 * week - 1, -1);
  EXPECT_THAT(broken(), IsEmpty()) << "seven visits are too few to learn from";
  town.visited(guesthouse, 5, -1);
  EXPECT_THAT(broken(), ElementsAre("H9"));
  plan = visits({{3, 0}, {8, 1}, {18, 0}, {25, 1}});
  EXPECT_THAT(broken(), IsEmpty()) << "what the plan does not add to is not its fault";
}

TEST_F(CheckedPlan, MustNotSettleOnOneWeekdayAndBand) {
  // Four of eight on a Tuesday morning: two more are half of twelve by weekday, which is allowed, but 6 of 12 by band.
  plan = visits({{3, 0}, {9, 1}, {16, 0}, {25, 1}});
  for (int week = 8; week > 4; --week) town.visited(guesthouse, 7 * week - 1, -1);
  for (const int days_before : {25, 18, 11, 5}) town.visited(guesthouse, days_before, -1);
  EXPECT_THAT(broken(), ElementsAre("H9"));
  for (PastVisit& past : lodging().history) past.band = Band::afternoon;
  EXPECT_THAT(broken(), IsEmpty());
}

}  // namespace
}  // namespace ronda::scheduling::testing
