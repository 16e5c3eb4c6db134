#include <gmock/gmock.h>

#include <cmath>
#include <sstream>

#include "field-app/core/store/sync_store.hpp"
#include "field_fixture.hpp"
#include "shared/domain/inspection.hpp"
#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/paper_code.hpp"
#include "shared/wire/record_json.hpp"

namespace ronda::field::test {

using ::testing::HasSubstr;
using ::testing::Not;

namespace {

std::vector<LogRecord> log_of(FieldDevice& device) {
  auto records = SyncStore(device.database()).records_after(0, 100, 10'000'000);
  EXPECT_TRUE(records.has_value());
  return *records;
}

std::string what_is_missing(const Json& reply) {
  std::string out;
  for (const Json& thing : reply["missing"]) {
    out += thing["what"].get<std::string>();
    if (!thing["item"].is_null()) out += ":" + thing["item"].get<std::string>();
    out += " ";
  }
  return out;
}

}  // namespace

TEST(WholeInspection, ThirtyNineOfThirtyNineIsSealedIntoOneRecord) {
  FieldDevice device;
  const std::string at = device.open(kLontar, kVisitLontar);
  device.answer_all(at);
  device.sign(at);
  device.wait_minutes(47);
  const Json review = device.get(at + "/review").json;

  const Answered sealed = device.post(at + "/seal");

  EXPECT_EQ(review["answered"], 39);
  EXPECT_EQ(review["total"], 39);
  EXPECT_EQ(review["minutes"], 47);
  EXPECT_EQ(review["can_seal"], true);
  ASSERT_EQ(sealed.status, 201) << sealed.text;
  EXPECT_EQ(sealed.json["record"]["seq"], 1);
  const Json inspection = device.get(at).json;
  EXPECT_EQ(inspection["state"], "sealed");
  EXPECT_EQ(inspection["sync"], "on_device");
  EXPECT_EQ(inspection["record"]["hash"], sealed.json["record"]["hash"]);
}

TEST(WholeInspection, TheRecordHoldsWhatWasSeenAndPassesTheServersCheck) {
  FieldDevice device;
  const std::string at = device.open(kLontar, kVisitLontar);
  device.answer_all(at);
  device.put(at + "/answers/ADM-02", {{"value", "no"}, {"note", "  hanya pemesan yang dicatat "}});
  device.put(at + "/answers/LEG-05", {{"value", 20}});
  device.put(at + "/dispositions/" + kFindingExit, {{"disposition", "persists"}});
  device.put(at + "/answers/FIR-02", {{"value", "no"}});
  device.put(at + "/fix",
             {{"phase", "start"},
              {"fix", {{"lat_e6", -10150000}, {"lng_e6", 123620000}, {"accuracy_m", 12}, {"mock", false}}}});
  device.sign(at);
  ASSERT_EQ(device.post(at + "/seal").status, 201);

  const auto log = log_of(device);
  ASSERT_EQ(log.size(), 1U);
  auto record = wire::read_record(log[0].text);
  ASSERT_TRUE(record.has_value()) << record.error().message;
  auto body = wire::read_sealed(record->body());

  ASSERT_TRUE(body.has_value()) << body.error().message << " at " << body.error().where;
  EXPECT_EQ(record->head.kind, "inspection.sealed");
  EXPECT_EQ(to_text(record->head.officer), kYosef);
  EXPECT_EQ(body->answers.size(), 39U);
  std::string findings;
  for (const auto& finding : body->findings) {
    findings += finding.item + " " + std::string(word(finding.severity)) + " " + to_text(finding.due_on) + " " +
                finding.note + "\n";
  }
  // FIR-02 persists: it stays the old finding and does not become a second one.
  EXPECT_EQ(findings,
            "LEG-05 minor 2027-01-01 \n"
            "ADM-02 major 2026-12-09 hanya pemesan yang dicatat\n");
  const auto checklist = *wire::parse_checklist(wire::embedded_checklist("v1"));
  const auto checked = domain::check_sealed(
      *body, checklist,
      {{*parse_id<FindingId>(kFindingExit), "FIR-02"}, {*parse_id<FindingId>(kFindingBoard), "LEG-03"}});
  EXPECT_TRUE(checked.has_value()) << checked.error().message << " at " << checked.error().where;
}

TEST(WholeInspection, KilledBetweenAnyTwoTapsItLosesNothingAndResumesAtTheSameItem) {
  FieldDevice device;
  const std::string at = device.open(kLontar, kVisitLontar);
  const Json checklist = device.get("/api/checklists/v1").json;
  device.post(at + "/sample", {{"from", "2026-11-18"}, {"to", "2026-12-01"}, {"total_lines", 96}, {"n", 10}});
  const Json drawn = device.get(at).json["sample"]["lines"];
  for (int k = 1; k <= 10; ++k) {
    device.put(at + "/sample/entries/" + std::to_string(k), {{"complete", k != 4},
                                                             {"verified", true},
                                                             {"foreign", false},
                                                             {"reported", false},
                                                             {"minor", false},
                                                             {"companion", false}});
    device.reopen();
    const Json sample = device.get(at).json["sample"];
    ASSERT_EQ(sample["entries"].size(), static_cast<std::size_t>(k));
    ASSERT_EQ(sample["lines"], drawn);
  }
  int answered = 0;
  for (const Json& section : checklist["sections"]) {
    for (const Json& item : section["items"]) {
      const auto kind = item["kind"].get<std::string>();
      if (kind != "yn" && kind != "count") continue;
      const auto code = item["code"].get<std::string>();
      const Json value = kind == "yn" ? Json("yes") : Json(18);
      const Answered tap = device.put(at + "/answers/" + code, {{"value", value}});
      ASSERT_EQ(device.put(at + "/position", {{"item", code}}).status, 200);
      const Json before = device.get(at).json;
      device.reopen();
      const Json after = device.get(at).json;
      ASSERT_EQ(after["answers"][code], tap.json["answer"]) << code;
      ASSERT_EQ(after["position"], code);
      ASSERT_EQ(after["answers"], before["answers"]);
      ASSERT_EQ(after["progress"], before["progress"]);
      ++answered;
    }
  }
  EXPECT_EQ(answered, 31);
  EXPECT_EQ(device.get(at).json["progress"]["first_gap"], "SMP-08");
  EXPECT_EQ(device.database().integrity().value_or("?"), "ok");
}

TEST(WholeInspection, OpeningTheSameLodgingAgainResumesTheDraft) {
  FieldDevice device;
  const Answered first = device.post("/api/inspections", {{"lodging_id", kLontar}, {"visit_id", kVisitLontar}});
  device.put("/api/inspections/" + first.json["id"].get<std::string>() + "/answers/LEG-01", {{"value", "yes"}});

  const Answered second = device.post("/api/inspections", {{"lodging_id", kLontar}, {"visit_id", nullptr}});

  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.json["id"], first.json["id"]);
  EXPECT_EQ(second.json["answers"]["LEG-01"]["value"], "yes");
  EXPECT_EQ(device.get("/api/lodgings/" + std::string(kLontar)).json["draft_id"], first.json["id"]);
}

