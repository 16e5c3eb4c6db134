#include "sync-server/service/plan_edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan_desk.hpp"
#include "sync-server/service/disclosure.hpp"

namespace ronda::server {
namespace {

using office::PlanDesk;
using scheduling::BentRule;
using testing::SizeIs;

class PlanEdit : public testing::Test {
 protected:
  Result<Locked> lock(const LockScope& scope, Locks locks) {
    const auto version = desk.round().version;
    return desk.write([&](WriteTxn& txn) {
      return set_locks(txn, desk.unit.id, desk.round_id, version, scope, locks, desk.head.id);
    });
  }
  Result<Undone> undo() {
    const auto version = desk.round().version;
    return desk.write([&](WriteTxn& txn) { return undo_edit(txn, desk.unit.id, desk.round_id, version); });
  }
  std::vector<PlanEditRow> log() {
    auto rows = desk.read([&](const ReadTxn& txn) { return txn.planning().edits(desk.round_id, 100); });
    EXPECT_TRUE(rows);
    return *rows;
  }

  PlanDesk desk;
};

TEST_F(PlanEdit, ALegalMoveCostsWhatWasSaidAndLeavesAPlanTheCheckerAccepts) {
  const auto visit = desk.visits()[5];
  const auto place = desk.cheapest_elsewhere(visit);
  const auto said = desk.ask({visit.id, std::nullopt}, place);

  const auto moved = desk.move({visit.id, std::nullopt}, place);

  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(moved->visit.id, visit.id) << "a visit keeps its identity";
  EXPECT_EQ(moved->visit.date, place.date);
  EXPECT_EQ(moved->visit.team, place.team);
  EXPECT_FALSE(moved->visit.locked()) << "nothing is bent, nothing needs to be fixed";
  EXPECT_EQ(moved->tried.change.cost.total(), said.change.cost.total());
  EXPECT_TRUE(desk.faults().empty());
}

TEST_F(PlanEdit, BothTeamDaysCloseUpAndTheirClocksRunOn) {
  const auto visit = desk.visits()[5];
  const auto place = desk.cheapest_elsewhere(visit);

  ASSERT_TRUE(desk.move({visit.id, std::nullopt}, {place.date, place.team, 0}, true));

  std::map<std::pair<TeamId, LocalDate>, std::pair<int, int>> last;  // order, minute
  for (const auto& row : desk.visits()) {
    auto& [order, minute] = last[{row.team, row.date}];
    EXPECT_EQ(row.order, order + 1);
    EXPECT_GT(row.planned_minute, minute);
    order = row.order;
    minute = row.planned_minute;
  }
}

TEST_F(PlanEdit, AMoveThatBendsARuleIsRefusedInWordsUntilAPersonSaysAnyway) {
  const auto visit = desk.visits()[8];
  const auto place = desk.place_that_bends(visit, BentRule::gap_short);
  ASSERT_TRUE(place) << "some day lies too close to another visit";
  const auto before = desk.text_of_plan();

  const auto refused = desk.move({visit.id, std::nullopt}, *place);

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("from another visit"));
  EXPECT_EQ(desk.text_of_plan(), before);

  const auto moved = desk.move({visit.id, std::nullopt}, *place, true);

  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_TRUE(moved->visit.lock_day && moved->visit.lock_team) << "a later plan must not mend what a person wanted";
  EXPECT_GT(moved->also_locked, 0);
  EXPECT_TRUE(desk.faults().empty()) << "a lock is a person's word: the checker accepts it";
  EXPECT_EQ(log().back().bent, "gap_short");
}

TEST_F(PlanEdit, NobodyMayGiveATeamAVisitTwiceADay) {
  const auto of_one = desk.visits_of(desk.lodgings[0]);
  ASSERT_GE(of_one.size(), 2U);

  const auto refused = desk.move({of_one[0].id, std::nullopt}, {of_one[1].date, of_one[1].team, std::nullopt}, true);

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
}

TEST_F(PlanEdit, TakingMovesBackOneByOneGivesThePlanBefore) {
  std::vector<std::string> plans = {desk.text_of_plan()};
  const auto of_one = desk.visits()[8];
  ASSERT_TRUE(desk.move({of_one.id, std::nullopt}, desk.cheapest_elsewhere(of_one)));
  plans.push_back(desk.text_of_plan());
  const auto other = desk.visits()[12];
  const auto bent = desk.place_that_bends(other, BentRule::gap_short);
  ASSERT_TRUE(bent);
  ASSERT_TRUE(desk.move({other.id, std::nullopt}, *bent, true));
  plans.push_back(desk.text_of_plan());
  LockScope day;
  day.date = desk.visits()[0].date;
  ASSERT_TRUE(lock(day, {true, true, false}));

  for (; !plans.empty(); plans.pop_back()) {
    const auto undone = undo();
    ASSERT_TRUE(undone) << undone.error().message;
    EXPECT_EQ(desk.text_of_plan(), plans.back());
  }
  const auto nothing = undo();
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, ErrorCode::not_found);
  for (const auto& edit : log()) EXPECT_TRUE(edit.undone_at) << "the log keeps what was taken back";
}

