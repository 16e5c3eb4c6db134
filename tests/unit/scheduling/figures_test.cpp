#include <gtest/gtest.h>

#include "town.hpp"

namespace ronda::scheduling::testing {
namespace {

/// Two teams, two lodgings; the first is visited on Monday 1, Tuesday 9, Monday 15 and Thursday 25.
class PrintedFigures : public ::testing::Test {
 protected:
  PrintedFigures() {
    town.daily_team(100);
    town.daily_team(100);
    town.lodging(5);
    town.lodging(10, 1, 30);
    plan.routes = {Route{0, {0, 1}}, Route{8, {0}}, Route{44, {0}}, Route{54, {0}}};
  }
  Figures read() const { return figures(town.problem, plan); }

  Town town;
  Plan plan;
};

TEST_F(PrintedFigures, CountVisits) {
  EXPECT_EQ(read().wanted, 5);
  EXPECT_EQ(read().planned, 5);
  plan.routes.pop_back();
  EXPECT_EQ(read().unplanned, 1);
}

TEST_F(PrintedFigures, MeasureTravelAndUse) {
  EXPECT_EQ(read().travel_s, 50 * 60);
  EXPECT_EQ(read().service_s, 110 * 60);
  EXPECT_DOUBLE_EQ(read().travel_min_per_visit, 10);
  EXPECT_DOUBLE_EQ(read().use_max, 0.7);
  EXPECT_DOUBLE_EQ(read().use_min, 0);
  EXPECT_DOUBLE_EQ(read().use_mean, 1.6 / 60);
  EXPECT_DOUBLE_EQ(read().team_use_max, 1.0 / 30);
  EXPECT_DOUBLE_EQ(read().team_use_mean, 0.8 / 30);
}

TEST_F(PrintedFigures, MeasureTheSpreadOfWeekdays) {
  EXPECT_DOUBLE_EQ(read().weekday_entropy, 0.75) << "two Mondays of four visits; one visit alone says nothing";
}

TEST_F(PrintedFigures, CountRepeatsOfTheTeam) {
  EXPECT_EQ(read().rotation_repeats, 2);
  town.visited(0, 5, 0);
  EXPECT_EQ(read().rotation_repeats, 3);
}

TEST_F(PrintedFigures, GiveTheBestGuessOfTheNextGap) {
  EXPECT_DOUBLE_EQ(read().best_gap_guess, 1.0 / 3) << "8, 6 and 10 days";
  town.visited(0, 6, 0);
  EXPECT_DOUBLE_EQ(read().best_gap_guess, 2.0 / 4) << "6, 8, 6 and 10 days";
}

TEST_F(PrintedFigures, CountWhatIsOffSpacing) {
  EXPECT_EQ(read().off_spacing, 1) << "the second lodging is not seen after day 1";
  town.problem.lodgings[0].max_gap_days = 9;
  EXPECT_EQ(read().off_spacing, 2);
}

TEST_F(PrintedFigures, CountWhatMovedAgainstThePublishedPlan) {
  town.problem.published = {PublishedVisit{0, 1, 0}, PublishedVisit{0, 9, 1}, PublishedVisit{1, 2, 0}};
  EXPECT_EQ(read().moved_visits, 2) << "another team, another day";
}

TEST_F(PrintedFigures, IncludeWhatIsDone) {
  town.problem.locks = {Lock{1, 20, 0, true}};
  plan.routes[0].lodgings.pop_back();
  EXPECT_EQ(read().planned, 5);
  EXPECT_DOUBLE_EQ(read().travel_min_per_visit, 10) << "driving is shared by the visits that are driven to";
}

}  // namespace
}  // namespace ronda::scheduling::testing
