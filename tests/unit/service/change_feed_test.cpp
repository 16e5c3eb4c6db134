#include "sync-server/service/change_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "sync-server/service/disclosure.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;

class ChangeFeed : public testing::Test {
 protected:
  Result<wire::PullPage> pull(const Principal& who, std::int64_t cursor = 0, std::int64_t limit = 1000) {
    wire::PullQuery query;
    query.cursor = cursor;
    query.limit = limit;
    return office.read(
        [&](const ReadTxn& txn) { return server::pull(txn, who, query, office.checklists, "http://x"); });
  }

  void tick() {
    ASSERT_TRUE(office.write([&](WriteTxn& txn) { return run_disclosure_clock(txn, office.unit); }));
  }

  static int count(const wire::PullPage& page, std::string_view entity, bool deleted = false) {
    return static_cast<int>(std::count_if(page.changes.begin(), page.changes.end(), [&](const wire::Change& change) {
      return change.entity == entity && change.deleted == deleted;
    }));
  }

  Office office;
};

TEST_F(ChangeFeed, ANewPhoneGetsTheUnitItsPeopleItsRulesAndItsRegister) {
  office.new_lodging("Wisma Lontar Teduh");
  const auto phone = office.new_phone();

  const auto page = pull(office.principal(phone));

  ASSERT_TRUE(page);
  EXPECT_EQ(count(*page, "unit"), 1);
  EXPECT_EQ(count(*page, "officer"), 2);
  EXPECT_EQ(count(*page, "team"), 1);
  EXPECT_EQ(count(*page, "policy"), 1);
  EXPECT_EQ(count(*page, "checklist"), 1);
  EXPECT_EQ(count(*page, "lodging"), 1);
  EXPECT_FALSE(page->more);
}

TEST_F(ChangeFeed, PagesJoinWithoutLosingOrRepeatingAnything) {
  for (int i = 0; i < 5; ++i) office.new_lodging("Kos Beringin " + std::to_string(i));
  const auto who = office.principal(office.new_phone());
  const auto whole = pull(who);
  ASSERT_TRUE(whole);

  std::vector<std::int64_t> seen;
  std::int64_t cursor = 0;
  for (bool more = true; more;) {
    const auto page = pull(who, cursor, 2);
    ASSERT_TRUE(page);
    for (const auto& change : page->changes) seen.push_back(change.seq);
    cursor = page->cursor;
    more = page->more;
  }

  std::vector<std::int64_t> all;
  for (const auto& change : whole->changes) all.push_back(change.seq);
  EXPECT_EQ(seen, all);
}

TEST_F(ChangeFeed, AVisitIsUnknownToItsTeamBeforeSixInTheEveningOfTheDayBefore) {
  const auto who = office.principal(office.new_phone());
  office.publish_visit(office.new_lodging("Wisma Lontar Teduh"), {2026, 12, 10});
  office.set_time("2026-12-09 17:59");
  tick();

  const auto before = pull(who);
  office.set_time("2026-12-09 18:00");
  tick();
  const auto after = pull(who, before->cursor);

  EXPECT_EQ(count(*before, "visit"), 0);
  EXPECT_EQ(count(*before, "visit", true), 0) << "not even as a tombstone";
  ASSERT_TRUE(after);
  EXPECT_EQ(count(*after, "visit"), 1);
}

TEST_F(ChangeFeed, AnotherTeamNeverSeesTheVisit) {
  auto who = office.principal(office.new_phone());
  who.team.reset();
  office.publish_visit(office.new_lodging("Wisma Lontar Teduh"), {2026, 12, 2});
  office.set_time("2026-12-01 18:00");
  tick();

  const auto page = pull(who);

  EXPECT_EQ(count(*page, "visit"), 0);
  EXPECT_EQ(count(*page, "visit", true), 1);
}

TEST_F(ChangeFeed, AnotherUnitSeesNothing) {
  office.new_lodging("Wisma Lontar Teduh");
  auto who = office.principal(office.new_phone());
  who.unit.uuid.bytes[0] ^= 1;

  const auto page = pull(who);

  ASSERT_TRUE(page);
  EXPECT_TRUE(page->changes.empty());
}