TEST(WholeInspection, StartedFromTheListItStillCountsForTodaysVisit) {
  FieldDevice device;

  const std::string at = device.open(kBeringin);

  EXPECT_EQ(device.get(at).json["visit_id"], kVisitBeringin);
}

TEST(Sealing, EveryOpenFindingNeedsItsDispositionFirst) {
  FieldDevice device;
  const std::string at = device.open(kLontar, kVisitLontar);
  device.answer_all(at, "dispositions");
  device.sign(at);

  const Answered refused = device.post(at + "/seal");

  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.json["code"], "incomplete");
  EXPECT_EQ(what_is_missing(refused.json), "disposition:FIR-02 disposition:LEG-03 ");
  EXPECT_EQ(refused.json["missing"][0]["finding_id"], kFindingExit);
  EXPECT_EQ(device.get(at).json["state"], "open");
  EXPECT_TRUE(log_of(device).empty());
}

TEST(Sealing, NamesEveryGapOfAnEmptyForm) {
  FieldDevice device;
  const std::string at = device.open(kMelati);

  const Answered refused = device.post(at + "/seal");

  EXPECT_EQ(refused.json["missing"].size(), 31U + 1U + 2U);
  EXPECT_THAT(what_is_missing(refused.json), HasSubstr("REG-06 sample:SMP-01 item:ADM-01"));
  EXPECT_THAT(what_is_missing(refused.json), HasSubstr("manager_signature officer_signature "));
}

