#include "sync-server/service/disclosure.hpp"

#include <gtest/gtest.h>

#include "sync-server/service/rounds.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;

ClockOutcome tick(Office& office) {
  const auto outcome = office.write([&](WriteTxn& txn) { return run_disclosure_clock(txn, office.unit); });
  EXPECT_TRUE(outcome);
  return *outcome;
}

TEST(Disclosure, HappensTheEveningBeforeInTheUnitsOwnZone) {
  UnitPolicy policy;

  EXPECT_EQ(to_text(disclosure_instant({2026, 12, 10}, policy, Zone::wita)), "2026-12-09T10:00:00.000Z");
  EXPECT_EQ(to_text(disclosure_instant({2026, 12, 10}, policy, Zone::wib)), "2026-12-09T11:00:00.000Z");
}

TEST(Disclosure, ANightShiftIsMissedOnlyAfterItsEnd) {
  VisitRow visit;
  visit.date = {2026, 12, 10};
  visit.shift_end = 26 * 60;

  EXPECT_EQ(to_text(missed_instant(visit, Zone::wita)), "2026-12-10T18:00:00.000Z");
}

TEST(Disclosure, TheClockTwiceChangesNothingMore) {
  Office office;
  const auto visit = office.publish_visit(office.new_lodging("Wisma Lontar Teduh"), {2026, 12, 10});
  office.set_time("2026-12-09 18:30");

  EXPECT_EQ(tick(office).disclosed, 1);
  EXPECT_EQ(tick(office).disclosed, 0);
  EXPECT_EQ(office.visit(visit.id).state, "disclosed");
}

TEST(Disclosure, AVisitNobodyMadeIsMissedTheDayAfter) {
  Office office;
  const auto visit = office.publish_visit(office.new_lodging("Wisma Lontar Teduh"), {2026, 12, 10});
  office.set_time("2026-12-10 23:59");
  tick(office);
  EXPECT_EQ(office.visit(visit.id).state, "disclosed");
  office.set_time("2026-12-11 00:00");

  EXPECT_EQ(tick(office).missed, 1);

  EXPECT_EQ(office.visit(visit.id).state, "missed");
}

TEST(Disclosure, AWeekAfterTheMonthTheRoundIsClosed) {
  Office office;
  const auto visit = office.publish_visit(office.new_lodging("Wisma Lontar Teduh"), {2026, 12, 10});
  office.set_time("2027-01-07 09:00");
  EXPECT_EQ(tick(office).closed, 0);
  office.set_time("2027-01-08 09:00");

  EXPECT_EQ(tick(office).closed, 1);

  const auto round = office.read([&](const ReadTxn& txn) { return txn.planning().round(office.unit.id, visit.round); });
  EXPECT_EQ(round->state, "closed");
}

TEST(Rounds, AMonthIsMadeOnce) {
  Office office;
  const auto first = office.write([&](WriteTxn& txn) { return create_round(txn, office.unit.id, "2027-01"); });
  const auto second = office.write([&](WriteTxn& txn) { return create_round(txn, office.unit.id, "2027-01"); });

  ASSERT_TRUE(first && second);
  EXPECT_FALSE(first->existed);
  EXPECT_TRUE(second->existed);
  EXPECT_EQ(first->round.id, second->round.id);
  EXPECT_FALSE(office.write([&](WriteTxn& txn) { return create_round(txn, office.unit.id, "2027-13"); }));
}

TEST(Rounds, AMonthThatHasBegunIsPlannedFromTodayAndAPastOneNotAtAll) {
  Office office;
  office.set_time("2026-12-10 09:00");
  const auto request = [&](const char* month, std::optional<LocalDate> from) {
    return office.write([&](WriteTxn& txn) -> Result<PlanJobRow> {
      const auto made = create_round(txn, office.unit.id, month);
      if (!made) return made.error();
      return request_plan(txn, office.unit.id, made->round.id, 1, from, crypto::entropy());
    });
  };

  EXPECT_EQ(request("2026-12", std::nullopt)->from, (LocalDate{2026, 12, 10}));
  EXPECT_EQ(request("2027-01", std::nullopt)->from, std::nullopt);
  EXPECT_EQ(request("2026-11", std::nullopt).error().code, ErrorCode::conflict);
  EXPECT_EQ(request("2027-02", LocalDate{2027, 1, 3}).error().where, "/from");
}

TEST(Rounds, ARoundWithoutACheckedPlanCannotBePublished) {
  Office office;
  const auto made = office.write([&](WriteTxn& txn) { return create_round(txn, office.unit.id, "2027-01"); });

  const auto published =
      office.write([&](WriteTxn& txn) { return publish_round(txn, office.unit.id, made->round.id, 1); });

  ASSERT_FALSE(published);
  EXPECT_EQ(published.error().code, ErrorCode::conflict);
}

TEST(Rounds, APlanIsMadeStoredAndPublishedAndItsSeedStaysSecret) {
  Office office;
  for (int i = 0; i < 6; ++i) office.new_lodging("Kos Beringin " + std::to_string(i));
  const auto made = office.write([&](WriteTxn& txn) { return create_round(txn, office.unit.id, "2027-01"); });
  const auto job = office.write([&](WriteTxn& txn) {
    return request_plan(txn, office.unit.id, made->round.id, 1, std::nullopt, crypto::entropy());
  });
  ASSERT_TRUE(job) << job.error().message;
  const auto task = office.read([&](const ReadTxn& txn) { return read_plan_task(txn, *job); });
  ASSERT_TRUE(task) << task.error().message;
  scheduling::Options options;
  options.iterations = 100;
  options.seed = solver_seed(job->seed);
  const auto plan = scheduling::solve(task->built.problem, options);
  ASSERT_TRUE(plan) << plan.error().message << plan.error().where;
  ASSERT_TRUE(scheduling::check(task->built.problem, *plan).empty());

  ASSERT_TRUE(office.write([&](WriteTxn& txn) { return store_plan(txn, *task, *plan, 0.1); }));
  ASSERT_TRUE(office.write([&](WriteTxn& txn) -> Result<void> {
    auto over = *job;
    over.state = "done";
    return txn.planning().put_job(over);
  }));

  const auto round =
      office.read([&](const ReadTxn& txn) { return txn.planning().round(office.unit.id, made->round.id); });
  const auto hash = crypto::sha256(std::span<const std::uint8_t>(job->seed));
  EXPECT_TRUE(round->checked);
  EXPECT_EQ(round->seed_hash, Bytes(hash.begin(), hash.end()));
  const auto visits = office.read([&](const ReadTxn& txn) { return txn.planning().visits(round->id, {}); });
  const auto unplanned = office.read([&](const ReadTxn& txn) { return txn.planning().unplanned(round->id); });
  EXPECT_EQ(visits->size(), 12U) << "one team alone may make half of a lodging's visits";
  ASSERT_EQ(unplanned->size(), 6U);
  EXPECT_EQ(unplanned->front().reason, "rotation");
  const auto published =
      office.write([&](WriteTxn& txn) { return publish_round(txn, office.unit.id, round->id, round->version); });
  ASSERT_TRUE(published) << published.error().message;
  EXPECT_EQ(published->state, "published");
}

}  // namespace
}  // namespace ronda::server
