#include "sync-server/service/device_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include "shared/sqlite/database.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/disclosure.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string state_of(const FindingRow& finding) {
  return finding.code + " " + finding.severity + " " + finding.state + " " + std::to_string(finding.times_seen) + "x";
}

std::vector<std::string> states(const std::vector<FindingRow>& findings) {
  std::vector<std::string> words;
  for (const auto& finding : findings) words.push_back(state_of(finding));
  return words;
}

domain::SealedInspection with_disposition(domain::SealedInspection body, FindingId finding, domain::Disposition given) {
  body.dispositions.push_back({finding, given, "Sudah dilihat."});
  return body;
}

TEST(DeviceLog, ASealedInspectionOpensItsFindingsAndMakesANotice) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto inspection = office.seal(phone, office.inspection(lodging, {"FIR-02", "CHD-04"}));

  const auto reply = office.send(phone);

  EXPECT_EQ(reply.acked_seq, 1);
  EXPECT_EQ(reply.accepted, 1);
  EXPECT_THAT(reply.quarantined, IsEmpty());
  EXPECT_THAT(states(office.findings(lodging)), ElementsAre("FIR-02 critical open 1x", "CHD-04 minor open 1x"));
  const auto notice = office.read([&](const ReadTxn& txn) { return txn.notices().notice_of_inspection(inspection); });
  ASSERT_TRUE(notice && notice->has_value());
  EXPECT_EQ((*notice)->rung, "berita_acara");
  EXPECT_EQ(to_text((*notice)->due_on), "2026-12-04");
}

TEST(DeviceLog, PushingTwiceChangesNothing) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.send(phone);
  const auto head = *office.read([](const ReadTxn& txn) { return txn.feed().head(); });

  const auto again = office.send(phone);

  EXPECT_EQ(again.acked_seq, 1);
  EXPECT_EQ(again.accepted, 0);
  EXPECT_EQ(again.known, 1);
  EXPECT_THAT(office.findings(lodging), SizeIs(1));
  EXPECT_EQ(*office.read([](const ReadTxn& txn) { return txn.feed().head(); }), head);
}

TEST(DeviceLog, AfterALostReplyTheSameRecordsAndNewOnesGoThroughTogether) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging));
  office.send(phone);  // the phone never hears the answer
  office.set_time("2026-12-06 17:00");
  office.seal(phone, office.inspection(lodging));

  const auto reply = office.send(phone);

  EXPECT_EQ(reply.acked_seq, 2);
  EXPECT_EQ(reply.known, 1);
  EXPECT_EQ(reply.accepted, 1);
}

TEST(DeviceLog, AGapIsAnsweredWithTheNumberTheServerWaitsFor) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  for (int i = 0; i < 3; ++i) office.seal(phone, office.inspection(lodging));

  const auto outcome = office.push(phone, 3, 3);

  ASSERT_TRUE(outcome);
  ASSERT_TRUE(outcome->refused);
  EXPECT_EQ(outcome->refused->code, ErrorCode::gap);
  EXPECT_EQ(outcome->expected_seq, 1);
  EXPECT_EQ(office.send(phone).acked_seq, 3);
}

TEST(DeviceLog, ACopiedPhoneIsToldOfTheForkAndItsRecordsAreKept) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging));
  Phone copy = phone;
  office.send(phone);
  copy.records.clear();
  copy.head = {};
  office.seal(copy, office.inspection(lodging, {"LEG-01"}));

  const auto outcome = office.push(copy, 1, 1);

  ASSERT_TRUE(outcome);
  ASSERT_TRUE(outcome->refused);
  EXPECT_EQ(outcome->refused->code, ErrorCode::fork);
  const auto kept = office.read([&](const ReadTxn& txn) { return txn.sync().quarantine_of(office.unit.id, 10); });
  ASSERT_THAT(*kept, SizeIs(1));
  EXPECT_EQ(kept->front().code, "fork");
  EXPECT_THAT(office.findings(lodging), IsEmpty());
}

TEST(DeviceLog, ARunSignedWithAnotherKeyIsRefusedWhole) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  phone.keys = crypto::make_key_pair();

  const auto outcome = office.push(phone, 1, 1);

  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::bad_signature);
  EXPECT_THAT(office.findings(lodging), IsEmpty());
}

