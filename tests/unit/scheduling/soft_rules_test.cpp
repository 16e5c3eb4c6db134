// Each soft rule has two plans here, of which it makes one dearer: the price stands at that rule and, where the plans
// are alike otherwise, at no other.

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "shared/scheduling/readout.hpp"
#include "town.hpp"

namespace ronda::scheduling::testing {
namespace {

/// Two teams that work every day, an inn five minutes from the station with four visits.
class Priced : public ::testing::Test {
 protected:
  Priced() {
    town.daily_team();
    town.daily_team();
    inn = town.lodging(5);
  }

  int shift_of(int day, int team) const { return team * town.problem.days + day - 1; }
  Plan visits(const std::vector<std::pair<int, int>>& days_and_teams) const {
    Plan result;
    for (const auto& [day, team] : days_and_teams) result.routes.push_back(Route{shift_of(day, team), {inn}});
    return result;
  }
  CostTerms price(const Plan& plan) const {
    const Model model(town.problem);
    State state(model);
    EXPECT_TRUE(load_plan(state, plan));
    EXPECT_EQ(state.terms().total(), state.cost());
    return state.terms();
  }

  Town town;
  int inn = 0;
};

TEST_F(Priced, S1Driving) {
  const int beside = town.lodging(6, 1), across = town.lodging(-6, 1);
  Plan together = visits({{3, 0}}), apart = together;
  together.routes[0].lodgings = {inn, beside};
  apart.routes[0].lodgings = {inn, across};
  EXPECT_EQ(price(together).travel, 12 * 60);
  EXPECT_EQ(price(apart).travel, 22 * 60);
}

TEST_F(Priced, S2Spacing) {
  const CostTerms even = price(visits({{3, 0}, {10, 1}, {18, 0}, {26, 1}}));
  const CostTerms uneven = price(visits({{3, 0}, {7, 1}, {18, 0}, {26, 1}}));
  EXPECT_EQ(even.spacing, 0) << "7 and 8 days lie within 35 % of 7.5";
  EXPECT_GT(uneven.spacing, 0) << "4 days do not";
}

TEST_F(Priced, S3OneWeekdayAgain) {
  const CostTerms different = price(visits({{3, 0}, {10, 1}, {18, 0}, {26, 1}}));
  const CostTerms same = price(visits({{3, 0}, {10, 1}, {17, 0}, {24, 1}}));
  EXPECT_GT(same.predictability, different.predictability);
}

TEST_F(Priced, S3WhatTheVisitsBeforeHaveTaught) {
  for (int week = 8; week > 0; --week) town.visited(inn, 7 * week, -1);  // always on the weekday of day 1
  const CostTerms habit = price(visits({{8, 0}})), change = price(visits({{9, 0}}));
  EXPECT_GT(habit.predictability, change.predictability);
}

TEST_F(Priced, S4TheSameTeamTwiceInARow) {
  EXPECT_EQ(price(visits({{3, 0}, {10, 1}, {18, 0}, {26, 1}})).rotation, 0);
  EXPECT_EQ(price(visits({{3, 0}, {10, 0}, {18, 1}, {26, 1}})).rotation, 2 * 360);
}

TEST_F(Priced, S5OneTeamDoesTheWork) {
  for (TeamDay& shift : town.problem.team_days) shift.budget_s = 40 * 60;
  EXPECT_EQ(price(visits({{3, 0}, {10, 1}, {18, 0}, {26, 1}})).balance, 0);
  EXPECT_GT(price(visits({{3, 0}, {10, 0}, {18, 0}, {26, 0}})).balance, 0);
}

TEST_F(Priced, S6RiskComesLate) {
  town.problem.lodgings[0].risk = 2;
  const CostTerms early = price(visits({{1, 0}, {9, 1}, {17, 0}, {25, 1}}));
  const CostTerms late = price(visits({{6, 0}, {14, 1}, {22, 0}, {30, 1}}));
  EXPECT_EQ(early.risk, 0);
  EXPECT_EQ(late.risk, 5 * 60);
}

TEST_F(Priced, S6RiskIsNotMadeAtAll) {
  const Plan three = visits({{1, 0}, {9, 1}, {17, 0}});
  EXPECT_EQ(price(three).risk, 0);
  town.problem.lodgings[0].risk = 2;
  EXPECT_EQ(price(three).risk, 600);
}

TEST_F(Priced, S7PublishedVisitsMove) {
  town.problem.published = {PublishedVisit{inn, 10, 1}};
  EXPECT_EQ(price(visits({{10, 1}})).stability, 0);
  EXPECT_EQ(price(visits({{10, 0}})).stability, 240) << "another team";
  EXPECT_EQ(price(visits({{11, 1}})).stability, 480) << "another day";
  town.problem.published[0].minute = 9 * 60;
  EXPECT_EQ(price(visits({{10, 1}})).stability, 60) << "at 07:05 instead of 09:00";
}

TEST_F(Priced, S8NoTimeInReserve) {
  EXPECT_EQ(price(visits({{3, 0}})).slack, 0);
  town.problem.team_days[at(shift_of(3, 0))].budget_s = 30 * 60;
  EXPECT_EQ(price(visits({{3, 0}})).slack, 30 * 60 * 8 / 100 / 5) << "a fifth of the 8 % that are used up";
}

}  // namespace
}  // namespace ronda::scheduling::testing
