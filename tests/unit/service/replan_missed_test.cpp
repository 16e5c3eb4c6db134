// A visit that was missed is no visit: it takes no place between others, and what is planned around it obeys the rules.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "replan_desk.hpp"
#include "shared/scheduling/solver.hpp"
#include "sync-server/service/plan_settle.hpp"

namespace ronda::server {
namespace {

using office::absent_json;
using office::missed_json;
using office::ReplanDesk;
using testing::IsEmpty;

/// Seals an inspection for the visit on its evening.
void carry_out(ReplanDesk& desk, office::Phone& phone, const VisitRow& row) {
  desk.set_time(to_text(row.date) + " 21:00");
  auto body = desk.inspection(row.lodging);
  body.visit = row.id;
  desk.seal(phone, body);
}

class MissedVisits : public testing::Test {
 protected:
  MissedVisits() { desk.publish(); }

  /// Carries out the visits of the days up to `last` for which `goes` says so; the clock finds the others missed.
  template <typename Goes>
  void live_until(int last, Goes goes) {
    auto phone = desk.new_phone();
    for (int day = 1; day <= last; ++day) {
      const std::string date = to_text(LocalDate{2026, 12, day});
      desk.set_time(date + " 06:00");
      desk.tick();
      for (const auto& row : desk.visits()) {
        if (row.date.day == day && row.state == "disclosed" && goes(row)) carry_out(desk, phone, row);
      }
      if (!phone.records.empty()) desk.send(phone);
    }
    desk.set_time(to_text(LocalDate{2026, 12, last + 1}) + " 09:00");
    desk.tick();
  }

  std::vector<VisitRow> in_state(std::string_view state) {
    auto rows = desk.visits();
    std::erase_if(rows, [&](const VisitRow& row) { return row.state != state; });
    return rows;
  }

  /// Team-days of the visits of today and before: what no replanning may touch.
  std::map<VisitId, std::pair<LocalDate, TeamId>> past(int today) {
    std::map<VisitId, std::pair<LocalDate, TeamId>> rows;
    for (const auto& row : desk.visits()) {
      if (row.date.day <= today) rows[row.id] = {row.date, row.team};
    }
    return rows;
  }

  /// The gap rule of a lodging as the board has it now.
  std::pair<int, int> gaps_of(LodgingId lodging) {
    auto board =
        desk.read([&](const ReadTxn& txn) { return read_board(txn, desk.unit.id, desk.round_id, BoardView::ahead); });
    EXPECT_TRUE(board) << board.error().message;
    const auto& of = board->built->problem.lodgings[static_cast<std::size_t>(board->lodging_index(lodging))];
    return {of.min_gap_days, of.max_gap_days};
  }

  int violations() {
    const auto document = wire::JsonDocument::parse(desk.round().figures.value_or("{}"));
    return static_cast<int>(*document->root().integer("violations"));
  }