TEST(DeviceLog, AChangedByteInsideARecordIsRefused) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging));
  office.seal(phone, office.inspection(lodging));
  auto body = phone.push_of(1, 2);
  const auto at = body.find("\"boot_ms\":0");
  ASSERT_NE(at, std::string::npos);
  body[at + 10] = '1';

  const auto outcome =
      office.write([&](WriteTxn& txn) { return push(txn, office.principal(phone), body, office.checklists); });

  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::bad_input);
}

TEST(DeviceLog, AnUnknownLodgingIsQuarantinedAndLaterRecordsGoThrough) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  LodgingId stranger;
  stranger.uuid.bytes[3] = 9;
  office.seal(phone, office.inspection(stranger, {"FIR-02"}));
  office.seal(phone, office.inspection(lodging, {"LEG-03"}));

  const auto reply = office.send(phone);

  EXPECT_EQ(reply.acked_seq, 2);
  ASSERT_THAT(reply.quarantined, SizeIs(1));
  EXPECT_EQ(reply.quarantined.front().seq, 1);
  EXPECT_EQ(reply.quarantined.front().code, "not_found");
  EXPECT_THAT(states(office.findings(lodging)), ElementsAre("LEG-03 minor open 1x"));
  EXPECT_EQ(office.send(phone).quarantined, reply.quarantined) << "a resend tells the same";
}

TEST(DeviceLog, AShorterResendAlsoTellsWhatIsHeldBehindIt) {
  Office office;
  auto phone = office.new_phone();
  LodgingId stranger;
  stranger.uuid.bytes[3] = 9;
  office.seal(phone, office.inspection(office.new_lodging("Wisma Lontar Teduh")));
  office.seal(phone, office.inspection(stranger));
  office.send(phone);  // the reply gets lost

  const auto again = office.push(phone, 1, 1);

  ASSERT_TRUE(again);
  EXPECT_EQ(again->reply.acked_seq, 2) << "the device takes record 2 as received";
  ASSERT_THAT(again->reply.quarantined, SizeIs(1)) << "so it must learn here that record 2 is held";
  EXPECT_EQ(again->reply.quarantined.front().seq, 2);
}

TEST(DeviceLog, FindingsThatTheChecklistDoesNotGiveAreQuarantinedAsConflict) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  auto body = office.inspection(lodging, {"FIR-02"});
  FindingId finding;
  finding.uuid.bytes[5] = 1;
  body.findings.push_back({finding, "FIR-02", domain::Severity::minor, "", {2026, 12, 4}});
  office.seal(phone, body);

  const auto reply = office.send(phone);

  ASSERT_THAT(reply.quarantined, SizeIs(1));
  EXPECT_EQ(reply.quarantined.front().code, "conflict");
  EXPECT_THAT(office.findings(lodging), IsEmpty());
}

TEST(DeviceLog, ANoteThatLooksLikeAnIdentityNumberIsHeldBack) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  auto body = office.inspection(lodging);
  body.answers.front().note = "5371012345678901";
  office.seal(phone, body);

  const auto reply = office.send(phone);

  ASSERT_THAT(reply.quarantined, SizeIs(1));
  EXPECT_EQ(reply.quarantined.front().code, "bad_input");
}

TEST(DeviceLog, AKindOfTheFutureIsKeptForLater) {
  Office office;
  auto phone = office.new_phone();
  phone.write("tip.heard", R"({"theme":"sosialisasi"})", office.now);

  const auto reply = office.send(phone);

  EXPECT_EQ(reply.acked_seq, 1);
  ASSERT_THAT(reply.quarantined, SizeIs(1));
  EXPECT_EQ(reply.quarantined.front().code, "stale_schema");
}

TEST(DeviceLog, ARevokedPhoneMayStillSendIntoQuarantine) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.revoke(phone);

  const auto reply = office.send(phone);

  EXPECT_EQ(reply.acked_seq, 1);
  ASSERT_THAT(reply.quarantined, SizeIs(1));
  EXPECT_EQ(reply.quarantined.front().code, "revoked");
  EXPECT_THAT(office.findings(lodging), IsEmpty());
}

