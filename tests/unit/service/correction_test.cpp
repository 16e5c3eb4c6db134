// A corrected inspection: the books say what the newest version says, and lose nothing that later visits said.
#include "shared/domain/correction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/inspection_json.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/cases.hpp"
#include "sync-server/service/finding_history.hpp"
#include "sync-server/service/inspections.hpp"
#include "sync-server/service/notices.hpp"
#include "sync-server/service/papers.hpp"
#include "sync-server/store/correction_store.hpp"
#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

/// What the phone sealed, read back out of its log.
domain::SealedInspection sealed_in(const Phone& phone, std::int64_t seq) {
  const auto record = wire::read_record(phone.records.at(static_cast<std::size_t>(seq - 1)));
  if (record->head.kind == "inspection.corrected") return wire::read_corrected_inspection(record->body())->inspection;
  return *wire::read_sealed(record->body());
}

/// A version of what stands in record `seq` in which exactly the items in `wrong` are answered no; findings keep their
/// ids.
domain::CorrectedInspection version_of(Office& office, const Phone& phone, std::int64_t seq,
                                       const std::vector<std::string>& wrong) {
  const auto before = sealed_in(phone, seq);
  domain::CorrectedInspection report;
  report.supersedes = before.inspection;
  report.record = ledger::to_text(ledger::record_hash(phone.records.at(static_cast<std::size_t>(seq - 1))));
  report.reason_class = domain::ReasonClass::result_changing;
  report.reason = "Jawaban tertukar";
  auto body = office.inspection(before.lodging, wrong);
  body.visit = before.visit;
  body.opened_at = before.opened_at;
  body.sealed_at = before.sealed_at;
  body.sample = before.sample;
  body.dispositions = before.dispositions;
  domain::Answers answers;
  for (const auto& answer : body.answers) answers.emplace(answer.item, answer);
  const auto& checklist = office.checklists.find("v1")->checklist;
  const auto all = domain::with_sample(checklist, answers, body.sample);
  IdSource ids([](std::span<std::uint8_t> out) { crypto::entropy()(out); });
  for (const auto& made :
       domain::derive_findings(checklist, all, body.sample, 14, local_date(body.sealed_at, body.zone), {})) {
    FindingId id = ids.make<FindingId>(office.now);
    for (const auto& known : before.findings) {
      if (known.item == made.item) id = known.finding;
    }
    body.findings.push_back({id, made.item, made.severity, made.note, made.due_on});
  }
  report.inspection = std::move(body);
  return report;
}

InspectionId correct(Phone& phone, const Office& office, const domain::CorrectedInspection& report) {
  phone.write("inspection.corrected", wire::body_of(report), office.now);
  return report.inspection.inspection;
}

std::vector<std::string> states(const std::vector<FindingRow>& findings) {
  std::vector<std::string> words;
  for (const auto& finding : findings)
    words.push_back(finding.code + " " + finding.state + " " + std::to_string(finding.times_seen) + "x");
  return words;
}

std::optional<NoticeRow> notice_of(Office& office, InspectionId id) {
  return *office.read([&](const ReadTxn& txn) { return txn.notices().notice_of_inspection(id); });
}

std::vector<FindingId> named_in(Office& office, NoticeId id) {
  std::vector<FindingId> ids;
  const auto rows = office.read([&](const ReadTxn& txn) { return txn.notices().findings_of(id); });
  for (const auto& row : *rows) ids.push_back(row.finding);
  return ids;
}

std::vector<CaseRow> open_cases(Office& office) {
  return office.read([&](const ReadTxn& txn) { return txn.cases().page(office.unit.id, "open", {}, 10); })->rows;
}

