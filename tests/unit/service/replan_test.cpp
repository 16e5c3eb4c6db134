#include "sync-server/service/replan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "replan_desk.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/plan_snapshot.hpp"
#include "sync-server/service/rederive.hpp"

namespace ronda::server {
namespace {

using office::ReplanDesk;
using testing::HasSubstr;

class Replan : public testing::Test {
 protected:
  Replan() {
    desk.publish();
    desk.set_time("2026-12-10 09:00");
    desk.tick();
  }

  std::map<VisitId, VisitRow> by_id() {
    std::map<VisitId, VisitRow> rows;
    for (auto& row : desk.visits()) rows.emplace(row.id, row);
    return rows;
  }

  /// A visit that lies ahead, of another team-day than `not_with`.
  VisitRow some_visit(LocalDate from, const VisitRow* not_with = nullptr) {
    for (const auto& row : desk.visits()) {
      const bool together = not_with != nullptr && row.team == not_with->team && row.date == not_with->date;
      if (row.date >= from && row.state == "planned" && !together) return row;
    }
    ADD_FAILURE() << "no visit from " << to_text(from);
    return {};
  }

  ReplanDesk desk{24};
};

TEST_F(Replan, AnAbsentTeamDayMovesItsOwnVisitsAndAlmostNoOthers) {
  const auto lost = some_visit({2026, 12, 14});
  const auto before = by_id();

  const auto proposal = desk.propose(R"({"events":[{"kind":"absent","team":")" + to_text(lost.team) + R"(","date":")" +
                                     to_text(lost.date) + R"("}]})");
  EXPECT_EQ(by_id(), before) << "a proposal changes nothing";
  ASSERT_GE(ReplanDesk::causes(proposal)["team_absent"], 1);
  const auto accepted = desk.accept();

  ASSERT_TRUE(accepted) << accepted.error().message;
  int elsewhere = 0, lost_ones = 0;
  const auto now = by_id();
  for (const auto& [id, row] : before) {
    const bool was_lost = row.team == lost.team && row.date == lost.date;
    lost_ones += was_lost ? 1 : 0;
    const auto at = now.find(id);
    if (was_lost) {
      EXPECT_TRUE(at == now.end() || at->second.team != lost.team || at->second.date != lost.date);
    } else if (at == now.end() || at->second.team != row.team || at->second.date != row.date) {
      ++elsewhere;
    }
  }
  EXPECT_LE(elsewhere, 3 + 2 * lost_ones);
  for (const auto& row : desk.visits()) EXPECT_FALSE(row.team == lost.team && row.date == lost.date);
  const auto team = desk.read([&](const ReadTxn& txn) { return txn.settings().team(desk.unit.id, lost.team); });
  EXPECT_THAT(team->leave, testing::Contains(lost.date)) << "no later plan may use that team-day";
}

TEST_F(Replan, AMissedVisitFindsAnotherDayAndSaysWhy) {
  std::optional<VisitRow> missed;
  for (const auto& row : desk.visits()) {
    if (row.state == "missed") missed = row;
  }
  ASSERT_TRUE(missed) << "nobody went out in the first ten days";

  const auto proposal = desk.propose(R"({"events":[{"kind":"missed","visit":")" + to_text(missed->id) + R"("}]})");

  EXPECT_GE(ReplanDesk::causes(proposal)["missed"], 1);
  EXPECT_THAT(proposal.document, HasSubstr("terlewat"));
  ASSERT_TRUE(desk.accept());
  EXPECT_EQ(desk.visit(missed->id).state, "missed") << "what was missed stays in the books";
}

TEST_F(Replan, WhatWasMissedAndNotNamedIsNotMadeUpFor) {
  const auto lost = some_visit({2026, 12, 14});

  const auto proposal = desk.propose(R"({"events":[{"kind":"absent","team":")" + to_text(lost.team) + R"(","date":")" +
                                     to_text(lost.date) + R"("}]})");

  EXPECT_EQ(ReplanDesk::causes(proposal)["missed"], 0);
}