TEST(DeviceLog, AFindingThatPersistsIsCountedAndOneThatIsCorrectedCloses) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging, {"FIR-02", "CHD-04"}));
  office.send(phone);
  const auto open = office.findings(lodging);
  ASSERT_THAT(open, SizeIs(2));
  office.set_time("2026-12-08 16:00");
  auto second = with_disposition(office.inspection(lodging, {"FIR-02"}), open[0].id, domain::Disposition::persists);
  second = with_disposition(std::move(second), open[1].id, domain::Disposition::corrected_later);
  office.seal(phone, second);

  const auto reply = office.send(phone);

  EXPECT_THAT(reply.quarantined, IsEmpty());
  EXPECT_THAT(states(office.findings(lodging)),
              ElementsAre("FIR-02 critical open 2x", "CHD-04 minor corrected_later 1x"));
}

TEST(DeviceLog, WhenTheLastFindingIsCorrectedTheNoticeLapses) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto first = office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.send(phone);
  const auto open = office.findings(lodging);
  office.set_time("2026-12-08 16:00");
  office.seal(phone, with_disposition(office.inspection(lodging), open[0].id, domain::Disposition::corrected_later));

  office.send(phone);

  const auto notice = office.read([&](const ReadTxn& txn) { return txn.notices().notice_of_inspection(first); });
  EXPECT_EQ((*notice)->state, "fulfilled");
}

TEST(DeviceLog, AVisitBecomesDoneAlsoWhenItWasMarkedMissedBeforeThePhoneCameBack) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto visit = office.publish_visit(lodging, {2026, 12, 2});
  office.set_time("2026-12-02 16:00");
  auto body = office.inspection(lodging);
  body.visit = visit.id;
  office.seal(phone, body);
  office.set_time("2026-12-03 08:00");
  for (int tick = 0; tick < 2; ++tick) {
    ASSERT_TRUE(office.write([&](WriteTxn& txn) { return run_disclosure_clock(txn, office.unit); }));
  }
  ASSERT_EQ(office.visit(visit.id).state, "missed");

  office.send(phone);

  EXPECT_EQ(office.visit(visit.id).state, "done");
  EXPECT_EQ(office.visit(visit.id).outcome, "done");
}

TEST(DeviceLog, ARefusalAtTheDoorFinishesTheVisitWithItsWord) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto visit = office.publish_visit(lodging, {2026, 12, 2});
  office.set_time("2026-12-02 16:00");
  domain::SealedInspection body = office.inspection(lodging);
  body.visit = visit.id;
  body.outcome = domain::Outcome::refused;
  body.outcome_reason = "Pengelola meminta surat perintah.";
  body.answers.clear();
  body.sample.reset();
  office.seal(phone, body);

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  EXPECT_EQ(office.visit(visit.id).outcome, "refused");
}

// Two phones of a team work without a network. Whoever hands in first decides nothing.
TEST(DeviceLog, AVisitThatTwoPhonesMadeBelongsToTheOneThatWasCarriedOutWhicheverArrivesFirst) {
  for (const bool later_first : {false, true}) {
    Office office;
    auto one = office.new_phone();
    auto other = office.new_phone();
    const auto lodging = office.new_lodging("Wisma Lontar Teduh");
    const auto visit = office.publish_visit(lodging, {2026, 12, 2});
    office.set_time("2026-12-02 16:00");
    auto shut = office.inspection(lodging);
    shut.visit = visit.id;
    shut.outcome = domain::Outcome::closed;
    shut.outcome_reason = "Pintu terkunci.";
    shut.answers.clear();
    shut.sample.reset();
    office.seal(one, shut);
    office.set_time("2026-12-02 17:00");
    auto made = office.inspection(lodging);
    made.visit = visit.id;
    const auto inspection = office.seal(other, made);

    office.send(later_first ? other : one);
    office.send(later_first ? one : other);

    EXPECT_EQ(office.visit(visit.id).outcome, "done") << later_first;
    EXPECT_EQ(office.visit(visit.id).inspection, inspection) << later_first;
  }
}