TEST(Sealing, PressingTwiceGivesTheSameRecord) {
  FieldDevice device;
  const std::string at = device.inspect(kLontar);
  const Json first = device.post(at + "/seal").json;
  device.wait_minutes(5);
  device.reopen();

  const Answered again = device.post(at + "/seal");

  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.json, first);
  EXPECT_EQ(log_of(device).size(), 1U);
}

TEST(Sealing, ASealedInspectionTakesNoMoreTaps) {
  FieldDevice device;
  const std::string at = device.inspect(kLontar);
  const Json before = device.get(at).json;

  std::vector<Answered> taps;
  taps.push_back(device.put(at + "/answers/LEG-01", {{"value", "no"}}));
  taps.push_back(device.put(at + "/position", {{"item", "LEG-02"}}));
  taps.push_back(device.remove(at + "/sample"));
  taps.push_back(device.put(at + "/sample/entries/1", {{"complete", false},
                                                       {"verified", true},
                                                       {"foreign", false},
                                                       {"reported", false},
                                                       {"minor", false},
                                                       {"companion", false}}));
  taps.push_back(device.put(at + "/dispositions/" + kFindingExit, {{"disposition", "persists"}}));
  taps.push_back(device.put(at + "/outcome", {{"outcome", "closed"}, {"reason", "tutup"}}));
  taps.push_back(device.put(at + "/signatures/manager", {{"refused", true}, {"reason", "tidak mau"}}));
  taps.push_back(device.put(at + "/signatures/officers/" + kMaria, {{"signed", true}}));
  taps.push_back(device.call("POST", at + "/photos?item=LEG-01", jpeg_bytes(8, 8), "image/jpeg"));
  taps.push_back(device.post(at + "/emergency"));

  for (const Answered& tap : taps) {
    EXPECT_EQ(tap.status, 409) << tap.text;
    EXPECT_EQ(tap.json["code"], "sealed");
  }
  EXPECT_EQ(device.get(at).json, before);
}

TEST(Sealing, RecordsOfADeviceFormOneChain) {
  FieldDevice device;
  device.inspect(kLontar);
  device.reopen();
  device.wait_minutes(30);
  device.inspect(kBeringin);
  device.inspect(kSasando);

  ledger::Hash last{};
  std::int64_t seq = 0;
  for (const LogRecord& stored : log_of(device)) {
    auto record = wire::read_record(stored.text);
    ASSERT_TRUE(record.has_value()) << record.error().message;
    EXPECT_TRUE(ledger::continues(record->head, seq, last).has_value());
    EXPECT_EQ(ledger::record_hash(stored.text), stored.hash);
    last = stored.hash;
    seq = record->head.seq;
  }
  EXPECT_EQ(seq, 3);
}

TEST(Sealing, AClockThatWasSetBackDoesNotMakeTheVisitEndBeforeItBegan) {
  FieldDevice device;
  const std::string at = device.open(kLontar, kVisitLontar);
  device.answer_all(at);
  device.sign(at);
  device.set_now("2026-12-01T00:00:00.000Z");

  const Answered sealed = device.post(at + "/seal");

  ASSERT_EQ(sealed.status, 201) << sealed.text;
  EXPECT_EQ(sealed.json["sealed_at"], "2026-12-02T08:20:00.000Z");
}

