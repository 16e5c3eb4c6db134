// What a unit head sees of the planner.

#include "shared/scheduling/solver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "random_town.hpp"

namespace ronda::scheduling::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Plan planned(const Problem& problem, const Options& options = quick()) {
  auto plan = solve(problem, options);
  EXPECT_TRUE(plan) << plan.error().where << ": " << plan.error().message;
  if (!plan) return {};
  EXPECT_EQ(faults(problem, *plan), "");
  return *plan;
}

Town quiet_town(int lodgings = 6) {
  Town town;
  town.daily_team();
  town.daily_team();
  for (int i = 0; i < lodgings; ++i) town.lodging(2 + 3 * i, i % 3 == 0 ? 5 : 4);
  for (Lodging& lodging : town.problem.lodgings)
    if (lodging.visits == 5) {
      lodging.min_gap_days = 3;
      lodging.max_gap_days = 10;
    }
  return town;
}

TEST(Solve, PlansEveryVisitOfAQuietTown) {
  const Town town = quiet_town();
  const Plan plan = planned(town.problem);
  EXPECT_THAT(plan.unplanned, IsEmpty());
  EXPECT_EQ(figures(town.problem, plan).planned, 26);
}

TEST(Solve, AcceptsAMonthWithoutLodgingsOrTeams) {
  Town empty;
  EXPECT_THAT(planned(empty.problem).routes, IsEmpty());
  empty.lodging(4);
  const Plan plan = planned(empty.problem);
  ASSERT_THAT(plan.unplanned, SizeIs(1));
  EXPECT_EQ(plan.unplanned[0].count, 4);
}

TEST(Solve, AcceptsALodgingThatWantsNoVisit) {
  Town town = quiet_town(2);
  town.problem.lodgings[0].visits = 0;
  EXPECT_THAT(days_of(town.problem, planned(town.problem), 0), IsEmpty());
}

TEST(Solve, GivesTheSamePlanForTheSameSeedAndIterations) {
  const Town town = quiet_town(12);
  EXPECT_EQ(text_of(planned(town.problem, quick(500, 7))), text_of(planned(town.problem, quick(500, 7))));
}

TEST(Solve, GivesAnotherPlanForAnotherSeed) {
  const Town town = quiet_town(40);
  EXPECT_NE(text_of(planned(town.problem, quick(50, 7))), text_of(planned(town.problem, quick(50, 8))));
}

TEST(Solve, SpacesVisitsFromTheMonthBefore) {
  Town town = quiet_town(1);
  town.visited(0, 1, 0);
  EXPECT_GE(days_of(town.problem, planned(town.problem), 0)[0], 3) << "five visits are at least three days apart";
  town.problem.lodgings[0].history[0].days_before = 9;
  EXPECT_LE(days_of(town.problem, planned(town.problem), 0)[0], 2) << "and at most ten";
}

TEST(Solve, LetsANewLodgingBeginOnAnyDay) {
  Town town = quiet_town(1);
  for (int day = 1; day <= 20; ++day) town.problem.lodgings[0].blackout_days.push_back(day);
  town.problem.lodgings[0].visits = 2;
  town.problem.lodgings[0].max_gap_days = 10;
  EXPECT_THAT(planned(town.problem).unplanned, IsEmpty());
}

TEST(Solve, KeepsALockedVisitWhereItIs) {
  Town town = quiet_town();
  town.problem.locks = {Lock{2, 17, 1, false}, Lock{4, 5, -1, false}, Lock{5, -1, 0, false}};
  const Plan plan = planned(town.problem);
  EXPECT_THAT(days_of(town.problem, plan, 2), Contains(17));
  EXPECT_THAT(days_of(town.problem, plan, 4), Contains(5));
  EXPECT_THAT(plan.unplanned, IsEmpty());
}

TEST(Solve, LetsALockOpenAClosedDay) {
  Town town = quiet_town();
  town.problem.lodgings[1].blackout_days = {9};
  town.problem.locks = {Lock{1, 9, -1, false}};
  EXPECT_THAT(days_of(town.problem, planned(town.problem), 1), Contains(9));
}

