// A person moves a visit: what it costs and what it bends is said before it is done.

#include "shared/scheduling/editing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "random_town.hpp"

namespace ronda::scheduling::testing {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Editor opened(const Problem& problem, const Plan& plan) {
  auto editor = Editor::open(std::make_shared<const Problem>(problem), plan);
  EXPECT_TRUE(editor) << editor.error().where << ": " << editor.error().message;
  return std::move(*editor);
}

std::vector<std::string> words(const Change& change) {
  std::vector<std::string> words;
  for (const Bent& bent : change.bent)
    if (!bent.before) words.push_back(std::string(word(bent.rule)));
  return words;
}

/// One station; team 0 works mornings, team 1 nights, both every day. One inn is visited on days 7, 16 and 24.
class MovedByHand : public ::testing::Test {
 protected:
  MovedByHand() {
    town.daily_team(120);
    town.daily_team(120, Band::night);
    town.lodging(5, 3, 30);
    inn().min_gap_days = 4;
    inn().max_gap_days = 12;
    inn().bands = static_cast<std::uint8_t>(Band::morning) | static_cast<std::uint8_t>(Band::night);
    plan.routes = {route(0, 7), route(1, 16), route(0, 24)};
  }
  Lodging& inn() { return town.problem.lodgings[0]; }
  static Route route(int team, int day) { return Route{team * 30 + day - 1, {0}}; }

  Change tried(int from_day, int day, int team, int position = -1) {
    auto editor = opened(town.problem, plan);
    auto change = editor.try_move(VisitAt{0, from_day}, Target{day, team, position});
    EXPECT_TRUE(change) << change.error().message;
    EXPECT_EQ(text_of(editor.plan()), text_of(opened(town.problem, plan).plan())) << "trying changes nothing";
    return *change;
  }

  Town town;
  Plan plan;
};

TEST_F(MovedByHand, ToAnotherDayIsLegalAndSaysWhatItCosts) {
  const Change change = tried(7, 8, 0);
  EXPECT_TRUE(change.legal);
  EXPECT_THAT(change.bent, IsEmpty());
  EXPECT_EQ(change.cost.travel, 0) << "the same way on another day";
  ASSERT_THAT(change.shifts, SizeIs(2));
  EXPECT_EQ(change.shifts[0].used_before_s, 40 * 60);
  EXPECT_EQ(change.shifts[0].used_after_s, 0);
  EXPECT_EQ(change.shifts[1].used_after_s, 40 * 60);
}

TEST_F(MovedByHand, TooNearTheNextVisitNamesBothNumbers) {
  const Change change = tried(7, 13, 0);
  EXPECT_TRUE(change.possible);
  EXPECT_FALSE(change.legal);
  ASSERT_THAT(words(change), Contains("gap_short"));
  EXPECT_EQ(change.bent[0].is, 3);
  EXPECT_EQ(change.bent[0].allowed, 4);
  EXPECT_EQ(hard_rule(change.bent[0].rule), "H2");
}

TEST_F(MovedByHand, TooFarFromTheLastVisit) {
  EXPECT_THAT(words(tried(16, 12, 1)), ::testing::ElementsAre()) << "12 days are allowed";
  EXPECT_THAT(words(tried(24, 30, 0)), Contains("gap_long"));
}

TEST_F(MovedByHand, ToAClosedDayBlackoutOrBand) {
  inn().closed_weekdays = 1U << 2;  // day 3, 10, 17 … (day 1 is a Monday)
  EXPECT_THAT(words(tried(16, 17, 1)), Contains("closed_weekday"));
  inn().blackout_days = {18};
  EXPECT_THAT(words(tried(16, 18, 1)), Contains("blackout"));
  inn().bands = static_cast<std::uint8_t>(Band::night);
  EXPECT_THAT(words(tried(16, 19, 0)), Contains("band"));
}

TEST_F(MovedByHand, ToATeamThatMayNotOrCannot) {
  inn().barred_teams = {1};
  EXPECT_THAT(words(tried(7, 8, 1)), Contains("conflict"));
  inn().barred_teams.clear();
  town.problem.lodgings[0].skills = 1;
  EXPECT_FALSE(tried(7, 8, 1).bent.empty());
}

TEST_F(MovedByHand, ToATeamThatDoesNotWorkThatDayIsImpossible) {
  town.team();  // team 2 has no shift at all
  const Change change = tried(7, 8, 2);
  EXPECT_FALSE(change.possible);
  EXPECT_THAT(words(change), Contains("no_shift"));
}

TEST_F(MovedByHand, TwiceOnOneDayIsImpossible) {
  const Change change = tried(7, 16, 0);
  EXPECT_FALSE(change.possible);
  EXPECT_THAT(words(change), Contains("twice_a_day"));
}

TEST_F(MovedByHand, IntoAFullShiftNamesTheMinutes) {
  town.lodging(5, 1, 60);
  plan.routes.push_back(Route{7, {1}});  // team 0 on day 8
  const Change change = tried(7, 8, 0);
  EXPECT_TRUE(change.legal) << "60 + 30 + 10 of 120 minutes";
  town.problem.lodgings[1].service_s = 90 * 60;
  const Change full = tried(7, 8, 0);
  EXPECT_THAT(words(full), Contains("budget"));
  EXPECT_EQ(full.bent[0].is, 130);
  EXPECT_EQ(full.bent[0].allowed, 120);
}

TEST_F(MovedByHand, AVisitThatIsDoneStays) {
  town.problem.locks = {Lock{0, 3, 0, true}};
  town.problem.lodgings[0].visits = 4;
  EXPECT_FALSE(tried(3, 8, 0).possible);
}

TEST_F(MovedByHand, ALockedVisitSaysSo) {
  town.problem.locks = {Lock{0, 7, 0, false}};
  const Change change = tried(7, 8, 0);
  EXPECT_TRUE(change.possible);
  EXPECT_THAT(words(change), Contains("locked"));
}

TEST_F(MovedByHand, ThreeTimesTheSameTeam) {
  const Change change = tried(16, 15, 0);
  EXPECT_THAT(words(change), Contains("same_team_in_row"));
  EXPECT_THAT(words(change), Contains("same_team_share"));
}

TEST_F(MovedByHand, TakenOutIsMissingAndCanBePutBack) {
  auto editor = opened(town.problem, plan);
  auto out = editor.apply(VisitAt{0, 16}, Target{0, 0, -1});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->unplanned, 1);
  EXPECT_THAT(words(*out), Contains("missing"));
  EXPECT_EQ(editor.plan().unplanned.size(), 1U);
  ASSERT_TRUE(editor.explain(0));
  auto offers = editor.offers(VisitAt{0, 0}, 3);
  ASSERT_TRUE(offers);
  ASSERT_THAT(*offers, SizeIs(3));
  const auto back = editor.apply(VisitAt{0, 0}, (*offers)[0].to);
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->legal);
  EXPECT_THAT(editor.plan().unplanned, IsEmpty());
  EXPECT_EQ(faults(town.problem, editor.plan()), "");
}

