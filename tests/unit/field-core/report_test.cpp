// What an officer reports besides inspections: it is on the screen and in the log at once, and stays whatever the feed
// brings until the server has taken it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "field-app/core/store/reference_changes.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/report_json.hpp"
#include "tests/unit/field-core/field_fixture.hpp"

namespace ronda::field::test {
namespace {

constexpr const char* kNotice = "01935d00-0000-7000-8000-000000000081";
constexpr const char* kActivity = "01935d00-0000-7000-8000-000000000091";

/// The last record of the log, read as strictly as the server does.
wire::ReadRecord last_record(FieldDevice& device) {
  auto row = device.database().use("SELECT text FROM record ORDER BY seq DESC LIMIT 1");
  EXPECT_TRUE(row.step());
  return *wire::read_record(row.text(0));
}

int records(FieldDevice& device) {
  auto row = device.database().use("SELECT count(*) FROM record");
  EXPECT_TRUE(row.step());
  return row.int32(0);
}

std::string stop_state(FieldDevice& device, const char* visit) {
  const auto round = device.get("/api/round").json;
  for (const auto& stop : round["stops"]) {
    if (stop["visit_id"] == visit) return stop["state"];
  }
  return "no stop";
}

void acknowledge(FieldDevice& device, std::int64_t seq) {
  ASSERT_TRUE(SyncStore(device.database()).acknowledge(seq, {}, Instant{1}));
}

Json lodging_data(const Json& more = Json::object()) {
  Json data = {{"name", "Wisma Lontar Teduh"},
               {"kind", "guesthouse"},
               {"address", "Jl. Contoh"},
               {"kelurahan", "Kelapa Lima"},
               {"kecamatan", "Kelapa Lima"},
               {"lat_e6", -10150000},
               {"lng_e6", 123620000},
               {"rooms", 18},
               {"tier", "medium"},
               {"status", "active"},
               {"version", 5}};
  data.update(more);
  return data;
}

Json visit_data() {
  return {{"round", nullptr},       {"lodging", kBeringin},  {"team", kTeam},
          {"date", "2026-12-02"},   {"band", "afternoon"},   {"order", 6},
          {"state", "disclosed"},   {"inspection", nullptr}, {"outcome", nullptr},
          {"planned_time", "17:10"}};
}

TEST(MissedVisitReport, ShowsAtOnceAndOutlivesTheFeedUntilTheServerHasIt) {
  FieldDevice device;
  const auto at = std::string("/api/visits/") + kVisitBeringin + "/missed";
  EXPECT_EQ(device.post(at, {{"reason", "other"}}).json["code"], "incomplete");
  EXPECT_EQ(device.post(at, {{"reason", "weather"}, {"note", "Tamu DH 1234 AB"}}).json["looks_like"], "plate");
  EXPECT_EQ(device.post(at, {{"reason", "bosan"}}).json["where"], "/reason");
  EXPECT_EQ(records(device), 0);

  const auto said = device.post(at, {{"reason", "weather"}, {"note", "Banjir di Oesapa"}});

  EXPECT_EQ(said.status, 201) << said.text;
  EXPECT_EQ(stop_state(device, kVisitBeringin), "missed");
  const auto report = wire::read_missed(last_record(device).body());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->note, "Banjir di Oesapa");
  EXPECT_EQ(device.post(at, {{"reason", "weather"}}).status, 200) << "pressing twice is harmless";
  EXPECT_EQ(records(device), 1);
  feed(device.database(), "visit", kVisitBeringin, visit_data());
  EXPECT_EQ(stop_state(device, kVisitBeringin), "missed") << "the feed does not know it yet";
  device.reopen();
  EXPECT_EQ(stop_state(device, kVisitBeringin), "missed");
  acknowledge(device, 1);
  feed(device.database(), "visit", kVisitBeringin, visit_data());
  EXPECT_EQ(stop_state(device, kVisitBeringin), "planned") << "from here on the server's word counts";
}

TEST(MissedVisitReport, IsRefusedForAVisitThatIsUnderWay) {
  FieldDevice device;
  device.open(kBeringin, kVisitBeringin);
  EXPECT_EQ(device.post(std::string("/api/visits/") + kVisitBeringin + "/missed", {{"reason", "weather"}}).json["code"],
            "conflict");
}

TEST(NewLodging, CanBeFoundAndInspectedAtOnceAndStaysThroughAFullPull) {
  FieldDevice device;
  const auto made = device.post("/api/lodgings", {{"name", "Kos Melati"},
                                                  {"kind", "kos"},
                                                  {"kelurahan", "Oesapa"},
                                                  {"lat_e6", -10150000},
                                                  {"lng_e6", 123650000},
                                                  {"rooms", 12}});
  ASSERT_EQ(made.status, 201) << made.text;
  const std::string id = made.json["lodging"]["id"];
  EXPECT_EQ(made.json["lodging"]["status"], "unregistered");
  EXPECT_EQ(device.get("/api/lodgings?q=kos+melati").json["total"], 1);

  ASSERT_TRUE(begin_full_pull(device.database()));
  ASSERT_TRUE(end_full_pull(device.database()));
  EXPECT_EQ(device.get("/api/lodgings?q=kos+melati").json["total"], 1) << "the server has not heard of it";

  EXPECT_EQ(device.post("/api/inspections", {{"lodging_id", id}, {"visit_id", nullptr}}).status, 201);
  const auto report = wire::read_proposed(last_record(device).body());
  ASSERT_TRUE(report);
  EXPECT_EQ(to_text(report->lodging), id);
}

TEST(LodgingCorrection, SaysWhatWasSeenAndWhatItIsAndLeavesOutWhatDoesNotDiffer) {
  FieldDevice device;
  feed(device.database(), "lodging", kLontar, lodging_data());
  const auto at = std::string("/api/lodgings/") + kLontar;
  const auto changed =
      device.call("PATCH", at, Json{{"rooms", 20}, {"phone", "0380 8553001"}, {"kind", "guesthouse"}}.dump());

  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.json["lodging"]["rooms"], 20);
  const auto report = wire::read_corrected_lodging(last_record(device).body());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->base, 5);
  ASSERT_EQ(report->changes.size(), 2U);
  EXPECT_EQ(report->changes[1].from, domain::FieldValue{std::int64_t{18}});
  EXPECT_EQ(report->changes[1].to, domain::FieldValue{std::int64_t{20}});

  EXPECT_TRUE(device.call("PATCH", at, Json{{"rooms", 20}}.dump()).json["record"].is_null());
  EXPECT_EQ(records(device), 1) << "nothing changed, nothing is said";
  feed(device.database(), "lodging", kLontar, lodging_data({{"name", "Wisma Lontar"}, {"version", 6}}));
  const auto seen = device.get(at).json["lodging"];
  EXPECT_EQ(seen["name"], "Wisma Lontar");
  EXPECT_EQ(seen["rooms"], 20) << "own words lie over the feed";
  acknowledge(device, 1);
  feed(device.database(), "lodging", kLontar, lodging_data({{"rooms", 19}, {"version", 7}}));
  EXPECT_EQ(device.get(at).json["lodging"]["rooms"], 19);
}

