#include "shared/scheduling/state.hpp"

#include <gtest/gtest.h>

#include "shared/scheduling/construct.hpp"
#include "shared/scheduling/moves/moves.hpp"
#include "town.hpp"

namespace ronda::scheduling::testing {
namespace {

std::string picture(const State& state) {
  std::string text;
  for (int s = 0; s < static_cast<int>(state.model().shifts.size()); ++s) {
    for (const int stop : state.tour(s).stops) text += std::to_string(stop) + " ";
    text += "/" + std::to_string(state.tour(s).travel_s) + "/" + std::to_string(state.slot(s).free_s) + "\n";
  }
  return text + std::to_string(state.cost()) + " " + std::to_string(state.search_cost()) + " " +
         std::to_string(state.unplanned()) + " " + std::to_string(state.absentees().size());
}

Town busy_town() {
  Town town;
  town.daily_team(120);
  town.daily_team(90, Band::afternoon);
  for (int i = 0; i < 20; ++i) {
    const int inn = town.lodging(i * 7 % 25, 4, 15);
    town.problem.lodgings[at(inn)].risk = i % 3;
    if (i % 2 == 0) town.visited(inn, 1 + i % 7, i % 3 - 1);
  }
  return town;
}

TEST(State, IsAsBeforeAfterAnyMoveIsTakenBack) {
  const Town town = busy_town();
  const Model model(town.problem);
  State state(model);
  Insertion insertion(model);
  Random random(3);
  construct(state, insertion, random);
  const std::string before = picture(state);
  for (int round = 0; round < 200; ++round) {
    state.begin();
    switch (round % 5) {
      case 0:
        moves::take_strings(state, random, 6);
        break;
      case 1:
        moves::take_months(state, random, round % 20, 3);
        break;
      case 2:
        moves::take_shift(state, random);
        break;
      case 3:
        moves::take_scattered(state, random, 5);
        break;
      default:
        moves::take_day(state, random, 5);
    }
    const std::vector<int> touched = state.touched_months();
    for (const int site : touched) {
      insertion.complete(state, site, random, 10);
      make_legal(state, site);
    }
    state.rollback();
    ASSERT_EQ(picture(state), before) << "round " << round;
  }
}

TEST(State, PricesThePlanAsIfItWereBuiltAnew) {
  const Town town = busy_town();
  const Model model(town.problem);
  State state(model);
  Insertion insertion(model);
  Random random(4);
  construct(state, insertion, random);
  for (int round = 0; round < 50; ++round) {
    state.begin();
    moves::take_strings(state, random, 8);
    const std::vector<int> touched = state.touched_months();
    for (const int site : touched) insertion.complete(state, site, random, 10);
    state.commit();
  }
  State anew(model);
  anew.begin();
  for (int s = 0; s < static_cast<int>(model.shifts.size()); ++s)
    for (const int stop : state.tour(s).stops) anew.insert(stop, s, static_cast<int>(anew.tour(s).stops.size()));
  EXPECT_EQ(anew.cost(), state.cost());
  EXPECT_EQ(anew.search_cost(), state.search_cost());
  EXPECT_EQ(anew.unplanned(), state.unplanned());
}

TEST(Tour, IsStraightenedUntilNoTurnHelps) {
  Town town;
  town.daily_team(600);
  for (const int house : {30, 10, 40, 20}) town.lodging(house, 1, 5);
  const Model model(town.problem);
  State state(model);
  state.begin();
  for (int i = 0; i < 4; ++i) state.insert(i, 0, i);
  EXPECT_EQ(state.tour(0).travel_s, (30 + 20 + 30 + 20 + 20) * 60);
  EXPECT_TRUE(moves::straighten(state, 0));
  EXPECT_EQ(state.tour(0).travel_s, 80 * 60);
  EXPECT_FALSE(moves::straighten(state, 0));
}

}  // namespace
}  // namespace ronda::scheduling::testing