TEST_F(MovedByHand, WhatIsNotThereIsAnError) {
  auto editor = opened(town.problem, plan);
  EXPECT_EQ(editor.try_move(VisitAt{0, 8}, Target{9, 0, -1}).error().code, ErrorCode::not_found);
  EXPECT_EQ(editor.try_move(VisitAt{0, 0}, Target{9, 0, -1}).error().code, ErrorCode::not_found);
  EXPECT_EQ(editor.try_move(VisitAt{5, 8}, Target{9, 0, -1}).error().where, "/lodging");
  EXPECT_EQ(editor.try_move(VisitAt{0, 7}, Target{31, 0, -1}).error().where, "/day");
  EXPECT_EQ(editor.try_move(VisitAt{0, 7}, Target{9, 7, -1}).error().where, "/team");
  EXPECT_EQ(editor.try_move(VisitAt{0, 7}, Target{9, 0, 4}).error().where, "/position");
  plan.routes[1].lodgings = {3};
  const auto refused = Editor::open(std::make_shared<const Problem>(town.problem), plan);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "/routes/1/lodgings/0");
}

/// The strongest promise: what try_move says is what the judge says of the plan that apply makes, and what it costs is
/// the difference of the two plans' costs.
TEST(AnyMoveByHand, IsJudgedAndPricedAsThePlanItMakes) {
  int legal = 0, bent = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Town town = random_town(seed);
    const auto plan = solve_without_refused_locks(town.problem, quick(60, seed));
    ASSERT_TRUE(plan);
    Random random(seed);
    for (int k = 0; k < 20; ++k) {
      auto editor = opened(town.problem, *plan);
      const Plan before = editor.plan();
      ASSERT_EQ(before.cost_s, plan->cost_s);
      ASSERT_TRUE(before.terms == plan->terms);
      if (before.routes.empty()) break;
      const Route& route = before.routes[at(random.below(static_cast<int>(before.routes.size())))];
      VisitAt visit{route.lodgings[0], town.problem.team_days[at(route.team_day)].day};
      if (random.below(6) == 0 && !before.unplanned.empty())
        visit = VisitAt{before.unplanned[at(random.below(static_cast<int>(before.unplanned.size())))].lodging, 0};
      const TeamDay& to = town.problem.team_days[at(random.below(static_cast<int>(town.problem.team_days.size())))];
      const auto tried = editor.try_move(visit, Target{to.day, to.team, -1});
      ASSERT_TRUE(tried) << tried.error().message;
      if (!tried->possible) continue;
      const auto made = editor.apply(visit, Target{to.day, to.team, -1});
      ASSERT_TRUE(made);
      const Plan after = editor.plan();
      EXPECT_EQ(made->cost.total(), tried->cost.total());
      EXPECT_EQ(after.cost_s - before.cost_s, tried->cost.total());
      EXPECT_EQ(faults(town.problem, after).empty(), tried->legal) << faults(town.problem, after);
      ++(tried->legal ? legal : bent);
    }
  }
  EXPECT_GT(legal, 50);
  EXPECT_GT(bent, 50);
}

}  // namespace
}  // namespace ronda::scheduling::testing