TEST(Sealing, ARefusedVisitNeedsOnlyItsReasonAndOneOfficer) {
  FieldDevice device;
  const std::string at = device.open(kBeringin, kVisitBeringin);
  const Answered without = device.put(at + "/outcome", {{"outcome", "refused"}, {"reason", nullptr}});
  device.put(at + "/outcome", {{"outcome", "refused"}, {"reason", "Pemilik tidak mengizinkan masuk"}});
  const std::string missing = what_is_missing(device.get(at + "/review").json);
  device.put(at + "/signatures/officers/" + kYosef, {{"signed", true}});

  const Answered sealed = device.post(at + "/seal");

  EXPECT_EQ(without.status, 422);
  EXPECT_EQ(without.json["where"], "/reason");
  EXPECT_EQ(missing, "officer_signature ");
  ASSERT_EQ(sealed.status, 201) << sealed.text;
  const Json stops = device.get("/api/round").json["stops"];
  EXPECT_EQ(stops[1]["state"], "refused");
  const Json lodging = device.get("/api/lodgings/" + std::string(kBeringin)).json;
  EXPECT_EQ(lodging["lodging"]["month"]["done"], 0);
  EXPECT_EQ(lodging["visits"][0]["outcome"], "refused");
}

TEST(Sealing, ADraftKeepsTheChecklistItWasBegunWith) {
  FieldDevice device;
  const std::string at = device.open(kLontar, kVisitLontar);
  Json next = device.get("/api/checklists/v1").json;
  next["version"] = "v2";
  next["published"] = "2026-12-02";
  next["sections"].erase(next["sections"].size() - 1);
  feed(device.database(), "checklist", "01935d00-0000-7000-8000-000000000081", next);

  const Json draft = device.get(at).json;
  const std::string other = device.open(kBeringin);
  device.answer_all(at);
  device.sign(at);

  EXPECT_EQ(draft["checklist"], "v1");
  EXPECT_EQ(draft["progress"]["total"], 39);
  EXPECT_EQ(device.get(other).json["checklist"], "v2");
  EXPECT_EQ(device.get(other).json["progress"]["total"], 37);
  EXPECT_EQ(device.post(at + "/seal").status, 201);
}