TEST_F(PlanEdit, LocksOnDayTeamAndHourAreKeptByEveryNewPlan) {
  const auto first = desk.visits()[3], second = desk.visits()[9], third = desk.visits()[15];
  const auto by_id = [](const VisitRow& row) {
    LockScope scope;
    scope.visit = row.id;
    return scope;
  };
  ASSERT_TRUE(lock(by_id(first), {true, false, false}));
  ASSERT_TRUE(lock(by_id(second), {false, true, false}));
  ASSERT_TRUE(lock(by_id(third), {false, false, true}));
  EXPECT_TRUE(desk.visit(third.id).lock_day && desk.visit(third.id).lock_team) << "an hour brings its day and team";

  for (int run = 0; run < 4; ++run) {
    desk.plan(150);
    EXPECT_EQ(desk.visit(first.id).date, first.date);
    EXPECT_TRUE(desk.visit(first.id).lock_day);
    EXPECT_EQ(desk.visit(second.id).team, second.team);
    EXPECT_TRUE(desk.visit(second.id).lock_team);
    EXPECT_EQ(desk.visit(third.id).date, third.date);
    EXPECT_EQ(desk.visit(third.id).team, third.team);
    EXPECT_EQ(desk.visit(third.id).planned_minute, third.planned_minute);
  }
}

TEST_F(PlanEdit, AWholeDayOrTeamIsLockedAndOpenedAtOnce) {
  LockScope scope;
  const auto visits = desk.visits();
  scope.date = visits[0].date;
  const auto many =
      std::count_if(visits.begin(), visits.end(), [&](const VisitRow& row) { return row.date == *scope.date; });

  const auto locked = lock(scope, {true, true, false});

  ASSERT_TRUE(locked) << locked.error().message;
  EXPECT_EQ(locked->visits, many);
  EXPECT_EQ(lock(scope, {true, true, false})->visits, 0) << "again changes nothing";
  EXPECT_EQ(lock(scope, {})->visits, many);
  ASSERT_FALSE(lock({}, {true, true, true})) << "an empty scope is a mistake, not the whole month";
}

TEST_F(PlanEdit, ANewPlanLeavesNothingOfTheOldOneToTakeBack) {
  const auto visit = desk.visits()[8];
  ASSERT_TRUE(desk.move({visit.id, std::nullopt}, desk.cheapest_elsewhere(visit)));
  desk.plan(100);

  const auto undone = undo();

  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().code, ErrorCode::not_found);
  EXPECT_THAT(log(), SizeIs(1));
}

TEST_F(PlanEdit, OnlyWhatWasSeenCanBeChanged) {
  const auto visit = desk.visits()[8];
  const auto place = desk.cheapest_elsewhere(visit);
  const auto moved = desk.write([&](WriteTxn& txn) {
    return move_visit(txn, desk.unit.id, desk.round_id, desk.round().version - 1, {visit.id, std::nullopt}, place,
                      false, desk.head.id);
  });

  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, ErrorCode::stale_version);
}

TEST_F(PlanEdit, AVisitThatItsTeamWasToldOfLeavesWordWhenItMoves) {
  desk.publish();
  const auto before = desk.visits()[10];
  desk.set_time(to_text(plus_days(before.date, -1)) + " 19:00");
  ASSERT_TRUE(desk.write([&](WriteTxn& txn) { return run_disclosure_clock(txn, desk.unit); }));
  const auto told = desk.visit(before.id);
  ASSERT_EQ(told.state, "disclosed");
  const auto place = desk.cheapest_elsewhere(told);

  const auto moved = desk.move({told.id, std::nullopt}, place);

  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(desk.visit(told.id).state, "moved");
  EXPECT_NE(moved->visit.id, told.id);
  EXPECT_EQ(moved->visit.state, place.date <= told.date ? "disclosed" : "planned");
}

}  // namespace
}  // namespace ronda::server