TEST(Solve, RefusesALockThatNoTeamDayCanTake) {
  Town town = quiet_town();
  town.problem.lodgings[1].barred_teams = {0};
  town.problem.locks = {Lock{3, 2, 1, false}, Lock{1, 9, 0, false}};
  const auto plan = solve(town.problem, quick());
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().where, "/locks/1");
}

TEST(Solve, PlansTheRestOfAMonthAroundWhatIsDone) {
  Town town = quiet_town();
  town.problem.first_day = 12;
  for (int i = 0; i < 6; ++i) town.problem.locks.push_back(Lock{i, 6 + i % 3, i % 2, true});
  const Plan plan = planned(town.problem);
  for (int i = 0; i < 6; ++i)
    for (const int day : days_of(town.problem, plan, i)) EXPECT_GE(day, 12);
  EXPECT_EQ(figures(town.problem, plan).planned + figures(town.problem, plan).unplanned, 26);
}

TEST(Solve, CountsAnOverdueIntervalFromTheFirstPlannableDay) {
  Town town = quiet_town(2);
  town.problem.first_day = 20;
  for (Lodging& lodging : town.problem.lodgings) {
    lodging.visits = 2;
    lodging.min_gap_days = 4;
    lodging.max_gap_days = 12;
  }
  town.visited(0, 10, 1);
  EXPECT_THAT(planned(town.problem).unplanned, IsEmpty());
}

TEST(Solve, MovesLittleWhenAPublishedPlanIsKept) {
  Town town = quiet_town(12);
  const Plan before = planned(town.problem, quick(2000));
  for (const Route& route : before.routes)
    for (const int stop : route.lodgings) {
      const TeamDay& shift = town.problem.team_days[at(route.team_day)];
      town.problem.published.push_back(PublishedVisit{stop, shift.day, shift.team});
    }
  EXPECT_EQ(figures(town.problem, planned(town.problem, quick(2000, 5))).moved_visits, 0) << "nothing has changed";

  // The team of one used team-day is absent: only its visits have to move.
  const int absent = before.routes[0].team_day;
  town.problem.team_days[at(absent)].budget_s = 0;
  const Plan after = planned(town.problem, quick(2000, 5));
  EXPECT_THAT(after.unplanned, IsEmpty());
  EXPECT_LE(figures(town.problem, after).moved_visits, static_cast<int>(before.routes[0].lodgings.size()) + 2);
}

TEST(Solve, ReportsProgressAndStopsWhenAskedTo) {
  const Town town = quiet_town(12);
  double now = 0;
  int reports = 0;
  Options options;
  options.seconds = 1000;
  options.stopwatch = [&now] { return now += 0.01; };
  options.on_progress = [&reports](const Progress& progress) {
    EXPECT_EQ(progress.planned + progress.unplanned, 52);
    return ++reports < 5;
  };
  EXPECT_THAT(planned(town.problem, options).unplanned, IsEmpty());
  EXPECT_EQ(reports, 5);
}

TEST(Solve, StopsWhenTheTimeIsUsed) {
  const Town town = quiet_town(3);
  double now = 0;
  Options options;
  options.seconds = 1;
  options.stopwatch = [&now] { return now += 0.01; };
  planned(town.problem, options);
  EXPECT_NEAR(now, 1, 0.1);
}

/// A stopwatch that runs now fast, now slowly, as a busy machine's does.
std::function<double()> uneven_stopwatch(std::uint64_t seed) {
  return
      [now = 0.0, random = Random(seed)]() mutable { return now += 0.001 * (1 + random.below(1 + random.below(40))); };
}

/// The run again, from what is logged of it and with no clock at all.
Options repeated(const Plan& plan, std::uint64_t seed) {
  Options options;
  options.seed = seed;
  options.iterations = plan.iterations;
  options.pace = plan.pace;
  return options;
}

std::string everything(const Plan& plan) { return text_of(plan) + "cost " + std::to_string(plan.cost_s); }