TEST(Paper, ShowsTheWholeVisitAndOpensThePortal) {
  FieldDevice device;
  const std::string at = device.open(kLontar, kVisitLontar);
  const Answered too_early = device.get(at + "/berita-acara");
  device.answer_all(at);
  device.put(at + "/answers/ADM-02", {{"value", "no"}});
  device.call("POST", at + "/photos?item=LEG-01", jpeg_bytes(1600, 1200), "image/jpeg");
  device.sign(at);
  device.wait_minutes(47);
  const Json sealed = device.post(at + "/seal").json;

  const Json paper = device.get(at + "/berita-acara").json;

  EXPECT_EQ(too_early.json["code"], "incomplete");
  EXPECT_THAT(paper["draft_id"].get<std::string>(), ::testing::MatchesRegex("R2-1202-[0-9A-F]{4}"));
  EXPECT_EQ(paper["letterhead"][2], "RESOR KUPANG KOTA");
  EXPECT_EQ(paper["started"]["id"], "Rabu, 2 Desember 2026 pukul 16.20 WITA");
  EXPECT_EQ(paper["ended"]["en"], "Wednesday, 2 December 2026 at 17:07 WITA");
  EXPECT_EQ(paper["manager"]["role"], "Penanggung jawab malam");
  EXPECT_EQ(paper["officers"][0]["rank"], "Bripka");
  EXPECT_EQ(paper["sections"].size(), 8U);
  EXPECT_EQ(paper["sections"][0]["items"][4]["answer"]["id"], "18 kamar");
  EXPECT_EQ(paper["sections"][2]["items"][0]["answer"]["en"], "18 Nov–1 Dec 2026");
  EXPECT_EQ(paper["findings"][0]["code"], "ADM-02");
  EXPECT_EQ(paper["dispositions"][0]["disposition"], "corrected_later");
  EXPECT_EQ(paper["photos"], 1);
  EXPECT_EQ(paper["hash"], sealed["record"]["hash"]);
  const auto link = paper["portal_link"].get<std::string>();
  EXPECT_THAT(link, HasSubstr("http://127.0.0.1:8080/n/"));
  const auto code = wire::read_paper_code(paper["qr"].get<std::string>());
  ASSERT_TRUE(code);
  EXPECT_EQ(code->link, link);
  EXPECT_EQ(code->word.day, (LocalDate{2026, 12, 2}));
  EXPECT_EQ(code->word.new_findings, 1);
  EXPECT_EQ(code->word.open_findings, 0);
  EXPECT_EQ(code->word.seq, 1);
  EXPECT_EQ(ledger::to_text(code->word.record), paper["hash"]);
  const Json told = device.post("/api/papers/check", {{"text", paper["qr"]}}).json;
  EXPECT_EQ(told["verdict"], "genuine");
  EXPECT_EQ(told["paper"]["lodging"]["id"], kLontar);
  EXPECT_EQ(told["paper"]["door_code"],
            device.get(std::string("/api/lodgings/") + kLontar).json["lodging"]["door_code"]);
  // The record carries the hash of the token, not the token.
  const std::string token = link.substr(link.rfind('/') + 1);
  EXPECT_THAT(log_of(device)[0].text, HasSubstr(wire::portal_key(token)));
  EXPECT_THAT(log_of(device)[0].text, Not(HasSubstr(token)));
}

TEST(Paper, StaysAsItWasSignedWhateverChangesLater) {
  FieldDevice device;
  const std::string at = device.inspect(kLontar);
  const std::string before = device.get(at + "/berita-acara").text;
  feed(device.database(), "officer", kYosef,
       {{"name", "Yosef Nahak"}, {"rank", "Aipda"}, {"nrp", "85030231"}, {"team", kTeam}, {"active", true}});
  unfeed(device.database(), "lodging", kLontar);

  EXPECT_EQ(device.get(at + "/berita-acara").text, before);
  EXPECT_EQ(device.get(at).json["lodging"]["name"], "Wisma Lontar Teduh");
  EXPECT_EQ(device.get("/api/lodgings?q=lontar").json["total"], 0);
}

TEST(Paper, ItsPdfIsMadeOnTheDevice) {
  FieldDevice device;
  const std::string at = device.inspect(kLontar);

  const Answered pdf = device.get(at + "/berita-acara.pdf");

  EXPECT_EQ(pdf.status, 200) << pdf.text.substr(0, 300);
  EXPECT_EQ(pdf.content_type, "application/pdf");
  EXPECT_THAT(pdf.text.substr(0, 5), "%PDF-");
}

TEST(Paper, IsAlsoMadeForAPocketPrinter) {
  FieldDevice device;
  const std::string at = device.inspect(kLontar);
  const auto width_mm = [&](const std::string& form) {
    const std::string pdf = device.get(at + "/berita-acara.pdf?form=" + form).text;
    double box[4] = {};
    const std::size_t found = pdf.find("/MediaBox [");
    if (found != std::string::npos) {
      std::istringstream numbers(pdf.substr(found + 11, 80));
      for (double& number : box) numbers >> number;
    }
    return std::lround(box[2] / 72 * 25.4);
  };
  EXPECT_EQ(width_mm("receipt"), 80);
  EXPECT_EQ(width_mm("a4"), 210);
  EXPECT_EQ(device.get(at + "/berita-acara.pdf?form=a5").status, 422);
}

}  // namespace ronda::field::test