TEST(Correction, OpensWhatWasMissedWithdrawsWhatWasWrongAndKeepsTheRest) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto before = office.seal(phone, office.inspection(lodging, {"FIR-02", "LEG-04"}));
  office.send(phone);
  const auto notice = notice_of(office, before);
  const auto kept = office.findings(lodging);
  office.set_time("2026-12-02 09:00");
  const auto now = correct(phone, office, version_of(office, phone, 1, {"FIR-02", "CHD-04"}));

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  EXPECT_THAT(states(office.findings(lodging)),
              UnorderedElementsAre("FIR-02 open 1x", "LEG-04 withdrawn 1x", "CHD-04 open 1x"));
  // The draft notice follows, under the same number of the books.
  EXPECT_FALSE(notice_of(office, before));
  const auto followed = notice_of(office, now);
  ASSERT_TRUE(followed);
  EXPECT_EQ(followed->id, notice->id);
  EXPECT_THAT(named_in(office, followed->id), SizeIs(2));
  EXPECT_THAT(open_cases(office), IsEmpty());
}

TEST(Correction, LosesNothingThatALaterVisitSaid) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging, {"FIR-02", "LEG-04"}));
  office.send(phone);
  const auto found = office.findings(lodging);
  office.set_time("2026-12-08 09:00");
  auto later = office.inspection(lodging, {"FIR-02"});
  for (const auto& finding : found) {
    const bool there = finding.code == "FIR-02";
    later.dispositions.push_back(
        {finding.id, there ? domain::Disposition::persists : domain::Disposition::corrected_later, ""});
  }
  office.seal(phone, later);
  office.send(phone);
  // The first visit is corrected to have found nothing: what the second saw stands all the same.
  correct(phone, office, version_of(office, phone, 1, {}));

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  EXPECT_THAT(states(office.findings(lodging)), UnorderedElementsAre("FIR-02 open 1x", "LEG-04 corrected_later 1x"));
}

TEST(Correction, OfACorrectionWorksAndASecondOneOfTheSameIsHeld) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto first = office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  const auto second = correct(phone, office, version_of(office, phone, 1, {}));
  const auto third = correct(phone, office, version_of(office, phone, 2, {"FIR-02"}));
  correct(phone, office, version_of(office, phone, 1, {"LEG-04"}));

  const auto reply = office.send(phone);

  ASSERT_THAT(reply.quarantined, SizeIs(1));
  EXPECT_EQ(reply.quarantined[0].seq, 4);
  EXPECT_EQ(reply.quarantined[0].code, "conflict");
  const auto newest = office.read([&](const ReadTxn& txn) { return read_inspection(txn, office.unit.id, third); });
  EXPECT_EQ(newest->correction->supersedes, second);
  const auto oldest = office.read([&](const ReadTxn& txn) { return read_inspection(txn, office.unit.id, first); });
  EXPECT_EQ(oldest->superseded_by, second);
  EXPECT_TRUE(oldest->verified);
  const auto listed =
      office.read([&](const ReadTxn& txn) { return txn.findings().inspections(office.unit.id, {}, 10); });
  ASSERT_THAT(*listed, SizeIs(1));
  EXPECT_EQ(listed->front().row.id, third);
  const auto standing = office.read([&](const ReadTxn& txn) {
    return txn.lodgings().standing(lodging, *parse_date("2026-12-01"), *parse_date("2026-12-31"));
  });
  EXPECT_EQ(standing->done, 1) << "three versions are one visit";
  // FIR-02 was found, unsaid and said again: the notice with the newest version names what is open.
  std::vector<std::string> open;
  for (const auto& finding : office.findings(lodging)) {
    if (finding.state == "open") open.push_back(finding.code);
  }
  EXPECT_THAT(open, ElementsAre("FIR-02"));
  ASSERT_TRUE(notice_of(office, third));
}

TEST(Correction, OfAnotherVisitOrAnotherRecordIsHeld) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.send(phone);
  auto moved = version_of(office, phone, 1, {});
  moved.inspection.sealed_at.ms += 1000;
  correct(phone, office, moved);
  auto elsewhere = version_of(office, phone, 1, {});
  elsewhere.inspection.lodging = office.new_lodging("Lain");
  correct(phone, office, elsewhere);
  auto other_bytes = version_of(office, phone, 1, {});
  other_bytes.record = std::string(64, '0');
  correct(phone, office, other_bytes);

  const auto reply = office.send(phone);

  ASSERT_THAT(reply.quarantined, SizeIs(3));
  for (const auto& one : reply.quarantined) EXPECT_EQ(one.code, "conflict") << one.message;
  EXPECT_THAT(states(office.findings(lodging)), ElementsAre("FIR-02 open 1x"));
}