TEST_F(ChangeFeed, ACursorOfAServerBeforeTheRestoreIsStale) {
  const auto who = office.principal(office.new_phone());
  wire::PullQuery query;
  query.epoch = Uuid{};

  const auto other_epoch =
      office.read([&](const ReadTxn& txn) { return server::pull(txn, who, query, office.checklists, ""); });
  const auto from_the_future = pull(who, 1'000'000);

  ASSERT_FALSE(other_epoch);
  EXPECT_EQ(other_epoch.error().code, ErrorCode::stale_cursor);
  ASSERT_FALSE(from_the_future);
  EXPECT_EQ(from_the_future.error().code, ErrorCode::stale_cursor);
}

TEST_F(ChangeFeed, AfterAnInspectionThePhonesOfTheUnitGetItsFindingsAndAnswers) {
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto start = pull(office.principal(phone));
  office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.send(phone);

  const auto page = pull(office.principal(phone), start->cursor);

  EXPECT_EQ(count(*page, "finding"), 1);
  ASSERT_EQ(count(*page, "inspection"), 1);
  const auto inspection = std::find_if(page->changes.begin(), page->changes.end(),
                                       [](const wire::Change& change) { return change.entity == "inspection"; });
  EXPECT_THAT(inspection->data, testing::HasSubstr(R"("FIR-02":"no")"));
}

// ---- the floor -----------------------------------------------------------------------------------------------------

class FeedFloor : public ChangeFeed {
 protected:
  void delete_something() {
    ASSERT_TRUE(office.write([&](WriteTxn& txn) -> Result<int> {
      if (auto gone = txn.touch_deleted("lodging", txn.new_uuid(), office.unit.id); !gone) return gone.error();
      return 0;
    }));
  }
  int prune_at(const std::string& time) {
    office.set_time(time);
    return office.write([&](WriteTxn& txn) { return prune_tombstones(txn, 90); }).value_or(-1);
  }
  Result<wire::PullPage> pull_begun(const Principal& who, std::int64_t cursor, std::int64_t begun) {
    wire::PullQuery query;
    query.cursor = cursor;
    query.limit = 2;
    query.begun = begun;
    return office.read(
        [&](const ReadTxn& txn) { return server::pull(txn, who, query, office.checklists, "http://x"); });
  }
};

TEST_F(FeedFloor, WordOfWhatIsGoneIsKeptForNinetyDaysAndThenADeviceThatMissedItBeginsAgain) {
  const auto who = office.principal(office.new_phone());
  const auto away = pull(who);
  EXPECT_EQ(prune_at("2026-12-02 08:00"), 0);
  delete_something();
  EXPECT_EQ(prune_at("2026-12-03 08:00"), 0);
  EXPECT_EQ(prune_at("2027-03-02 08:00"), 0) << "89 days after the day began on which it was there";
  const auto told = pull(who, away->cursor);
  ASSERT_TRUE(told);
  EXPECT_EQ(count(*told, "lodging", true), 1);

  EXPECT_EQ(prune_at("2027-03-03 08:00"), 1);
  const auto late = pull(who, away->cursor);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::stale_cursor);
  EXPECT_TRUE(pull(who, told->cursor));
  const auto anew = pull(who);
  ASSERT_TRUE(anew);
  EXPECT_EQ(count(*anew, "lodging", true), 0);
}

TEST_F(FeedFloor, ADeviceInTheMiddleOfItsFirstPullIsNotSentBackToTheBeginning) {
  delete_something();
  prune_at("2026-12-02 08:00");
  EXPECT_EQ(prune_at("2027-03-03 08:00"), 1);
  const auto who = office.principal(office.new_phone());
  const auto first = pull(who, 0, 2);
  ASSERT_TRUE(first);
  ASSERT_TRUE(first->more);
  EXPECT_TRUE(pull_begun(who, first->cursor, *first->head));
  EXPECT_FALSE(pull_begun(who, first->cursor, 1));
}

TEST_F(FeedFloor, AUnitWithoutNewsDoesNotFallBehindTheFloor) {
  const auto who = office.principal(office.new_phone());
  ASSERT_TRUE(office.write([&](WriteTxn& txn) -> Result<int> {  // of another unit
    if (auto gone = txn.touch_deleted("lodging", txn.new_uuid(), UnitId{txn.new_uuid()}); !gone) return gone.error();
    return 0;
  }));
  const auto last = pull(who);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->cursor, *last->head);
  prune_at("2026-12-03 08:00");
  EXPECT_EQ(prune_at("2027-03-04 08:00"), 1);
  EXPECT_TRUE(pull(who, last->cursor));
}

}  // namespace
}  // namespace ronda::server
