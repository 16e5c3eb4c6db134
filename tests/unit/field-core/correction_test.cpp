// Correcting what was sealed: a newer version beside the old one, which stays as it was sealed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/inspection_json.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/report_json.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace ronda::field::test {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;

const Json kWhy = {{"reason_class", "result_changing"}, {"reason", "Jawaban CHD-04 tertukar"}};

std::string log_text(FieldDevice& device, int place) {
  auto row = device.database().use("SELECT text FROM record WHERE seq = ?1");
  row.bind(1, place);
  EXPECT_TRUE(row.step());
  return row.text(0);
}

std::vector<std::string> open_codes(FieldDevice& device, const std::string& lodging) {
  std::vector<std::string> codes;
  const auto seen = device.get("/api/lodgings/" + lodging).json;
  for (const auto& finding : seen["findings"]) codes.push_back(finding["code"]);
  return codes;
}

/// Opens a correction of what was sealed at `at`; gives the draft's address.
std::string correct(FieldDevice& device, const std::string& at) {
  const auto opened = device.post(at + "/correct", kWhy);
  EXPECT_EQ(opened.status, 201) << opened.text;
  return "/api/inspections/" + opened.json["id"].get<std::string>();
}

TEST(Correction, StartsFromWhatWasSealedAndNeedsSignaturesAnew) {
  FieldDevice device;
  const auto at = device.inspect(kMelati);
  const auto sealed = device.get(at).json;
  EXPECT_EQ(device.post(at + "/correct", {{"reason_class", "result_changing"}, {"reason", " "}}).json["code"],
            "incomplete");
  EXPECT_EQ(device.post(at + "/correct", {{"reason_class", "lain"}, {"reason", "x"}}).json["where"], "/reason_class");

  const auto draft = correct(device, at);

  const auto opened = device.get(draft).json;
  EXPECT_EQ(opened["state"], "open");
  EXPECT_EQ(opened["opened_at"], sealed["opened_at"]);
  EXPECT_EQ(opened["answers"]["LEG-01"]["value"], sealed["answers"]["LEG-01"]["value"]);
  EXPECT_EQ(opened["sample"]["tally"], sealed["sample"]["tally"]);
  EXPECT_EQ(opened["correction"]["supersedes"], sealed["id"]);
  EXPECT_EQ(device.post(draft + "/seal").json["code"], "incomplete") << "nobody signed this version";
  EXPECT_EQ(device.post(at + "/correct", kWhy).status, 200) << "the draft is resumed";
  EXPECT_EQ(device.get(at).json["state"], "sealed");
}

TEST(Correction, TakesThePlaceOfTheOldVersionInOneRecord) {
  FieldDevice device;
  device.set_now("2026-12-02T09:00:00.000Z");
  const auto at = device.open(kMelati);
  device.answer_all(at);
  device.put(at + "/answers/CHD-04", {{"value", "no"}});
  device.sign(at);
  ASSERT_EQ(device.post(at + "/seal").status, 201);
  EXPECT_THAT(open_codes(device, kMelati), UnorderedElementsAre("CHD-04"));
  const auto before = log_text(device, 1);
  device.set_now("2026-12-04T02:00:00.000Z");
  const auto draft = correct(device, at);
  device.put(draft + "/answers/CHD-04", {{"value", "yes"}});
  device.put(draft + "/answers/LEG-04", {{"value", "no"}});
  device.sign(draft);

  const auto sealed = device.post(draft + "/seal");

  ASSERT_EQ(sealed.status, 201) << sealed.text;
  EXPECT_EQ(log_text(device, 1), before) << "what was sealed never changes";
  const auto record = wire::read_record(log_text(device, 2));
  ASSERT_TRUE(record);
  EXPECT_EQ(record->head.kind, "inspection.corrected");
  EXPECT_EQ(to_text(record->head.at), "2026-12-04T02:00:00.000Z");
  const auto report = wire::read_corrected_inspection(record->body());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->record, ledger::to_text(ledger::record_hash(before)));
  EXPECT_EQ(to_text(report->inspection.sealed_at), "2026-12-02T09:00:00.000Z") << "it speaks of the visit as it was";
  ASSERT_EQ(report->inspection.findings.size(), 1U);
  EXPECT_EQ(to_text(report->inspection.findings[0].due_on), "2026-12-09");
  EXPECT_THAT(open_codes(device, kMelati), UnorderedElementsAre("LEG-04"));
  EXPECT_EQ(device.get(at).json["superseded_by"], device.get(draft).json["id"]);
  EXPECT_EQ(device.get(at).json["answers"]["CHD-04"]["value"], "no") << "the old version stays readable";
  const auto lodging = device.get(std::string("/api/lodgings/") + kMelati).json;
  EXPECT_EQ(lodging["visits"].size(), 1U) << "two versions are one visit";
  EXPECT_EQ(lodging["lodging"]["month"]["done"], 1);
  EXPECT_EQ(device.post(at + "/correct", kWhy).json["code"], "conflict") << "the newest version is the one to correct";
}

