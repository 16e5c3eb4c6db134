// The answer to a push is lost, and then the feed tells what the server made of it: from there on the server's word
// counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "field-app/core/store/sync_store.hpp"
#include "tests/unit/field-core/field_fixture.hpp"
#include "tests/unit/field-core/sync_rehearsal.hpp"

namespace ronda::field::test {
namespace {

constexpr const char* kNotice = "01935d00-0000-7000-8000-000000000081";
constexpr const char* kActivity = "01935d00-0000-7000-8000-000000000091";
constexpr const char* kHeld = "01935d00-0000-7000-8000-0000000000a1";

/// One page of the feed with one change, by a server that has so much of this device's log.
void page(FieldDevice& device, std::int64_t has_seq, const char* entity, const char* id, const Json& data,
          bool more = false) {
  wire::PullPage out;
  out.cursor = SyncStore(device.database()).marks()->cursor + 1;
  out.more = more;
  wire::Change change;
  change.seq = out.cursor;
  change.entity = entity;
  change.id = *parse_uuid(id);
  change.deleted = data.is_null();
  if (!change.deleted) change.data = data.dump();
  out.changes.push_back(change);
  ASSERT_TRUE(SyncStore(device.database()).apply_page(out, has_seq, Instant{1}));
}

Json lontar(const std::string& name, int version) {
  return {{"name", name},        {"kind", "guesthouse"}, {"rooms", 18},        {"lat_e6", -10150000},
          {"lng_e6", 123620000}, {"tier", "medium"},     {"status", "active"}, {"version", version}};
}

Json visit_beringin() {
  return {{"round", nullptr},       {"lodging", kBeringin},  {"team", kTeam},
          {"date", "2026-12-02"},   {"band", "afternoon"},   {"order", 6},
          {"state", "disclosed"},   {"inspection", nullptr}, {"outcome", nullptr},
          {"planned_time", "17:10"}};
}

Json board(const char* state) {
  return {
      {"lodging", kLontar},     {"code", "LEG-03"}, {"severity", "minor"},       {"text", {{"id", "a"}, {"en", "a"}}},
      {"note", nullptr},        {"state", state},   {"opened_on", "2026-11-01"}, {"opened_by", nullptr},
      {"due_on", "2026-11-20"}, {"times_seen", 2},  {"rung", "berita_acara"}};
}

Json letter(const Json& served) {
  return {{"lodging", kLontar}, {"inspection", kPastInspection},         {"rung", "pemberitahuan"}, {"state", "issued"},
          {"number", "B/1"},    {"made_at", "2026-12-01T00:00:00.000Z"}, {"due_on", "2026-12-09"},  {"served", served}};
}

std::string name_of(FieldDevice& device) {
  return device.get(std::string("/api/lodgings/") + kLontar).json["lodging"]["name"];
}

std::string stop_state(FieldDevice& device, const char* visit) {
  const auto round = device.get("/api/round").json;
  for (const auto& stop : round["stops"]) {
    if (stop["visit_id"] == visit) return stop["state"];
  }
  return "no stop";
}

std::string findings_of(FieldDevice& device) {
  std::string out;
  const Json findings = device.get(std::string("/api/lodgings/") + kLontar).json["findings"];
  for (const Json& finding : findings) {
    out += finding["code"].get<std::string>() + " ";
  }
  return out;
}

void rename(FieldDevice& device, const char* name) {
  ASSERT_EQ(device.call("PATCH", std::string("/api/lodgings/") + kLontar, Json{{"name", name}}.dump()).status, 200);
}

TEST(LostAnswer, TheOfficesNewerNameIsNotHiddenByAnEditThatTheServerHas) {
  FieldDevice device;
  page(device, 0, "lodging", kLontar, lontar("Wisma Lontar", 5));
  rename(device, "Wisma Lontar Baru");
  page(device, 0, "lodging", kLontar, lontar("Wisma Lontar", 6));
  EXPECT_EQ(name_of(device), "Wisma Lontar Baru") << "the server had not got it when it wrote this page";

  page(device, 1, "lodging", kLontar, lontar("Wisma Lontar Teduh", 8));
  EXPECT_EQ(name_of(device), "Wisma Lontar Teduh");
  device.reopen();
  ASSERT_EQ(device.call("PATCH", std::string("/api/lodgings/") + kLontar, Json{{"rooms", 22}}.dump()).status, 200);
  EXPECT_EQ(name_of(device), "Wisma Lontar Teduh") << "a new edit does not bring the old one back";

  page(device, 1, "lodging", kLontar, lontar("Wisma Lontar Teduh", 9));
  EXPECT_EQ(device.get(std::string("/api/lodgings/") + kLontar).json["lodging"]["rooms"], 22) << "this one still waits";
}

TEST(LostAnswer, AVisitFindingOrLetterIsAsTheServerSaysOnceItHasOurWord) {
  FieldDevice device;
  page(device, 0, "notice", kNotice, letter(nullptr));
  ASSERT_EQ(device.post(std::string("/api/visits/") + kVisitBeringin + "/missed", {{"reason", "weather"}}).status, 201);
  ASSERT_EQ(device
                .post(std::string("/api/findings/") + kFindingBoard + "/disposition",
                      {{"disposition", "corrected_later"}, {"reason", "Foto"}})
                .status,
            201);
  ASSERT_EQ(
      device.post(std::string("/api/notices/") + kNotice + "/served", {{"to", "Pengelola"}, {"way", "posted"}}).status,
      201);
  page(device, 0, "visit", kVisitBeringin, visit_beringin());
  page(device, 0, "finding", kFindingBoard, board("open"));
  page(device, 0, "notice", kNotice, letter(nullptr));
  EXPECT_EQ(stop_state(device, kVisitBeringin), "missed");
  EXPECT_EQ(findings_of(device), "FIR-02 ");
  const auto served_to = [&] {
    return device.get(std::string("/api/lodgings/") + kLontar).json["notices"][0]["served_to"];
  };
  EXPECT_EQ(served_to(), "Pengelola");

  page(device, 3, "visit", kVisitBeringin, visit_beringin());
  page(device, 3, "finding", kFindingBoard, board("open"));
  page(device, 3, "notice", kNotice, letter({{"at", "2026-12-03T00:00:00.000Z"}, {"to", "Pemilik"}}));
  EXPECT_EQ(stop_state(device, kVisitBeringin), "planned");
  EXPECT_EQ(findings_of(device), "FIR-02 LEG-03 ");
  EXPECT_EQ(served_to(), "Pemilik");
}

/// Seals a visit at Lontar that settles the board.
std::string seal_lontar(FieldDevice& device) {
  const std::string at = device.open(kLontar, kVisitLontar);
  device.answer_all(at);
  device.put(at + "/answers/ADM-02", {{"value", "no"}});
  device.put(at + "/dispositions/" + kFindingExit, {{"disposition", "persists"}});
  device.sign(at);
  EXPECT_EQ(device.post(at + "/seal").status, 201);
  return at;
}

TEST(LostAnswer, ASealedVisitWhoseSummaryNeverComesStillEndsInTheServersWord) {
  FieldDevice device;
  seal_lontar(device);
  EXPECT_EQ(findings_of(device), "FIR-02 ADM-02 ");
  ASSERT_TRUE(SyncStore(device.database()).acknowledge(1, {}, Instant{1}));
  page(device, 1, "finding", kFindingBoard, board("open"), true);
  EXPECT_EQ(findings_of(device), "FIR-02 ADM-02 ") << "the rest of the feed may still tell of it";
  page(device, 1, "finding", kFindingBoard, board("open"));
  EXPECT_EQ(findings_of(device), "FIR-02 ADM-02 LEG-03 ");
}

TEST(HeldVisit, StaysAsTheOfficerSealedItUntilTheOfficeClosesItThenItCountsForNothing) {
  FieldDevice device;
  const auto at = seal_lontar(device);
  const auto done = [&] {
    return device.get(std::string("/api/lodgings/") + kLontar).json["lodging"]["month"]["done"];
  };
  ASSERT_TRUE(SyncStore(device.database()).acknowledge(1, {{1, "conflict", "sealed elsewhere"}}, Instant{1}));
  page(device, 1, "finding", kFindingBoard, board("open"));
  EXPECT_EQ(findings_of(device), "FIR-02 ADM-02 ");
  EXPECT_EQ(done(), 1);

  page(device, 1, "record", kHeld,
       {{"seq", 1},
        {"hash", device.get(at).json["record"]["hash"]},
        {"state", "closed"},
        {"code", "conflict"},
        {"message", "sealed elsewhere"},
        {"note", "Sudah diperiksa Regu 1"}});
  EXPECT_EQ(findings_of(device), "FIR-02 LEG-03 ") << "what it found and settled is not in the books";
  EXPECT_EQ(done(), 0);
  EXPECT_EQ(stop_state(device, kVisitLontar), "planned");
  EXPECT_EQ(device.get(at).json["state"], "sealed") << "the officer can still read it";
}

TEST(HeldReport, ThatTheOfficeClosedCanBeMadeAnew) {
  FieldDevice device;
  const auto at = std::string("/api/visits/") + kVisitBeringin + "/missed";
  ASSERT_EQ(device.post(at, {{"reason", "weather"}}).status, 201);
  ASSERT_TRUE(SyncStore(device.database()).acknowledge(1, {{1, "bad_input", "note"}}, Instant{1}));
  auto row = device.database().use("SELECT lower(hex(hash)) FROM record");
  ASSERT_TRUE(row.step());
  const std::string hash = row.text(0);
  page(device, 1, "record", kHeld,
       {{"seq", 1}, {"hash", hash}, {"state", "closed"}, {"code", "bad_input"}, {"message", "m"}, {"note", "n"}});
  page(device, 1, "visit", kVisitBeringin, visit_beringin());
  EXPECT_EQ(stop_state(device, kVisitBeringin), "planned");
  EXPECT_EQ(device.post(at, {{"reason", "weather"}}).status, 201);
  EXPECT_EQ(stop_state(device, kVisitBeringin), "missed");
}

TEST(HeldVisit, IsNotCorrectedWhileTheOfficeHoldsIt) {
  FieldDevice device;
  const auto at = seal_lontar(device);
  ASSERT_TRUE(SyncStore(device.database()).acknowledge(1, {{1, "not_found", "no such lodging"}}, Instant{1}));
  const auto correction = device.post(at + "/correct", {{"reason_class", "administrative"}, {"reason", "Salah ketik"}});
  EXPECT_EQ(correction.json["code"], "conflict") << correction.text;
}

TEST(HeldActivity, LeavesTheListWhenTheOfficeClosesItAndTheFeedSaysItIsNotThere) {
  FieldDevice device;
  ASSERT_EQ(device
                .post("/api/activities",
                      {{"kind", "education"}, {"date", "2026-12-01"}, {"place", "Aula"}, {"headcount", 60}})
                .status,
            201);
  const auto all = [&] { return device.get("/api/activities").json["activities"]; };
  const std::string id = all()[0]["id"];
  page(device, 1, "activity", id.c_str(), nullptr);
  EXPECT_EQ(all().size(), 1U) << "the officer's own stays while nobody decided";
  auto row = device.database().use("SELECT lower(hex(hash)) FROM record");
  ASSERT_TRUE(row.step());
  const std::string hash = row.text(0);
  page(device, 1, "record", kHeld,
       {{"seq", 1}, {"hash", hash}, {"state", "closed"}, {"code", "conflict"}, {"message", "m"}, {"note", "n"}});
  page(device, 1, "activity", id.c_str(), nullptr);
  EXPECT_EQ(all().size(), 0U);
}

}  // namespace
}  // namespace ronda::field::test