TEST_F(Replan, LockedAndDoneVisitsAndThoseOfTodayStayWhereTheyAre) {
  const auto locked = some_visit({2026, 12, 12});
  ASSERT_TRUE(desk.write([&](WriteTxn& txn) {
    LockScope scope;
    scope.visit = locked.id;
    return set_locks(txn, desk.unit.id, desk.round_id, desk.round().version, scope, {true, true, true}, desk.head.id);
  }));
  const auto before = by_id();
  const auto lost = some_visit({2026, 12, 12}, &locked);

  desk.propose(R"({"events":[{"kind":"absent","team":")" + to_text(lost.team) + R"(","date":")" + to_text(lost.date) +
               R"("}]})");
  ASSERT_TRUE(desk.accept());

  const auto now = by_id();
  for (const auto& [id, row] : before) {
    const bool stays = row.id == locked.id || row.state == "missed" || row.date <= LocalDate{2026, 12, 10};
    if (!stays) continue;
    ASSERT_TRUE(now.contains(id));
    EXPECT_EQ(now.at(id).date, row.date);
    EXPECT_EQ(now.at(id).team, row.team);
  }
  EXPECT_EQ(now.at(locked.id).planned_minute, locked.planned_minute);
}

TEST_F(Replan, ANewLodgingGetsItsShareOfTheDaysThatAreLeft) {
  const auto late = desk.new_lodging("Wisma Baru");

  const auto proposal = desk.propose(R"({"events":[{"kind":"new_lodging","lodging":")" + to_text(late) + R"("}]})");

  EXPECT_GE(ReplanDesk::causes(proposal)["new_lodging"], 1);
  ASSERT_TRUE(desk.accept());
  EXPECT_GE(desk.visits_of(late).size(), 2U);
}

TEST_F(Replan, ARejectedProposalLeavesEverythingAsItWas) {
  const auto before = by_id();
  const auto lost = some_visit({2026, 12, 14});
  desk.propose(R"({"events":[{"kind":"absent","team":")" + to_text(lost.team) + R"(","date":")" + to_text(lost.date) +
               R"("}]})");

  ASSERT_TRUE(
      desk.write([&](WriteTxn& txn) { return reject_proposal(txn, desk.unit.id, desk.round_id, desk.head.id); }));

  EXPECT_EQ(by_id(), before);
  const auto late = desk.accept();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::not_found);
}

TEST_F(Replan, AProposalForAPlanThatChangedSinceIsNotAccepted) {
  const auto lost = some_visit({2026, 12, 14});
  desk.propose(R"({"events":[{"kind":"absent","team":")" + to_text(lost.team) + R"(","date":")" + to_text(lost.date) +
               R"("}]})");
  const auto other = some_visit({2026, 12, 20});
  ASSERT_TRUE(desk.write([&](WriteTxn& txn) {
    LockScope scope;
    scope.visit = other.id;
    return set_locks(txn, desk.unit.id, desk.round_id, desk.round().version, scope, {true, false, false}, desk.head.id);
  }));

  const auto accepted = desk.accept();

  ASSERT_FALSE(accepted);
  EXPECT_EQ(accepted.error().code, ErrorCode::conflict);
}

TEST_F(Replan, WhatAnEventNamesMustExistAndLieAhead) {
  const auto visit = some_visit({2026, 12, 14});
  EXPECT_EQ(
      desk.request(R"({"events":[{"kind":"missed","visit":"01890000-0000-7000-8000-000000000000"}]})").error().where,
      "/events/0/visit");
  EXPECT_EQ(
      desk.request(R"({"events":[{"kind":"absent","team":")" + to_text(visit.team) + R"(","date":"2026-12-02"}]})")
          .error()
          .where,
      "/events/0/date");
  EXPECT_EQ(desk.request(R"({"events":[{"kind":"vanished"}]})").error().where, "/events/0");
  EXPECT_EQ(desk.request(R"({"from":"2026-12-03","events":[]})").error().where, "/from");
}

TEST_F(Replan, SeedAndStepsGiveThePublishedPlanAgainAndEditsAreCountedApart) {
  const auto round = desk.round();
  const auto list = desk.read([&](const ReadTxn& txn) {
    PlanJobRow asking;
    asking.unit = desk.unit.id;
    asking.round = desk.round_id;
    return read_rederivations(txn, asking);
  });
  ASSERT_TRUE(list) << list.error().message;
  ASSERT_EQ(list->size(), 1U);
  Rederivation run = list->front();
  EXPECT_EQ(run.run.steps, 400) << "as PlanDesk planned";

  const auto again = rederive(run, {});
  run.job.seed[7] ^= 1;
  const auto other = rederive(run, {});

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(again->same());
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->same()) << "another seed gives another plan";
}

}  // namespace
}  // namespace ronda::server
