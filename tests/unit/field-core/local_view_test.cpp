// What the officer sees is the server's state with own work over it, and never goes back in time.
#include <gmock/gmock.h>

#include "field-app/core/store/reference_changes.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "field_fixture.hpp"

namespace ronda::field::test {

namespace {

std::string findings_of(FieldDevice& device, const char* lodging) {
  std::string out;
  const Json findings = device.get(std::string("/api/lodgings/") + lodging).json["findings"];
  for (const Json& finding : findings) {
    out += finding["code"].get<std::string>() + " x" + std::to_string(finding["times_seen"].get<int>()) + "; ";
  }
  return out;
}

int done_this_month(FieldDevice& device, const char* lodging) {
  return device.get(std::string("/api/lodgings/") + lodging).json["lodging"]["month"]["done"].get<int>();
}

/// Seals a visit at Lontar: the exit persists, the board is corrected, ADM-02 is new.
std::string seal_lontar(FieldDevice& device) {
  const std::string at = device.open(kLontar, kVisitLontar);
  device.answer_all(at);
  device.put(at + "/answers/ADM-02", {{"value", "no"}});
  device.put(at + "/dispositions/" + kFindingExit, {{"disposition", "persists"}});
  device.sign(at);
  EXPECT_EQ(device.post(at + "/seal").status, 201);
  return at.substr(at.rfind('/') + 1);
}

Json new_finding_of(FieldDevice& device) {
  auto records = SyncStore(device.database()).records_after(0, 1, 1'000'000);
  return Json::parse((*records)[0].text)["body"]["findings"][0];
}

}  // namespace

TEST(LocalView, ASealedVisitIsDoneAtOnceWithItsFindings) {
  FieldDevice device;
  EXPECT_EQ(findings_of(device, kLontar), "FIR-02 x2; LEG-03 x2; ");

  seal_lontar(device);

  EXPECT_EQ(device.get("/api/round").json["stops"][0]["state"], "done");
  EXPECT_EQ(done_this_month(device, kLontar), 1);
  EXPECT_EQ(findings_of(device, kLontar), "FIR-02 x3; ADM-02 x1; ");
}

TEST(LocalView, WhenTheFeedBringsTheVisitNothingIsCountedTwice) {
  FieldDevice device;
  const std::string id = seal_lontar(device);
  const Json opened = new_finding_of(device);
  const Json before = device.get(std::string("/api/lodgings/") + kLontar).json;

  // In the order of a server: findings first, then the visit and the summary.
  const auto finding = opened["finding"].get<std::string>();
  feed(device.database(), "finding", finding.c_str(),
       {{"lodging", kLontar},
        {"code", "ADM-02"},
        {"severity", "major"},
        {"text",
         {{"id", "Semua penghuni kamar dicatat, bukan hanya pemesan"},
          {"en", "All occupants registered, not only the booker"}}},
        {"note", nullptr},
        {"state", "open"},
        {"opened_on", "2026-12-02"},
        {"opened_by", id},
        {"due_on", opened["due_on"]},
        {"times_seen", 1},
        {"rung", "berita_acara"}});
  EXPECT_EQ(findings_of(device, kLontar), "FIR-02 x3; ADM-02 x1; ");
  feed(device.database(), "visit", kVisitLontar,
       {{"round", nullptr},
        {"lodging", kLontar},
        {"team", kTeam},
        {"date", "2026-12-02"},
        {"band", "afternoon"},
        {"order", 5},
        {"planned_time", "16:20"},
        {"state", "done"},
        {"inspection", id},
        {"outcome", "done"}});
  feed(device.database(), "inspection", id.c_str(),
       {{"lodging", kLontar},
        {"visit", kVisitLontar},
        {"at", "2026-12-02T08:20:00.000Z"},
        {"outcome", "done"},
        {"officer", kYosef},
        {"checklist", "v1"},
        {"answers", Json::object()},
        {"new_findings", 1},
        {"persisting", 1}});

  EXPECT_EQ(done_this_month(device, kLontar), 1);
  const Json after = device.get(std::string("/api/lodgings/") + kLontar).json;
  EXPECT_EQ(after["visits"].size(), before["visits"].size());
  EXPECT_EQ(after["visits"][0]["new_findings"], 1);
  EXPECT_EQ(device.get("/api/round").json["dealt_with"], 1);
}

TEST(LocalView, AnOlderFeedDoesNotUndoWhatWasSealed) {
  FieldDevice device;
  seal_lontar(device);

  fill_reference(device.database());  // the server has not seen the visit yet

  EXPECT_EQ(device.get("/api/round").json["stops"][0]["state"], "done");
  EXPECT_EQ(findings_of(device, kLontar), "FIR-02 x3; ADM-02 x1; ");
}

TEST(LocalView, AFullPullReplacesEverythingWithoutAnEmptyScreenBetween) {
  FieldDevice device;
  ASSERT_TRUE(begin_full_pull(device.database()).has_value());
  EXPECT_EQ(device.get("/api/lodgings").json["total"], 4);
  feed(device.database(), "lodging", kLontar,
       {{"name", "Wisma Lontar Teduh"}, {"kind", "guesthouse"}, {"tier", "medium"}, {"status", "active"}});
  EXPECT_EQ(device.get("/api/lodgings").json["total"], 4);

  ASSERT_TRUE(end_full_pull(device.database()).has_value());

  EXPECT_EQ(device.get("/api/lodgings").json["total"], 1);
  EXPECT_EQ(device.get("/api/round").json["total"], 0);
}

TEST(LocalView, AnInspectionUnderWaySurvivesThatItsLodgingLeavesTheScope) {
  FieldDevice device;
  const std::string at = device.open(kMelati);
  device.put(at + "/answers/LEG-01", {{"value", "yes"}});

  unfeed(device.database(), "lodging", kMelati);

  EXPECT_EQ(device.get(at).json["lodging"]["name"], "Penginapan Melati Ombak");
  EXPECT_EQ(device.get(at).json["answers"]["LEG-01"]["value"], "yes");
}

TEST(Feed, WhatCannotBeReadChangesNothingAndNewKindsAreLeftAlone) {
  FieldDevice device;
  auto broken = apply_change(device.database(), "lodging", *parse_uuid(kLontar), R"({"name":"X","kind":"castle"})");
  auto newer = apply_change(device.database(), "weather", *parse_uuid(kLontar), R"({"rain":true})");

  EXPECT_EQ(broken.error().code, ErrorCode::bad_input);
  EXPECT_TRUE(newer.has_value());
  EXPECT_EQ(device.get("/api/lodgings?q=lontar").json["total"], 1);
}

TEST(Journal, RemembersEveryChangeAndCannotBeRewritten) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  device.put(at + "/answers/LEG-01", {{"value", "yes"}});
  device.put(at + "/answers/LEG-01", {{"value", "no"}, {"note", "tidak ada"}});