TEST(Solve, DerivesAPlanMadeBySecondsOnceMore) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Problem problem = random_town(seed).problem;
    Options options;
    options.seed = seed;
    options.seconds = 3;
    options.stopwatch = uneven_stopwatch(seed);
    auto made = solve_without_refused_locks(problem, options);
    ASSERT_TRUE(made);
    ASSERT_GT(made->iterations, 0);
    const Plan again = planned(problem, repeated(*made, seed));
    EXPECT_EQ(everything(again), everything(*made));
    EXPECT_EQ(again.iterations, made->iterations);
    EXPECT_EQ(again.pace, made->pace);
  }
}

TEST(Solve, DerivesAPlanThatAPersonStoppedOnceMore) {
  const Town town = quiet_town(30);
  for (int stop_at = 1; stop_at <= 9; stop_at += 2) {
    SCOPED_TRACE("stopped at report " + std::to_string(stop_at));
    int reports = 0;
    Options options;
    options.seconds = 1000;
    options.stopwatch = uneven_stopwatch(7);
    options.on_progress = [&](const Progress&) { return ++reports < stop_at; };
    const Plan made = planned(town.problem, options);
    EXPECT_EQ(made.iterations == 0, stop_at == 1);
    EXPECT_EQ(everything(planned(town.problem, repeated(made, 1))), everything(made));
  }
}

TEST(Solve, DerivesAPlanMadeByStepsOnceMoreAlsoWhenStopped) {
  const Town town = quiet_town(30);
  Options options = quick(50000);
  int reports = 0;
  options.on_progress = [&](const Progress&) { return ++reports < 3; };
  const Plan made = planned(town.problem, options);
  EXPECT_LT(made.iterations, 50000);
  EXPECT_EQ(everything(planned(town.problem, repeated(made, 1))), everything(made));
}

TEST(Solve, AsksForAStopwatchWhenPlanningByTime) {
  const auto plan = solve(quiet_town(1).problem, Options());
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().where, "/options/stopwatch");
}

TEST(Solve, RestsATeamAfterANight) {
  Town town;
  const int team = town.team();
  town.shift(team, 4, 300, Band::night);
  town.shift(team, 5, 300, Band::morning);
  for (int i = 0; i < 2; ++i) {
    const int lodging = town.lodging(3 + i, 1);
    town.problem.lodgings[at(lodging)].max_gap_days = 31;
  }
  town.problem.lodgings[0].bands = static_cast<std::uint8_t>(Band::night);
  town.problem.lodgings[1].bands = static_cast<std::uint8_t>(Band::morning);
  EXPECT_THAT(planned(town.problem).unplanned, SizeIs(1)) << "the night or the morning, not both";
}

TEST(Solve, SpreadsWeekdaysOfALodging) {
  const Town town = quiet_town(10);
  EXPECT_GE(figures(town.problem, planned(town.problem, quick(3000))).weekday_entropy, 0.8);
}

TEST(Solve, AvoidsTheWeekdaysOfTheVisitsBefore) {
  Town town = quiet_town(1);
  town.problem.lodgings[0].visits = 2;
  town.problem.lodgings[0].max_gap_days = 20;
  for (int week = 4; week > 0; --week) town.visited(0, 7 * week, -1);  // always on Mondays
  const Plan plan = planned(town.problem);
  for (const int day : days_of(town.problem, plan, 0)) EXPECT_NE((day - 1) % 7, 0) << "day " << day << " is a Monday";
}

TEST(Solve, DrivesOneWayStreetsTheRightWay) {
  Town town;
  town.daily_team();
  for (const int house : {10, 20, 30}) town.lodging(house, 1, 10);
  for (Lodging& lodging : town.problem.lodgings) lodging.max_gap_days = 31;
  // Going down the street takes ten times as long as going up, except home from the last house.
  const int places = town.problem.places;
  for (int from = 1; from < places; ++from)
    for (int to = 0; to < from; ++to)
      if (from != 3 || to != 0) town.problem.travel_s[at(from * places + to)] *= 10;
  const Plan plan = planned(town.problem, quick(500));
  ASSERT_THAT(plan.routes, SizeIs(1));
  EXPECT_THAT(plan.routes[0].lodgings, ElementsAre(0, 1, 2));
}

}  // namespace
}  // namespace ronda::scheduling::testing