TEST(Correction, KeepsTheIdsOfFindingsThatStayAlsoWhenTheFeedBroughtThem) {
  FieldDevice device;
  const auto at = device.open(kMelati);
  device.answer_all(at);
  device.put(at + "/answers/CHD-04", {{"value", "no"}});
  device.put(at + "/answers/LEG-04", {{"value", "no"}});
  device.sign(at);
  ASSERT_EQ(device.post(at + "/seal").status, 201);
  const auto first = wire::read_sealed(wire::read_record(log_text(device, 1))->body());
  for (const auto& finding : first->findings) {
    feed(device.database(), "finding", to_text(finding.finding).c_str(),
         {{"lodging", kMelati},
          {"code", finding.item},
          {"severity", word(finding.severity)},
          {"text", {{"id", "x"}, {"en", "x"}}},
          {"note", nullptr},
          {"state", "open"},
          {"opened_on", "2026-12-02"},
          {"opened_by", to_text(first->inspection)},
          {"due_on", to_text(finding.due_on)},
          {"times_seen", 1},
          {"rung", "berita_acara"}});
  }
  const auto draft = correct(device, at);
  device.put(draft + "/answers/LEG-04", {{"value", "yes"}});
  device.sign(draft);
  ASSERT_EQ(device.post(draft + "/seal").status, 201);

  const auto report = wire::read_corrected_inspection(wire::read_record(log_text(device, 2))->body());
  ASSERT_TRUE(report);
  ASSERT_EQ(report->inspection.findings.size(), 1U);
  for (const auto& finding : first->findings) {
    if (finding.item == "CHD-04") {
      EXPECT_EQ(report->inspection.findings[0].finding, finding.finding);
    }
  }
  EXPECT_THAT(open_codes(device, kMelati), UnorderedElementsAre("CHD-04"));
}

TEST(Correction, OfAVisitThatJudgedOldFindingsJudgesTheSameOnes) {
  FieldDevice device;
  const auto at = device.inspect(kLontar);
  const auto draft = correct(device, at);
  const auto opened = device.get(draft).json;
  EXPECT_EQ(opened["open_findings"].size(), 2U);
  device.put(draft + "/dispositions/" + kFindingExit, {{"disposition", "corrected_on_site"}});
  device.sign(draft);
  ASSERT_EQ(device.post(draft + "/seal").status, 201);
  const auto codes = open_codes(device, kLontar);
  EXPECT_EQ(std::count(codes.begin(), codes.end(), "FIR-02"), 0);
}

TEST(Correction, StandsInNobodysWay) {
  FieldDevice device;
  const auto at = device.inspect(kMelati);
  correct(device, at);
  const auto fresh = device.post("/api/inspections", {{"lodging_id", kMelati}, {"visit_id", nullptr}});
  EXPECT_EQ(fresh.status, 201) << "a new visit can begin while a correction is drafted";
  EXPECT_TRUE(fresh.json["correction"].is_null());
  EXPECT_EQ(device.post("/api/inspections/" + fresh.json["id"].get<std::string>() + "/correct", kWhy).json["code"],
            "conflict");
}

TEST(Correction, OfACorrectionAndItsPaperSayWhatTheyReplace) {
  FieldDevice device;
  const auto at = device.inspect(kMelati);
  const auto second = correct(device, at);
  device.sign(second);
  ASSERT_EQ(device.post(second + "/seal").status, 201);
  const auto third = correct(device, second);
  device.sign(third);
  ASSERT_EQ(device.post(third + "/seal").status, 201);

  const auto report = wire::read_corrected_inspection(wire::read_record(log_text(device, 3))->body());
  ASSERT_TRUE(report);
  EXPECT_EQ("/api/inspections/" + to_text(report->supersedes), second);
  const auto old_paper = device.get(second + "/berita-acara").json;
  const auto paper = device.get(third + "/berita-acara").json;
  EXPECT_THAT(paper["replaces"]["id"].get<std::string>(), HasSubstr(old_paper["draft_id"].get<std::string>()));
  EXPECT_THAT(paper["replaces"]["en"].get<std::string>(), HasSubstr("Jawaban CHD-04 tertukar"));
  EXPECT_EQ(device.get(third + "/berita-acara.pdf").status, 200);
}

}  // namespace
}  // namespace ronda::field::test