  ReplanDesk desk{24};
};

TEST_F(MissedVisits, TheSpacingRuleStaysThatOfTheMonthWhateverWasMissed) {
  std::map<LodgingId, std::pair<int, int>> before;
  for (const auto& lodging : desk.lodgings) before[lodging] = gaps_of(lodging);

  live_until(10, [](const VisitRow&) { return false; });
  ASSERT_THAT(in_state("missed"), testing::SizeIs(testing::Ge(5U)));
  for (const auto& lodging : desk.lodgings) EXPECT_EQ(gaps_of(lodging), before[lodging]) << "after it was missed";

  std::vector<VisitId> named;
  for (const auto& row : in_state("missed")) named.push_back(row.id);
  desk.propose(missed_json(named));
  const auto accepted = desk.accept();
  ASSERT_TRUE(accepted) << accepted.error().message;
  for (const auto& lodging : desk.lodgings) EXPECT_EQ(gaps_of(lodging), before[lodging]) << "after it was made up for";
}

TEST_F(MissedVisits, AMissedVisitKeepsNoDistanceToTheOneThatMakesUpForIt) {
  int from = 31;  // the first day after a week on which someone was to go out
  for (const auto& row : desk.visits()) {
    if (row.date.day >= 8) from = std::min(from, row.date.day);
  }
  live_until(from + 2, [&](const VisitRow& row) { return row.date.day < from; });
  const auto missed = in_state("missed");
  ASSERT_THAT(missed, testing::Not(IsEmpty())) << "nobody was to go out for three days";

  std::vector<VisitId> named;
  for (const auto& row : missed) named.push_back(row.id);
  desk.propose(missed_json(named));
  ASSERT_TRUE(desk.accept());

  EXPECT_EQ(violations(), 0) << "the visit that nobody made is no neighbour of the new one";
  const auto document = wire::JsonDocument::parse(*desk.round().figures);
  int real = 0;
  for (const auto& row : desk.visits()) real += row.state == "missed" || row.state == "moved" ? 0 : 1;
  EXPECT_EQ(*document->root().integer("planned"), real) << "a visit that was missed is not counted as planned";
}

TEST_F(MissedVisits, WhatWasMadeUpForIsNotMadeUpForAgain) {
  live_until(10, [](const VisitRow& row) { return row.date.day % 3 != 0; });
  std::vector<VisitId> named;
  for (const auto& row : in_state("missed")) named.push_back(row.id);
  ASSERT_THAT(named, testing::Not(IsEmpty()));
  desk.propose(missed_json(named));
  ASSERT_TRUE(desk.accept());
  std::map<LodgingId, int> planned;
  for (const auto& row : in_state("planned")) ++planned[row.lodging];

  const auto lost = in_state("planned").back();
  const auto proposal = desk.propose(absent_json(lost.team, lost.date));
  const auto accepted = desk.accept();

  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_EQ(ReplanDesk::causes(proposal)["missed"], 0);
  std::map<LodgingId, int> now;
  for (const auto& row : in_state("planned")) ++now[row.lodging];
  auto left = desk.read([&](const ReadTxn& txn) { return txn.planning().unplanned(desk.round_id); });
  for (const auto& one : *left) now[one.lodging] += one.count;
  EXPECT_EQ(now, planned) << "nobody is visited more or less often because a team was absent";
}

TEST_F(MissedVisits, AnyMixOfDoneAndMissedIsPlannedAnewWithinTheRulesAndWhatIsDoneOrLockedStays) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 dice(seed);
    ReplanDesk month(18);
    month.publish();
    const int last = 4 + static_cast<int>(dice() % 16);
    auto phone = month.new_phone();
    for (int day = 1; day <= last; ++day) {
      const std::string date = to_text(LocalDate{2026, 12, day});
      month.set_time(date + " 06:00");
      month.tick();
      for (const auto& row : month.visits()) {
        if (row.date.day == day && row.state == "disclosed" && dice() % 10 >= 3) carry_out(month, phone, row);
      }
      if (!phone.records.empty()) month.send(phone);
    }
    month.set_time(to_text(LocalDate{2026, 12, last + 1}) + " 09:00");
    month.tick();

    std::set<VisitId> held;
    std::vector<VisitId> named;
    std::map<VisitId, VisitRow> before;
    for (const auto& row : month.visits()) {
      before.emplace(row.id, row);
      if (row.state == "missed" && dice() % 2 == 0) named.push_back(row.id);
      if (row.state == "done" || row.state == "missed") held.insert(row.id);
    }
    for (const auto& [id, row] : before) {
      if (row.state != "planned" || dice() % 8 != 0) continue;
      auto locked = month.write([&, visit = id](WriteTxn& txn) {
        LockScope scope;
        scope.visit = visit;
        return set_locks(txn, month.unit.id, month.round_id, month.round().version, scope, {true, true, false},
                         month.head.id);
      });
      ASSERT_TRUE(locked) << locked.error().message;
      held.insert(id);
    }

    const auto task = month.task(missed_json(named));
    scheduling::Options options;
    options.seed = seed;
    options.iterations = 400;
    const auto plan = scheduling::solve(task.plan.built.problem, options);
    ASSERT_TRUE(plan) << plan.error().message << " " << plan.error().where;
    EXPECT_THAT(scheduling::check(task.plan.built.problem, *plan), IsEmpty());
    auto stored = month.write([&](WriteTxn& txn) { return store_proposal(txn, task, *plan, 0.1); });
    ASSERT_TRUE(stored) << stored.error().message;
    const auto accepted = month.accept();
    ASSERT_TRUE(accepted) << accepted.error().message;
    for (const auto& row : month.visits()) {
      if (!held.contains(row.id)) continue;
      held.erase(row.id);
      EXPECT_EQ(row.date, before.at(row.id).date);
      EXPECT_EQ(row.team, before.at(row.id).team);
    }
    EXPECT_THAT(held, IsEmpty()) << "a visit that was done, missed or locked is gone";
  }
}

}  // namespace
}  // namespace ronda::server