namespace ronda::field {
namespace {

using rehearsal::Answer;
using rehearsal::Device;
using rehearsal::lodging;
using rehearsal::problem;
using rehearsal::Server;

bool is_push(const SyncRequest& request) { return request.path == "/api/v1/sync/push"; }
bool is_pull(const SyncRequest& request) { return request.path.rfind("/api/v1/sync/pull", 0) == 0; }

TEST(FeedMark, KnowsFromThePageWhatALostAnswerWouldHaveSaid) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "A")};
  device.seal();
  device.sync([](const SyncRequest& request, Answer answer) {
    return std::optional(is_push(request) ? problem(400, "bad_input") : answer);
  });
  EXPECT_EQ(device.store.marks()->fed_seq, 1);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 0) << "only an answer says it is sent";
  device.restart();
  EXPECT_EQ(device.store.marks()->fed_seq, 1);
}

TEST(FeedMark, CountsNothingThatThisDeviceNeverOffered) {
  Server server;
  Device device(server);
  device.seal();
  device.sync();
  server.records.push_back("a copy's");
  server.feed = {lodging(1, 1, "A")};
  device.wait(3'600'000);
  device.seal();
  device.sync([](const SyncRequest& request, Answer answer) {
    return std::optional(is_push(request) ? problem(409, "fork") : answer);
  });
  EXPECT_EQ(device.store.marks()->device_state, DeviceState::forked);
  EXPECT_EQ(device.store.marks()->fed_seq, 1);
}

