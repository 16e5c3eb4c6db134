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

}  // namespace
}  // namespace ronda::server
