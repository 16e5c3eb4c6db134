// Referrals and tips: what the books keep of them, what is held, what the phone and the plan learn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/lead_json.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/change_feed.hpp"
#include "sync-server/service/lodging_merging.hpp"
#include "sync-server/service/plan_input.hpp"
#include "sync-server/store/report_store.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

template <typename IdType>
IdType id_of(int n) {
  IdType id;
  id.uuid.bytes[0] = 7;
  id.uuid.bytes[15] = static_cast<std::uint8_t>(n);
  return id;
}

domain::MadeReferral referral(const Office& office, LodgingId lodging) {
  return {id_of<domain::ReferralId>(1),   lodging,    std::nullopt, domain::ReferralReason::danger,
          domain::Receiver::fire_service, office.now, "12/2026"};
}

domain::ReceivedTip tip(LodgingId lodging, domain::TipPriority priority, const char* expires_on, int n = 1) {
  return {id_of<domain::TipId>(n),         lodging,  domain::TipSource::cyber_patrol,
          domain::TipCategory::short_stay, priority, *parse_date("2026-12-01"),
          *parse_date(expires_on),         ""};
}

template <typename Report>
void say(Phone& phone, const Office& office, const char* kind, const Report& report) {
  phone.write(kind, wire::body_of(report), office.now);
}

std::string why(const wire::PushReply& reply) {
  return reply.quarantined.empty() ? "" : reply.quarantined.back().code + " " + reply.quarantined.back().message;
}

std::string on_feed(Office& office, const Phone& phone, std::string_view entity, const Uuid& id) {
  const auto page = office.read([&](const ReadTxn& txn) {
    return pull(txn, office.principal(phone), {std::nullopt, 0, 1000}, office.checklists, "http://x");
  });
  EXPECT_TRUE(page);
  std::string seen = "nothing";
  for (const auto& change : page->changes) {
    if (change.entity == entity && change.id == id) seen = change.deleted ? "gone" : change.data;
  }
  return seen;
}

int priority_in_plan(Office& office, const VisitRow& visit, LodgingId lodging) {
  const auto input = office.read([&](const ReadTxn& txn) -> Result<PlanInput> {
    auto round = txn.planning().round(office.unit.id, visit.round);
    if (!round) return std::move(round).error();
    return read_plan_input(txn, *round, {2026, 12});
  });
  EXPECT_TRUE(input) << input.error().message;
  for (const auto& row : input->lodgings) {
    if (row.id == lodging) return row.priority;
  }
  return -1;
}

TEST(ReferralInBooks, StandsInTheBooksAndOnTheFeed) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto report = referral(office, lodging);
  say(phone, office, "referral.made", report);
  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  const auto rows = office.read([&](const ReadTxn& txn) { return txn.reports().referrals(office.unit.id, 10); });
  ASSERT_TRUE(rows);
  ASSERT_THAT(*rows, SizeIs(1));
  EXPECT_EQ(rows->front().receiver, "fire_service");
  EXPECT_EQ(rows->front().officer, phone.officer);
  EXPECT_THAT(on_feed(office, phone, "referral", report.referral.uuid), HasSubstr("\"case_no\":\"12/2026\""));
}

TEST(ReferralInBooks, OfAnUnknownLodgingOrWithAKnownIdIsHeldForAPerson) {
  Office office;
  auto phone = office.new_phone();
  say(phone, office, "referral.made", referral(office, id_of<LodgingId>(9)));
  EXPECT_THAT(why(office.send(phone)), HasSubstr("not_found"));

  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  auto other = office.new_phone();
  say(other, office, "referral.made", referral(office, lodging));
  EXPECT_THAT(office.send(other).quarantined, IsEmpty());
  say(other, office, "referral.made", referral(office, lodging));
  EXPECT_THAT(why(office.send(other)), HasSubstr("conflict"));
}

TEST(TipInBooks, RaisesItsLodgingInThePlanOnceAndOnlyWhileItCounts) {
  Office office;
  office.set_time("2026-12-02 21:00");
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto other = office.new_lodging("Kos Beringin");
  const auto visit = office.publish_visit(lodging, *parse_date("2026-12-10"));
  say(phone, office, "tip.received", tip(lodging, domain::TipPriority::normal, "2026-12-31", 1));
  say(phone, office, "tip.received", tip(lodging, domain::TipPriority::high, "2026-12-05", 2));
  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  std::vector<int> priorities{priority_in_plan(office, visit, lodging)};
  office.set_time("2026-12-06 21:00");
  priorities.push_back(priority_in_plan(office, visit, lodging));
  office.set_time("2027-01-01 00:30");
  priorities.push_back(priority_in_plan(office, visit, lodging));
  EXPECT_THAT(priorities, ElementsAre(40, 20, 0)) << "the most urgent one, then what is left, then none";
  EXPECT_EQ(priority_in_plan(office, visit, other), 0);
  EXPECT_EQ(on_feed(office, phone, "tip", id_of<domain::TipId>(1).uuid), "gone");
}

TEST(MergedLodging, GivesTipsAndReferralsToTheOneThatStands) {
  Office office;
  auto phone = office.new_phone();
  const auto from = id_of<LodgingId>(5);
  say(phone, office, "lodging.proposed",
      domain::ProposedLodging{from, "Kos Melati", domain::LodgingKind::kos, "Jl. Timor Raya 4", "Oesapa", "",
                              -10'150'000, 123'650'000, 12, ""});
  const auto into = office.new_lodging("Kos Melati Indah");
  say(phone, office, "referral.made", referral(office, from));
  say(phone, office, "tip.received", tip(from, domain::TipPriority::low, "2026-12-31"));
  office.send(phone);

  const auto merged = office.write([&](WriteTxn& txn) -> Result<void> {
    auto row = txn.lodgings().lodging(office.unit.id, from);
    if (!row) return std::move(row).error();
    Principal head;
    head.kind = Principal::Kind::user;
    head.unit = office.unit.id;
    head.zone = office.unit.zone;
    head.officer = office.head.id;
    head.role = Role::head;
    auto done = merge_lodgings(txn, head, from, into, row->version);
    if (!done) return std::move(done).error();
    return {};
  });
  ASSERT_TRUE(merged) << merged.error().message;
  const auto standing = office.read([&](const ReadTxn& txn) -> Result<std::vector<LodgingId>> {
    auto tips = txn.reports().tips(office.unit.id, std::nullopt, 10);
    if (!tips) return std::move(tips).error();
    auto referrals = txn.reports().referrals(office.unit.id, 10);
    if (!referrals) return std::move(referrals).error();
    return std::vector<LodgingId>{tips->at(0).lodging, referrals->at(0).lodging};
  });
  ASSERT_TRUE(standing);
  EXPECT_THAT(*standing, ElementsAre(into, into));
}

}  // namespace
}  // namespace ronda::server