TEST(LodgingCorrection, RefusesNonsenseByField) {
  FieldDevice device;
  const auto at = std::string("/api/lodgings/") + kLontar;
  EXPECT_EQ(device.call("PATCH", at, Json{{"rooms", "banyak"}}.dump()).json["where"], "/rooms");
  EXPECT_EQ(device.call("PATCH", at, Json{{"name", nullptr}}.dump()).json["where"], "/name");
  EXPECT_EQ(device.call("PATCH", at, Json{{"tier", "high"}}.dump()).status, 422);
  EXPECT_EQ(device.call("PATCH", at, Json{{"address", "Kamar tamu 5371010101900001"}}.dump()).json["looks_like"],
            "nik");
  EXPECT_EQ(records(device), 0);
}

TEST(FindingWord, TakesTheFindingOffTheListUntilTheServerSaysOtherwise) {
  FieldDevice device;
  const auto at = std::string("/api/findings/") + kFindingExit + "/disposition";
  EXPECT_EQ(device.post(at, {{"disposition", "withdrawn"}}).json["code"], "incomplete");
  EXPECT_EQ(device.post(at, {{"disposition", "corrected_on_site"}}).json["where"], "/disposition");

  ASSERT_EQ(device.post(at, {{"disposition", "corrected_later"}, {"reason", "Foto dibawa ke kantor"}}).status, 201);

  const auto open = device.get(std::string("/api/lodgings/") + kLontar).json["findings"];
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0]["code"], "LEG-03");
  const auto report = wire::read_disposed(last_record(device).body());
  ASSERT_TRUE(report);
  EXPECT_EQ(to_text(report->lodging), kLontar);
}