TEST(FeedMark, AServerThatWasPutBackBehindItIsOfferedEverythingAgain) {
  Server server;
  Device device(server);
  server.feed = {lodging(1, 1, "A")};
  device.seal();
  device.sync([](const SyncRequest& request, Answer answer) {
    return std::optional(is_push(request) ? problem(400, "bad_input") : answer);
  });
  server.feed = {lodging(1, 1, "B")};
  device.wait(3'600'000);
  bool put_back = false;
  device.sync([&](const SyncRequest& request, Answer answer) {
    if (!is_push(request) || put_back) return std::optional(answer);
    put_back = true;
    server.records.clear();
    return std::optional(problem(400, "bad_input"));
  });
  EXPECT_EQ(server.records.size(), 1U);
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 0"), 0);
  EXPECT_EQ(device.count("SELECT count(*) FROM lodging WHERE name = 'B'"), 1) << "and everything was pulled anew";
}

TEST(MixedUpNetwork, TheAnswerToAnotherPhonesPushUnderTheSameNumbersCountsNothingAsSent) {
  Server server;
  Device device(server);
  device.seal();
  device.sync([&](const SyncRequest& request, Answer answer) {
    if (!is_push(request)) return std::optional(answer);
    server.records.clear();  // ours never arrived
    auto reply = wire::decode_push_reply(answer.body);
    EXPECT_TRUE(reply);
    reply->device = DeviceId{*parse_uuid("01935d00-0000-7000-8000-0000000000d9")};
    return std::optional(rehearsal::json(200, wire::encode(*reply)));
  });
  EXPECT_EQ(device.session->problem(), "wrong_reply");
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 0);
  device.wait(3'600'000);
  device.sync();
  EXPECT_EQ(device.count("SELECT count(*) FROM record WHERE acked = 1"), 1);
}

TEST(MixedUpNetwork, AnotherPhonesPageAndThePageOfAnotherQuestionChangeNothing) {
  for (const bool other_phone : {true, false}) {
    Server server;
    Device device(server);
    server.page = 10;
    server.feed = {lodging(1, 1, "A"), lodging(2, 2, "B")};
    device.sync([&](const SyncRequest& request, Answer answer) {
      if (!is_pull(request)) return std::optional(answer);
      auto page = wire::decode_pull_page(answer.body);
      EXPECT_TRUE(page);
      if (other_phone) page->device = DeviceId{*parse_uuid("01935d00-0000-7000-8000-0000000000d9")};
      if (!other_phone) page->after = 700;
      for (auto& change : page->changes) change.data = change.text();
      return std::optional(rehearsal::json(200, wire::encode(*page)));
    });
    EXPECT_EQ(device.session->problem(), "wrong_reply");
    EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 0);
    device.wait(3'600'000);
    device.sync();
    EXPECT_EQ(device.count("SELECT count(*) FROM lodging"), 2);
  }
}

}  // namespace
}  // namespace ronda::field