TEST(DeviceLog, OfTwoWordsAboutAFindingOnOneDayTheLaterOneStandsWhicheverArrivesFirst) {
  for (const bool later_first : {false, true}) {
    Office office;
    auto one = office.new_phone();
    auto other = office.new_phone();
    const auto lodging = office.new_lodging("Wisma Lontar Teduh");
    office.seal(one, office.inspection(lodging, {"FIR-02"}));
    office.send(one);
    const auto finding = office.findings(lodging).at(0).id;
    office.set_time("2026-12-08 16:00");
    office.seal(one, with_disposition(office.inspection(lodging, {"FIR-02"}), finding, domain::Disposition::persists));
    office.set_time("2026-12-08 18:00");
    office.seal(other, with_disposition(office.inspection(lodging), finding, domain::Disposition::corrected_later));

    office.send(later_first ? other : one);
    office.send(later_first ? one : other);

    EXPECT_THAT(states(office.findings(lodging)), ElementsAre("FIR-02 critical corrected_later 2x")) << later_first;
  }
}

// Whatever byte of what the log holds is changed, verifying names a record, or every record is still what it was.
TEST(DeviceLog, NoChangedByteOfTheLogGoesUnseen) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  for (int i = 0; i < 3; ++i) office.seal(phone, office.inspection(lodging));
  office.send(phone);
  auto db = sqlite::Database::open((office.folder / "ronda.db").string());
  ASSERT_TRUE(db);
  ASSERT_TRUE(db->execute("CREATE TEMP TABLE kept AS SELECT * FROM device_run"));
  int named = 0;
  for (const std::string column : {"bytes", "hashes", "chain_hash"}) {
    auto row = db->use("SELECT length(" + column + ") FROM device_run");
    ASSERT_TRUE(row.step());
    for (std::int64_t at = 1; at <= row.int64(0); at += 7) {
      ASSERT_TRUE(db->execute("UPDATE device_run SET " + column + " = CAST(substr(" + column + ", 1, " +
                              std::to_string(at - 1) + ") || x'21' || substr(" + column + ", " +
                              std::to_string(at + 1) + ") AS BLOB)"));
      const auto verdict = office.read([](const ReadTxn& txn) { return verify_chain(txn); });
      if (verdict) {
        for (std::int64_t seq = 1; seq <= 3; ++seq) {
          const auto read = office.read([&](const ReadTxn& txn) { return txn.sync().record(phone.id, seq); });
          ASSERT_EQ(read->bytes, phone.records[static_cast<std::size_t>(seq - 1)]) << column << " " << at;
        }
      } else {
        ++named;
        EXPECT_EQ(verdict.error().code, ErrorCode::corrupt);
        EXPECT_EQ(verdict.error().where.substr(0, 36), to_text(phone.id));
      }
      ASSERT_TRUE(db->execute(
          "UPDATE device_run SET (bytes, hashes, chain_hash) = (SELECT bytes, hashes, chain_hash FROM kept)"));
    }
  }
  EXPECT_GT(named, 20);
  EXPECT_TRUE(office.read([](const ReadTxn& txn) { return verify_chain(txn); }));
}

TEST(DeviceLog, APushInTheDevicesOwnPackingIsKeptAndReadBackByteForByte) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  for (int i = 0; i < 3; ++i) office.seal(phone, office.inspection(lodging));
  const std::string body = phone.push_of(1, 3);
  std::string packed(ZSTD_compressBound(body.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), body.data(), body.size(), 3));

  const auto outcome = office.write([&](WriteTxn& txn) {
    return push(txn, office.principal(phone), {body, packed}, office.checklists);
  });

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->reply.accepted, 3);
  EXPECT_EQ(office.read([&](const ReadTxn& txn) { return txn.sync().record(phone.id, 2); })->bytes, phone.records[1]);
  EXPECT_TRUE(office.read([](const ReadTxn& txn) { return verify_chain(txn); }));
}

TEST(DeviceLog, TheServersChainCanBeWalkedAndSpansAllDevices) {
  Office office;
  auto anna = office.new_phone();
  auto ben = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(anna, office.inspection(lodging));
  office.seal(ben, office.inspection(lodging));
  office.send(anna);
  office.send(ben);

  EXPECT_TRUE(office.read([](const ReadTxn& txn) { return verify_chain(txn); }));
  EXPECT_EQ(office.read([](const ReadTxn& txn) { return txn.sync().chain_end(); })->chain_seq, 2);
}

}  // namespace
}  // namespace ronda::server
