// What devices report besides inspections, and what the books make of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/report_json.hpp"
#include "sync-server/service/change_feed.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/lodging_merging.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/report_store.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

template <typename Report>
void say(Phone& phone, const Office& office, const char* kind, const Report& report) {
  phone.write(kind, wire::body_of(report), office.now);
}

std::string why(const wire::PushReply& reply) {
  return reply.quarantined.empty() ? "" : reply.quarantined.back().code + " " + reply.quarantined.back().message;
}

Principal chief(const Office& office) {
  Principal who;
  who.kind = Principal::Kind::user;
  who.unit = office.unit.id;
  who.zone = office.unit.zone;
  who.officer = office.head.id;
  who.role = Role::head;
  return who;
}

/// What the phone sees of one entity from the start of the feed.
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

domain::ProposedLodging kos(LodgingId id) {
  return {id, "Kos Melati", domain::LodgingKind::kos, "Jl. Timor Raya 4", "Oesapa", "", -10'150'000, 123'650'000, 12,
          ""};
}

LodgingId fresh_id(int n) {
  LodgingId id;
  id.uuid.bytes[0] = 9;
  id.uuid.bytes[15] = static_cast<std::uint8_t>(n);
  return id;
}

LodgingRow lodging_row(Office& office, LodgingId id) {
  const auto row = office.read([&](const ReadTxn& txn) { return txn.lodgings().lodging(office.unit.id, id); });
  EXPECT_TRUE(row);
  return *row;
}

TEST(MissedVisit, StandsInTheRoundWithItsReason) {
  Office office;
  auto phone = office.new_phone();
  const auto visit = office.publish_visit(office.new_lodging("Wisma Lontar Teduh"), *parse_date("2026-12-01"));
  say(phone, office, "visit.missed", domain::MissedVisit{visit.id, domain::MissedReason::weather, "Banjir"});

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  EXPECT_EQ(office.visit(visit.id).state, "missed");
  EXPECT_EQ(office.visit(visit.id).reason, "weather: Banjir");
}

TEST(MissedVisit, NeverUndoesAVisitThatWasCarriedOut) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto visit = office.publish_visit(lodging, *parse_date("2026-12-01"));
  auto body = office.inspection(lodging);
  body.visit = visit.id;
  office.seal(phone, body);
  say(phone, office, "visit.missed", domain::MissedVisit{visit.id, domain::MissedReason::no_time, ""});

  EXPECT_THAT(why(office.send(phone)), HasSubstr("conflict"));
  EXPECT_EQ(office.visit(visit.id).state, "done");
}

TEST(ProposedLodging, CanBeInspectedBeforeTheServerHasSeenIt) {
  Office office;
  auto phone = office.new_phone();
  const auto id = fresh_id(1);
  say(phone, office, "lodging.proposed", kos(id));
  office.seal(phone, office.inspection(id, {"FIR-02"}));

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  const auto row = lodging_row(office, id);
  EXPECT_EQ(row.status, "unregistered");
  EXPECT_EQ(row.source, "device");
  EXPECT_EQ(row.kecamatan, "Kelapa Lima");
  EXPECT_THAT(office.findings(id), SizeIs(1));
}

TEST(ProposedLodging, OutsideTheUnitsAreaWaitsForAPersonAndSoDoesWhatSpeaksOfIt) {
  Office office;
  auto phone = office.new_phone();
  auto far = kos(fresh_id(1));
  far.lat_e6 = -8'000'000;
  say(phone, office, "lodging.proposed", far);
  office.seal(phone, office.inspection(far.lodging));

  EXPECT_THAT(office.send(phone).quarantined, SizeIs(2));
}

TEST(Merging, GivesEverythingToTheRegisteredOneAndKnowsTheOldIdForEver) {
  Office office;
  auto phone = office.new_phone();
  const auto id = fresh_id(1);
  const auto registered = office.new_lodging("Kos Melati Indah");
  say(phone, office, "lodging.proposed", kos(id));
  office.seal(phone, office.inspection(id, {"FIR-02"}));
  office.send(phone);

  const auto merged = office.write([&](WriteTxn& txn) {
    return merge_lodgings(txn, chief(office), id, registered, lodging_row(office, id).version);
  });
  ASSERT_TRUE(merged) << merged.error().message;

  EXPECT_THAT(office.findings(registered), SizeIs(1));
  EXPECT_EQ(on_feed(office, phone, "lodging", id.uuid), "gone");
  EXPECT_THAT(on_feed(office, phone, "lodging", registered.uuid), HasSubstr("\"aliases\":[\"" + to_text(id) + "\"]"));
  // The phone has not heard of it yet: what it sends about the old id lands at the new one.
  office.set_time("2026-12-09 17:00");
  auto body = office.inspection(id);
  body.dispositions.push_back({office.findings(registered)[0].id, domain::Disposition::corrected_later, ""});
  const auto late = office.seal(phone, body);
  say(phone, office, "lodging.corrected",
      domain::CorrectedLodging{id, 1, {{domain::LodgingField::rooms, std::int64_t{14}, std::int64_t{15}}}});
  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());
  const auto listed = office.read([&](const ReadTxn& txn) { return txn.findings().inspection(office.unit.id, late); });
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->row.lodging, registered);
  EXPECT_EQ(office.findings(registered)[0].state, "corrected_later");
  EXPECT_EQ(lodging_row(office, registered).rooms, 15);
}

