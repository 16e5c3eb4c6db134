// Moves take visits out and nothing else; what is pinned stays.

#include "shared/scheduling/moves/moves.hpp"

#include <gtest/gtest.h>

#include "shared/scheduling/construct.hpp"
#include "town.hpp"

namespace ronda::scheduling::testing {
namespace {

/// A planned month of twenty lodgings in which the visits of lodging 0 are locked.
class Moves : public ::testing::Test {
 protected:
  Moves() : town(make_town()), model(town.problem), state(model), insertion(model), random(5) {
    EXPECT_TRUE(place_locks(state, insertion));
    construct(state, insertion, random);
    state.begin();
  }

  static Town make_town() {
    Town town;
    town.daily_team(150);
    town.daily_team(150);
    for (int i = 0; i < 20; ++i) town.lodging(2 + i, 4, 15);
    town.problem.locks = {Lock{0, 4, 0, false}, Lock{0, 10, 1, false}, Lock{0, 17, 0, false}, Lock{0, 26, 1, false}};
    return town;
  }
  int taken() const { return state.unplanned(); }
  void expect_locks_kept() const { EXPECT_EQ(state.absent(0), 0); }

  Town town;
  Model model;
  State state;
  Insertion insertion;
  Random random;
};

TEST_F(Moves, BeginFromACompleteMonth) { ASSERT_EQ(state.unplanned(), 0); }

TEST_F(Moves, TakeStringsOfStops) {
  moves::take_strings(state, random, 6);
  EXPECT_GE(taken(), 1);
  EXPECT_LE(taken(), 6 + 8) << "the last string may overshoot";
  expect_locks_kept();
}

TEST_F(Moves, TakeWholeMonthsOfNeighbours) {
  moves::take_months(state, random, 10, 3);
  EXPECT_EQ(state.month(10).count, 0);
  EXPECT_EQ(state.absentees().size(), 3U);
  EXPECT_EQ(taken(), 12);
}

TEST_F(Moves, TakeAWholeTeamDay) {
  std::size_t used = 0, left = 0;
  for (int s = 0; s < 60; ++s) used += state.tour(s).stops.empty() ? 0 : 1;
  moves::take_shift(state, random);
  for (int s = 0; s < 60; ++s) left += state.tour(s).stops.empty() ? 0 : 1;
  EXPECT_GE(taken(), 1);
  EXPECT_LE(left, used);
  expect_locks_kept();
}

TEST_F(Moves, TakeScatteredVisits) {
  moves::take_scattered(state, random, 5);
  EXPECT_EQ(taken(), 5);
  expect_locks_kept();
}

TEST_F(Moves, TakeVisitsOfNeighbouringDays) {
  for (int tries = 0; tries < 20 && taken() == 0; ++tries) moves::take_day(state, random, 5);
  EXPECT_GE(taken(), 1);
  EXPECT_LE(taken(), 5);
  expect_locks_kept();
}

TEST_F(Moves, MakeRoomForAMissingVisit) {
  const Visit visit = state.month(7).visits[1];
  state.remove(7, visit.shift);
  moves::make_room(state, insertion, random, 7);
  EXPECT_GE(taken(), 1);
  EXPECT_LE(taken(), 1 + 4);
  expect_locks_kept();
}

TEST_F(Moves, LeaveLockedMonthsAlone) {
  moves::take_months(state, random, 0, 1);
  EXPECT_EQ(taken(), 0);
}

}  // namespace
}  // namespace ronda::scheduling::testing