TEST(ServedNotice, IsShownWithTheLodgingAndNamesNobody) {
  FieldDevice device;
  feed(device.database(), "notice", kNotice,
       {{"lodging", kLontar},
        {"inspection", kPastInspection},
        {"rung", "pemberitahuan"},
        {"state", "issued"},
        {"number", "B/1/XII/2026"},
        {"made_at", "2026-12-01T00:00:00.000Z"},
        {"due_on", "2026-12-09"},
        {"served", nullptr}});
  const auto at = std::string("/api/notices/") + kNotice + "/served";
  EXPECT_EQ(device.post(at, {{"to", "Pengelola"}, {"way", "handed"}}).json["where"], "/signature");
  EXPECT_EQ(device
                .post(at, {{"to", "Pengelola"},
                           {"way", "handed"},
                           {"signature", {{"role", "Pengelola"}, {"name", "Budi"}, {"strokes", strokes()}}}})
                .json["where"],
            "/signature/name");

  ASSERT_EQ(device
                .post(at, {{"to", "Penanggung jawab malam"},
                           {"way", "handed"},
                           {"signature", {{"role", "Penanggung jawab malam"}, {"strokes", strokes()}}}})
                .status,
            201);

  const auto seen = device.get(std::string("/api/lodgings/") + kLontar).json["notices"];
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0]["served_to"], "Penanggung jawab malam");
  EXPECT_TRUE(wire::read_served(last_record(device).body()));
}

TEST(HeldActivity, IsListedWithItsWay) {
  FieldDevice device;
  EXPECT_EQ(
      device
          .post("/api/activities", {{"kind", "education"}, {"date", "2027-01-01"}, {"place", "Aula"}, {"headcount", 6}})
          .json["where"],
      "/date");
  ASSERT_EQ(device
                .post("/api/activities", {{"kind", "education"},
                                          {"date", "2026-12-01"},
                                          {"place", "SMA Negeri 3 Kupang"},
                                          {"headcount", 60},
                                          {"lodging_id", kLontar}})
                .status,
            201);
  feed(device.database(), "activity", kActivity,
       {{"kind", "other"},
        {"date", "2026-11-20"},
        {"place", "Aula"},
        {"theme", nullptr},
        {"headcount", 6},
        {"lodging", nullptr},
        {"officer", kMaria}});
  const auto all = device.get("/api/activities").json["activities"];
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["sync"], "on_device");
  EXPECT_EQ(all[1]["sync"], "on_server");
  EXPECT_TRUE(wire::read_held(last_record(device).body()));
}

TEST(HandledRecord, LosesItsProblemMarkWhenAPersonHandledIt) {
  FieldDevice device;
  const auto at = device.inspect(kMelati);
  const auto record = device.get(at).json["record"];
  ASSERT_TRUE(SyncStore(device.database()).acknowledge(1, {{1, "not_found", "no such lodging"}}, Instant{1}));
  EXPECT_EQ(device.get(at).json["sync"], "problem");
  const auto word = [&](const char* hash, const char* state) {
    feed(device.database(), "record", "01935d00-0000-7000-8000-0000000000a1",
         {{"seq", 1},
          {"hash", hash},
          {"state", state},
          {"code", "not_found"},
          {"message", "no such lodging"},
          {"note", nullptr}});
  };
  word(std::string(64, '0').c_str(), "accepted");
  EXPECT_EQ(device.get(at).json["sync"], "problem") << "another record under the same number";
  word(record["hash"].get<std::string>().c_str(), "open");
  EXPECT_EQ(device.get(at).json["sync"], "problem");
  word(record["hash"].get<std::string>().c_str(), "accepted");
  EXPECT_EQ(device.get(at).json["sync"], "on_server");
}

}  // namespace
}  // namespace ronda::field::test