  std::string lines;
  {
    auto row = device.database().use("SELECT what, item, value FROM answer_journal ORDER BY seq");
    while (row.step()) lines += row.text(0) + " " + row.text(1) + " " + row.text(2) + "; ";
  }

  EXPECT_EQ(lines, "open  v1; answer LEG-01 \"yes\"; answer LEG-01 \"no\"; note LEG-01 tidak ada; ");
  EXPECT_FALSE(device.database().execute("DELETE FROM answer_journal").has_value());
  EXPECT_FALSE(device.database().execute("UPDATE answer_journal SET value = 'x'").has_value());
}

namespace {

std::string numbered(int n) {
  const std::string digits = std::to_string(n);
  return "01935d00-0000-7000-8000-0000000007" + std::string(2 - digits.size(), '0') + digits;
}

Json summary_at(const std::string& at) {
  return {{"lodging", kLontar},        {"visit", nullptr},  {"at", at},
          {"outcome", "done"},         {"officer", kYosef}, {"checklist", "v1"},
          {"answers", Json::object()}, {"new_findings", 0}, {"persisting", 0}};
}

std::int64_t count(FieldDevice& device, const std::string& sql) {
  auto row = device.database().use(sql);
  return row.step() ? row.int64(0) : -1;
}

}  // namespace

TEST(LocalView, OfALodgingsInspectionsTheLastTenStayWhateverOrderTheyComeIn) {
  FieldDevice device;
  unfeed(device.database(), "inspection", kPastInspection);
  for (const int day : {12, 3, 11, 1, 10, 5, 6, 7, 2, 9, 8, 4}) {
    const std::string at = "2026-11-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T10:00:00.000Z";
    feed(device.database(), "inspection", numbered(day).c_str(), summary_at(at));
  }
  EXPECT_EQ(count(device, "SELECT count(*) FROM inspection_summary"), 10);
  EXPECT_EQ(count(device, "SELECT count(*) FROM inspection_summary WHERE at < 1793700000000"), 0) << "1 and 2 November";
}

TEST(LocalView, WhatAServerIsAboutToReplaceDoesNotPushOutWhatComesInItsPlace) {
  FieldDevice device;
  for (int day = 1; day <= 10; ++day) {  // of books that are no more
    const std::string at = "2026-11-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T10:00:00.000Z";
    feed(device.database(), "inspection", numbered(50 + day).c_str(), summary_at(at));
  }
  ASSERT_TRUE(begin_full_pull(device.database()));
  for (int day = 1; day <= 4; ++day) {
    feed(device.database(), "inspection", numbered(day).c_str(),
         summary_at("2026-10-0" + std::to_string(day) + "T10:00:00.000Z"));
  }
  ASSERT_TRUE(end_full_pull(device.database()));
  EXPECT_EQ(count(device, "SELECT count(*) FROM inspection_summary"), 4);
}

TEST(LocalView, WhatTimeTakesOutOfScopeLeavesWithoutAWordUnlessOwnWorkSpeaksOfIt) {
  FieldDevice device;
  seal_lontar(device);  // it disposed of the board's finding
  const Json closed = {{"lodging", kLontar},        {"code", "LEG-03"},
                       {"severity", "minor"},       {"text", {{"id", "a"}, {"en", "a"}}},
                       {"note", nullptr},           {"state", "corrected_later"},
                       {"opened_on", "2026-11-01"}, {"opened_by", nullptr},
                       {"due_on", "2026-11-20"},    {"closed_on", "2026-12-02"},
                       {"times_seen", 2},           {"rung", "berita_acara"}};
  feed(device.database(), "finding", kFindingBoard, closed);
  feed(device.database(), "finding", numbered(1).c_str(), closed);
  const auto age = [&](const char* time) { ASSERT_TRUE(forget_aged(device.database(), *parse_instant(time))); };
  age("2027-01-31T00:00:00.000Z");
  EXPECT_GT(count(device, "SELECT count(*) FROM visit"), 0);
  age("2027-03-02T00:00:00.000Z");
  EXPECT_EQ(count(device, "SELECT count(*) FROM visit"), 0);
  EXPECT_EQ(count(device, "SELECT count(*) FROM finding WHERE closed_on IS NOT NULL"), 2);
  age("2027-03-03T00:00:00.000Z");
  EXPECT_EQ(count(device, "SELECT count(*) FROM finding WHERE closed_on IS NOT NULL"), 1);
}

}  // namespace ronda::field::test