TEST(Merging, NeverTakesARegisteredLodgingAway) {
  Office office;
  const auto a = office.new_lodging("Wisma A");
  const auto b = office.new_lodging("Wisma B");
  const auto merged = office.write([&](WriteTxn& txn) { return merge_lodgings(txn, chief(office), a, b, 1); });
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().code, ErrorCode::conflict);
}

TEST(DisposedFinding, MovesTheFindingAndLetsItsNoticeLapse) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto inspection = office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.send(phone);
  const auto finding = office.findings(lodging)[0].id;
  office.set_time("2026-12-03 10:00");
  say(phone, office, "finding.disposed",
      domain::DisposedFinding{finding, lodging, domain::Disposition::persists, "Dilihat sambil lewat"});
  office.set_time("2026-12-04 10:00");
  say(phone, office, "finding.disposed",
      domain::DisposedFinding{finding, lodging, domain::Disposition::corrected_later, ""});

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  const auto now = office.findings(lodging)[0];
  EXPECT_EQ(now.state, "corrected_later");
  EXPECT_EQ(now.times_seen, 2);
  const auto notice = office.read([&](const ReadTxn& txn) { return txn.notices().notice_of_inspection(inspection); });
  EXPECT_EQ((*notice)->state, "fulfilled");
}

TEST(DisposedFinding, OfAnotherLodgingIsHeld) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.send(phone);
  say(phone, office, "finding.disposed",
      domain::DisposedFinding{office.findings(lodging)[0].id, office.new_lodging("Lain"),
                              domain::Disposition::corrected_later, ""});
  EXPECT_THAT(why(office.send(phone)), HasSubstr("not_found"));
}

TEST(ServedNotice, IsRememberedAndToldToTheTeam) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto inspection = office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.send(phone);
  const auto notice = office.read([&](const ReadTxn& txn) { return txn.notices().notice_of_inspection(inspection); });
  say(phone, office, "notice.served",
      domain::ServedNotice{(*notice)->id, "Penanggung jawab malam", domain::ServiceWay::handed, office.now,
                           domain::ManagerRefused{"Menunggu pemilik"}});

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  const auto served = office.read([&](const ReadTxn& txn) { return txn.reports().services_of((*notice)->id); });
  ASSERT_THAT(*served, SizeIs(1));
  EXPECT_EQ(served->front().to, "Penanggung jawab malam");
  EXPECT_TRUE(served->front().refused);
  EXPECT_THAT(on_feed(office, phone, "notice", (*notice)->id.uuid), HasSubstr("\"served\":{\"at\""));
}

TEST(HeldActivity, CountsPeopleAndNamesNone) {
  Office office;
  auto phone = office.new_phone();
  domain::HeldActivity report{domain::ActivityId{fresh_id(7).uuid},
                              domain::ActivityKind::education,
                              *parse_date("2026-12-01"),
                              "SMA Negeri 3 Kupang",
                              "Bahaya eksploitasi",
                              60,
                              office.new_lodging("Wisma Lontar Teduh")};
  say(phone, office, "activity.held", report);
  say(phone, office, "activity.held", report);

  const auto reply = office.send(phone);

  EXPECT_THAT(reply.quarantined, SizeIs(1));  // the second time
  const auto all =
      office.read([&](const ReadTxn& txn) { return txn.reports().activities(office.unit.id, {}, {}, 10); });
  ASSERT_THAT(*all, SizeIs(1));
  EXPECT_EQ(all->front().headcount, 60);
  EXPECT_THAT(on_feed(office, phone, "activity", report.activity.uuid), HasSubstr("\"headcount\":60"));
}

}  // namespace
}  // namespace ronda::server
