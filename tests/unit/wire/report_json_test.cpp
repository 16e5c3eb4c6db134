#include "shared/wire/report_json.hpp"

#include <gtest/gtest.h>

#include "shared/wire/inspection_json.hpp"

namespace ronda::wire {
namespace {

constexpr const char* kId = "01935d00-0000-7000-8000-000000000031";
constexpr const char* kOther = "01935d00-0000-7000-8000-000000000032";

template <typename T, typename Read>
void goes_there_and_back(const T& report, Read read) {
  const auto text = body_of(report);
  const auto document = JsonDocument::parse(text);
  ASSERT_TRUE(document) << text;
  const auto again = read(document->root());
  ASSERT_TRUE(again) << again.error().message << " " << again.error().where << " " << text;
  EXPECT_EQ(*again, report) << text;
  EXPECT_EQ(body_of(*again), text);
}

template <typename Read>
std::string refusal(Read read, const std::string& text) {
  const auto document = JsonDocument::parse(text);
  if (!document) return "no JSON";
  const auto report = read(document->root());
  return report ? "accepted" : std::string(word(report.error().code)) + " " + report.error().where;
}

domain::ManagerSignature strokes() {
  return domain::ManagerSigned{"Penanggung jawab malam", "", {10, 10, {{1, 2, 3, 4}}}};
}

TEST(ReportJson, EveryReportSurvivesTheWire) {
  goes_there_and_back(domain::MissedVisit{*parse_id<VisitId>(kId), domain::MissedReason::weather, ""}, read_missed);
  goes_there_and_back(domain::MissedVisit{*parse_id<VisitId>(kId), domain::MissedReason::other, "Jalan banjir"},
                      read_missed);
  goes_there_and_back(
      domain::ProposedLodging{*parse_id<LodgingId>(kId), "Kos Melati", domain::LodgingKind::kos, "Jl. Timor Raya 4",
                              "Oesapa", "Kelapa Lima", -10'150'000, 123'650'000, 12, "0380 8553001"},
      read_proposed);
  goes_there_and_back(domain::ProposedLodging{*parse_id<LodgingId>(kId), "Kos", domain::LodgingKind::other, "", "", "",
                                              -10'150'000, 123'650'000, std::nullopt, ""},
                      read_proposed);
  goes_there_and_back(domain::CorrectedLodging{*parse_id<LodgingId>(kId),
                                               7,
                                               {{domain::LodgingField::name, std::string("A"), std::string("B")},
                                                {domain::LodgingField::point, domain::Point{1, 2}, domain::Point{3, 4}},
                                                {domain::LodgingField::rooms, {}, std::int64_t{14}}}},
                      read_corrected_lodging);
  goes_there_and_back(domain::DisposedFinding{*parse_id<FindingId>(kId), *parse_id<LodgingId>(kOther),
                                              domain::Disposition::corrected_later, "Bukti dibawa ke kantor"},
                      read_disposed);
  goes_there_and_back(
      domain::ServedNotice{*parse_id<NoticeId>(kId), "Penanggung jawab malam", domain::ServiceWay::handed,
                           *parse_instant("2026-12-02T13:38:22.120Z"), strokes()},
      read_served);
  goes_there_and_back(domain::ServedNotice{*parse_id<NoticeId>(kId), "Pengelola", domain::ServiceWay::posted,
                                           *parse_instant("2026-12-02T13:38:22.120Z"), std::nullopt},
                      read_served);
  goes_there_and_back(
      domain::HeldActivity{*parse_id<domain::ActivityId>(kId), domain::ActivityKind::education,
                           *parse_date("2026-12-05"), "SMA Negeri 3 Kupang", "Bahaya eksploitasi", 60, std::nullopt},
      read_held);
}

TEST(ReportJson, AStrangeMemberAMissingOneAndAnotherShapeAreRefusedByName) {
  const std::string visit = std::string(R"({"visit":")") + kId + R"(","reason":)";
  EXPECT_EQ(refusal(read_missed, visit + R"("weather","note":null})"), "accepted");
  EXPECT_EQ(refusal(read_missed, visit + R"("weather"})"), "bad_input /note");
  EXPECT_EQ(refusal(read_missed, visit + R"("weather","note":null,"who":"x"})"), "bad_input /who");
  EXPECT_EQ(refusal(read_missed, visit + R"("bored","note":null})"), "bad_input /reason");
  EXPECT_EQ(refusal(read_missed, visit + R"("other","note":null})"), "incomplete /note");
  EXPECT_EQ(refusal(read_missed, visit + R"("weather","note":""})"), "bad_input /note");
  EXPECT_EQ(refusal(read_missed, visit + R"("weather","note":7})"), "bad_input /note");
}

TEST(ReportJson, NoPersonsNumberTravelsInAFreeText) {
  const std::string visit = std::string(R"({"visit":")") + kId + R"(","reason":"other","note":)";
  EXPECT_EQ(refusal(read_missed, visit + R"("tamu 5371010101900001"})"), "bad_input /note");
  const std::string activity = std::string(R"({"activity":")") + kId + R"(","kind":"other","date":"2026-12-05",)";
  EXPECT_EQ(refusal(read_held, activity + R"("place":"Rumah DH 1234 AB","theme":null,"headcount":3,"lodging":null})"),
            "bad_input /place");
  const std::string served =
      std::string(R"({"notice":")") + kId + R"(","way":"handed","at":"2026-12-02T13:38:22.120Z",)";
  EXPECT_EQ(refusal(read_served, served + R"("to":"Pengelola","signature":{"role":"Pengelola","name":"Budi",)"
                                          R"("strokes":{"width":9,"height":9,"lines":[[1,1]]}}})"),
            "bad_input /signature/name");
}

TEST(ReportJson, ACorrectionOfALodgingSaysWhatItSawAndWhatItSays) {
  const std::string head = std::string(R"({"lodging":")") + kId + R"(","base":3,"fields":)";
  EXPECT_EQ(refusal(read_corrected_lodging, head + R"({"rooms":{"old":null,"new":14}}})"), "accepted");
  EXPECT_EQ(refusal(read_corrected_lodging, head + R"({}})"), "bad_input /fields");
  EXPECT_EQ(refusal(read_corrected_lodging, head + R"({"rooms":{"new":14}}})"), "bad_input /fields/rooms/old");
  EXPECT_EQ(refusal(read_corrected_lodging, head + R"({"tier":{"old":"low","new":"high"}}})"),
            "bad_input /fields/tier");
  EXPECT_EQ(refusal(read_corrected_lodging, head + R"({"rooms":{"old":14,"new":14}}})"), "bad_input /fields/rooms");
  EXPECT_EQ(refusal(read_corrected_lodging, head + R"({"rooms":{"old":14,"new":"15"}}})"),
            "bad_input /fields/rooms/new");
  EXPECT_EQ(refusal(read_corrected_lodging, head + R"({"name":{"old":"A","new":null}}})"),
            "bad_input /fields/name/new");
  EXPECT_EQ(refusal(read_corrected_lodging, head + R"({"point":{"old":null,"new":{"lat_e6":1}}}})"),
            "bad_input /fields/point/new/lng_e6");
}

TEST(ReportJson, ACorrectedInspectionCarriesTheWholeNewVersion) {
  domain::CorrectedInspection report;
  report.supersedes = *parse_id<InspectionId>(kId);
  report.record = std::string(64, 'a');
  report.reason_class = domain::ReasonClass::result_changing;
  report.reason = "Jawaban FIR-02 tertukar";
  report.inspection.inspection = *parse_id<InspectionId>(kOther);
  report.inspection.lodging = *parse_id<LodgingId>(kId);
  report.inspection.checklist = "v1";
  report.inspection.portal_key = std::string(64, 'b');
  goes_there_and_back(report, read_corrected_inspection);

  report.inspection.inspection = report.supersedes;
  EXPECT_EQ(refusal(read_corrected_inspection, body_of(report)), "bad_input /inspection/inspection");
  report.inspection.inspection = *parse_id<InspectionId>(kOther);
  report.reason = " ";
  EXPECT_EQ(refusal(read_corrected_inspection, body_of(report)), "incomplete /reason");
  report.reason = "x";
  report.record = "abc";
  EXPECT_EQ(refusal(read_corrected_inspection, body_of(report)), "bad_input /record");
}

}  // namespace
}  // namespace ronda::wire
