#include "sync-server/service/notices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/base/bytes.hpp"
#include "shared/document/berita_acara.hpp"
#include "shared/document/letter.hpp"
#include "shared/wire/inspection_json.hpp"
#include "sync-server/service/inspections.hpp"
#include "sync-server/service/papers.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;

class Notices : public testing::Test {
 protected:
  void SetUp() override {
    auto phone = office.new_phone();
    lodging = office.new_lodging("Wisma Lontar Teduh");
    inspection = office.seal(phone, office.inspection(lodging, {"FIR-02"}));
    office.send(phone);
    secret.fill(7);
  }

  NoticeRow notice() {
    const auto row = office.read([&](const ReadTxn& txn) { return txn.notices().notice_of_inspection(inspection); });
    return **row;
  }

  Result<NoticeRow> issue(std::string_view number, std::int64_t version) {
    return office.write([&](WriteTxn& txn) {
      return issue_notice(txn, office.unit.id, notice().id, version, number, "Pemberitahuan hasil pemeriksaan", secret);
    });
  }

  Result<Door> open(const std::string& token) {
    return office.read([&](const ReadTxn& txn) { return open_door(txn, token); });
  }

  Office office;
  LodgingId lodging;
  InspectionId inspection;
  crypto::MacKey secret{};
};

TEST_F(Notices, TheCodeOnThePaperOpensTheNotice) {
  const auto opened = open(office.token_of(inspection));

  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->notice->id, notice().id);
}

TEST_F(Notices, ATokenNobodyKnowsOpensNothing) {
  EXPECT_EQ(open(to_base64url(inspection.uuid.bytes)).error().code, ErrorCode::not_found) << "16 bytes are no token";
  EXPECT_EQ(open(to_base64url(crypto::sha256("nobody"))).error().code, ErrorCode::not_found);
}

TEST_F(Notices, IssuingGivesTheNumberRaisesTheRungAndOpensTheServersLink) {
  const auto issued = issue("B/123/XII/2026", 1);

  ASSERT_TRUE(issued) << issued.error().message;
  EXPECT_EQ(issued->rung, "pemberitahuan");
  EXPECT_EQ(issued->state, "issued");
  EXPECT_EQ(office.findings(lodging).front().rung, "pemberitahuan");
  const auto opened = open(notice_token(secret, issued->id));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->notice->id, issued->id);
}

TEST_F(Notices, ThePaperOfAVisitWithoutFindingsOpensTheVisitItself) {
  auto phone = office.new_phone();
  auto body = office.inspection(office.new_lodging("Kos Beringin"));
  const auto token = to_base64url(crypto::sha256("kos beringin"));
  body.portal_key = wire::portal_key(token);
  const auto clean = office.seal(phone, body);
  office.send(phone);

  const auto opened = open(token);

  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_FALSE(opened->notice);
  EXPECT_EQ(opened->inspection->row.id, clean);
}

TEST_F(Notices, AnOldDoorIsClosed) {
  const auto issued = issue("B/123/XII/2026", 1);
  office.now.ms += kLinkLifeMs + 1;

  const auto opened = open(notice_token(secret, issued->id));

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::expired);
}

TEST_F(Notices, ANumberIsGivenOnceAndOnlyOnTheVersionThatWasSeen) {
  EXPECT_EQ(issue("B/123/XII/2026", 9).error().code, ErrorCode::stale_version);
  EXPECT_EQ(issue("   ", 1).error().code, ErrorCode::bad_input);
  ASSERT_TRUE(issue("B/123/XII/2026", 1));

  EXPECT_EQ(issue("B/124/XII/2026", 2).error().code, ErrorCode::conflict);
}

TEST_F(Notices, AcknowledgingTwiceKeepsTheFirstTime) {
  const auto first = office.write([&](WriteTxn& txn) { return acknowledge_notice(txn, notice()); });
  office.now.ms += 60'000;
  const auto second = office.write([&](WriteTxn& txn) { return acknowledge_notice(txn, notice()); });

  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->acknowledged_at, second->acknowledged_at);
  const auto events = office.read([&](const ReadTxn& txn) { return txn.notices().events_of(first->id); });
  EXPECT_EQ(events->size(), 2U) << "made, acknowledged";
}

TEST_F(Notices, OpeningIsNotedOnceADay) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(office.write([&](WriteTxn& txn) { return note_opened(txn, notice()); }));
  }
  office.now.ms += 25 * 3600 * 1000;
  ASSERT_TRUE(office.write([&](WriteTxn& txn) { return note_opened(txn, notice()); }));

  const auto events = office.read([&](const ReadTxn& txn) { return txn.notices().events_of(notice().id); });
  EXPECT_EQ(events->size(), 3U) << "made, opened, opened";
}

TEST_F(Notices, ThePapersCanBePrinted) {
  const auto made = office.read([&](const ReadTxn& txn) {
    return read_inspection_case(txn, office.unit.id, inspection, office.checklists, "http://127.0.0.1:8080/n/abc");
  });
  ASSERT_TRUE(made) << made.error().message << made.error().where;
  const auto paper = berita_acara_paper(*made);
  const auto pdf = document::render_a4(paper);
  ASSERT_TRUE(pdf) << pdf.error().message;
  EXPECT_EQ(pdf->substr(0, 5), "%PDF-");
  EXPECT_EQ(paper.findings.size(), 1U);
  EXPECT_THAT(paper.draft_id, testing::StartsWith("R2-1201-"));

  const auto issued = issue("B/123/XII/2026", 1);
  ASSERT_TRUE(issued);
  const auto read = office.read([&](const ReadTxn& txn) { return read_notice_case(txn, *issued); });
  const auto letter = notice_letter(*read, office.head, "http://127.0.0.1:8080/n/abc", {2026, 12, 1}, {2026, 12, 2});
  const auto letter_pdf = document::render_letter(letter);
  ASSERT_TRUE(letter_pdf) << letter_pdf.error().message;
  EXPECT_THAT(letter.addressee, testing::ElementsAre("PENGELOLA", "WISMA LONTAR TEDUH"));
}

TEST_F(Notices, AnInspectionReadsBackAsVerified) {
  const auto read = office.read([&](const ReadTxn& txn) { return read_inspection(txn, office.unit.id, inspection); });

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->verified);
  EXPECT_EQ(read->listed.lodging_name, "Wisma Lontar Teduh");
  EXPECT_EQ(read->body.front(), '{');
}

}  // namespace
}  // namespace ronda::server