TEST(Correction, OfAnInspectionWhoseLetterWentOutAsksTheUnitHead) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto before = office.seal(phone, office.inspection(lodging, {"FIR-02"}));
  office.send(phone);
  const auto notice = *notice_of(office, before);
  const auto issued = office.write([&](WriteTxn& txn) {
    return issue_notice(txn, office.unit.id, notice.id, notice.version, "B/1/XII/2026", "Hasil pemeriksaan", {});
  });
  ASSERT_TRUE(issued);
  const auto now = correct(phone, office, version_of(office, phone, 1, {"FIR-02", "CHD-04"}));

  EXPECT_THAT(office.send(phone).quarantined, IsEmpty());

  EXPECT_THAT(named_in(office, notice.id), SizeIs(1)) << "a letter that went out is not rewritten";
  const auto open = open_cases(office);
  ASSERT_THAT(open, SizeIs(1));
  EXPECT_EQ(open[0].kind, "notice");
  EXPECT_EQ(open[0].notice, notice.id);
  Principal head;
  head.unit = office.unit.id;
  head.officer = office.head.id;
  const auto decided = office.write([&](WriteTxn& txn) {
    return decide_case(txn, head, open[0].id, open[0].version, {Decision::Keep::theirs, {}, ""});
  });
  ASSERT_TRUE(decided) << decided.error().message;
  const auto fresh = notice_of(office, now);
  ASSERT_TRUE(fresh);
  EXPECT_THAT(named_in(office, fresh->id), SizeIs(2));
}

TEST(Correction, ItsPaperSaysWhichItReplacesAndTheOldCodeOpensWhatStands) {
  Office office;
  auto phone = office.new_phone();
  const auto lodging = office.new_lodging("Wisma Lontar Teduh");
  const auto before = office.seal(phone, office.inspection(lodging));
  office.send(phone);
  const auto now = correct(phone, office, version_of(office, phone, 1, {"FIR-02"}));
  office.send(phone);

  const auto made = office.read(
      [&](const ReadTxn& txn) { return read_inspection_case(txn, office.unit.id, now, office.checklists, ""); });
  ASSERT_TRUE(made) << made.error().message;
  const auto paper = berita_acara_paper(*made);
  EXPECT_THAT(paper.replaces.id, HasSubstr(draft_name("Regu 2", *parse_date("2026-12-01"), before.uuid)));
  EXPECT_THAT(paper.replaces.id, HasSubstr("Jawaban tertukar"));
  const auto door = office.read([&](const ReadTxn& txn) { return open_door(txn, Office::token_of(before)); });
  ASSERT_TRUE(door);
  ASSERT_TRUE(door->notice) << "the paper from before has no notice of its own; the newest version has";
  EXPECT_EQ(door->notice->inspection, now);
}

TEST(FindingHistory, IsToldByTheLastDayThatSpeaks) {
  FindingRow finding;
  const auto day = [](const char* text) { return *parse_date(text); };
  const auto after = after_steps(finding,
                                 {{"opened", day("2026-12-01"), {1}},
                                  {"persists", day("2026-12-04"), {2}},
                                  {"corrected_later", day("2026-12-08"), {3}},
                                  {"worsened", day("2026-12-12"), {4}}},
                                 day("2026-12-20"));
  EXPECT_EQ(after.state, "open");
  EXPECT_EQ(after.times_seen, 3);
  EXPECT_EQ(after.last_seen, day("2026-12-12"));
  EXPECT_FALSE(after.closed_on);
  const auto unsaid = after_steps(finding, {}, day("2026-12-20"));
  EXPECT_EQ(unsaid.state, "withdrawn");
  EXPECT_EQ(unsaid.closed_on, day("2026-12-20"));
}

}  // namespace
}  // namespace ronda::server
