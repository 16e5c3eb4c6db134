// The judge on locked hours and on round-days: one bad plan each, and the good one beside it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "town.hpp"

namespace ronda::scheduling::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Two teams that work every day from 07:00; inns at 5 and 30 minutes from the station, one visit each.
class Judged : public ::testing::Test {
 protected:
  Judged() {
    town.daily_team();
    town.daily_team();
    near = inn(5);
    far = inn(30);
  }

  int inn(int house) {
    const int number = town.lodging(house, 1);
    town.problem.lodgings[at(number)].max_gap_days = 31;
    return number;
  }
  int shift_of(int day, int team) const { return team * town.problem.days + day - 1; }
  void lock_hour(int lodging, int minute, int late_min) {
    Lock lock{lodging, 4, 0, false};
    lock.minute = minute;
    lock.late_min = late_min;
    town.problem.locks = {lock};
  }
  std::vector<std::string> broken() const { return broken_rules(town.problem, plan); }

  Town town;
  int near = 0, far = 0;
  Plan plan;
};

TEST_F(Judged, HourIsKeptToTheMinute) {
  plan.routes = {Route{shift_of(4, 0), {near, far}}};
  lock_hour(far, 7 * 60 + 30, 20);  // 5 to the first inn, 20 there, 25 on: 07:50
  EXPECT_THAT(broken(), IsEmpty());
  lock_hour(far, 7 * 60 + 30, 19);
  EXPECT_THAT(broken(), ElementsAre("H5"));
}

TEST_F(Judged, WaitingForAnHourIsWorkingTime) {
  plan.routes = {Route{shift_of(4, 0), {near, far}}};
  lock_hour(far, 11 * 60, 15);  // 20 there and 30 home: 11:50
  town.problem.team_days[at(shift_of(4, 0))].budget_s = 290 * 60;
  EXPECT_THAT(broken(), IsEmpty());
  town.problem.team_days[at(shift_of(4, 0))].budget_s = 290 * 60 - 1;
  EXPECT_THAT(broken(), ElementsAre("H4"));
}

TEST_F(Judged, UnitGoesOutOnSoManyDaysOnly) {
  town.problem.round_rule = RoundRule{Reading::unit, 2, 3, 31};
  const int third = inn(9);
  plan.routes = {Route{shift_of(4, 0), {near}}, Route{shift_of(9, 1), {far}}, Route{shift_of(9, 0), {third}}};
  EXPECT_THAT(broken(), IsEmpty()) << "two days, whoever goes";
  plan.routes[2].team_day = shift_of(14, 0);
  EXPECT_THAT(broken(), ElementsAre("H4")) << "three days";
  plan.routes[2].team_day = shift_of(9, 0);
  plan.routes[1].team_day = shift_of(6, 1);
  plan.routes[2].team_day = shift_of(6, 0);
  EXPECT_THAT(broken(), ElementsAre("H4")) << "two days apart where three are the least";
}

TEST_F(Judged, TeamGoesOutSoOftenOnly) {
  town.problem.round_rule = RoundRule{Reading::officer, 1, 3, 31};
  plan.routes = {Route{shift_of(4, 0), {near}}, Route{shift_of(9, 1), {far}}};
  EXPECT_THAT(broken(), IsEmpty()) << "once each";
  plan.routes[1].team_day = shift_of(9, 0);
  EXPECT_THAT(broken(), ElementsAre("H4"));
}

}  // namespace
}  // namespace ronda::scheduling::testing
