// Several officers on one device: who gets in, what a wrong PIN costs, the way back, and that nothing answers outside.
#include <gmock/gmock.h>

#include "field-app/core/work/access.hpp"
#include "field_fixture.hpp"
#include "shared/wire/pin_code.hpp"

namespace ronda::field::test {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

constexpr const char* kPin = "493817";
constexpr const char* kMariasPin = "60271953";

std::string outcome(const Answered& reply) {
  if (reply.status < 300) return std::to_string(reply.status);
  const bool locked = reply.json.value("locked", false);
  return std::to_string(reply.status) + " " + (locked ? "locked" : reply.json.value("code", std::string("?")));
}

Answered open_as(FieldDevice& device, const char* officer, const char* pin) {
  return device.post("/api/access/unlock", {{"officer_id", officer}, {"pin", pin}});
}

/// What the unit head's console answers: worked out of what the server knows, the hash of the token.
std::string code_for(const char* officer, const std::string& request) {
  return wire::pin_code(wire::pin_code_key("dGVzdA"), *parse_id<DeviceId>("01935d00-0000-7000-8000-000000000002"),
                        *parse_id<OfficerId>(officer), request);
}

std::string ask_for_code(FieldDevice& device, const char* officer) {
  return device.post("/api/access/request", {{"officer_id", officer}}).json.value("request", std::string());
}

/// An enrolled device whose officer chose a PIN.
void choose_pin(FieldDevice& device) {
  const Answered chosen = device.put("/api/access/pin", {{"pin", kPin}});
  ASSERT_EQ(chosen.status, 200) << chosen.text;
}

void add_maria(FieldDevice& device) {
  const std::string code = code_for(kMaria, ask_for_code(device, kMaria));
  const Answered in = device.post("/api/access/recover", {{"officer_id", kMaria}, {"code", code}, {"pin", kMariasPin}});
  ASSERT_EQ(in.status, 200) << in.text;
}

Json access(FieldDevice& device) { return device.get("/api/state").json["access"]; }

}  // namespace

TEST(Pin, TheFirstIsChosenOnTheOpenDeviceAndARestartFindsItLocked) {
  FieldDevice device;
  EXPECT_EQ(access(device)["pin_set"], false);
  EXPECT_EQ(access(device)["locked"], false);

  choose_pin(device);
  EXPECT_EQ(access(device)["locked"], false);
  EXPECT_EQ(access(device)["officer_id"], kYosef);

  device.reopen();
  EXPECT_EQ(access(device)["locked"], true);
  EXPECT_EQ(outcome(open_as(device, kYosef, kPin)), "200");
  EXPECT_EQ(device.get("/api/state").json["officer"]["name"], "Yosef Nahak");
}

TEST(Pin, WhatAnybodyWouldTryFirstIsRefused) {
  for (const char* simple :
       {"111111", "123456", "654321", "890123", "121212", "123123", "850302", "030231", "12345", "12a456"}) {
    EXPECT_FALSE(check_pin(simple, "85030231").has_value()) << simple;
  }
  for (const char* good : {"493817", "100200", "000001", "7391046285"}) {
    EXPECT_TRUE(check_pin(good, "85030231").has_value()) << good;
  }
}

TEST(Pin, ItIsKeptAsAnArgon2idHashWithItsParameters) {
  FieldDevice device;
  choose_pin(device);
  auto row = device.database().use("SELECT pin_hash FROM officer_pin");
  ASSERT_TRUE(row.step());
  EXPECT_THAT(row.text(0), HasSubstr("$argon2id$v=19$m=65536,t=2,p=1$"));
}

TEST(LockedDevice, AnswersNothingButTheDoor) {
  FieldDevice device;
  const std::string at = device.open(kLontar);
  choose_pin(device);
  device.post("/api/access/lock");

  std::vector<std::string> got;
  for (const std::string& target :
       {std::string("/api/round"), std::string("/api/lodgings?q=lontar"), at, at + "/review", at + "/taps",
        std::string("/api/sync"), std::string("/api/sync/diary"), std::string("/api/photos/") + std::string(64, 'a'),
        std::string("/api/places"), std::string("/api/activities"), std::string("/api/checklists/v1")}) {
    got.push_back(outcome(device.get(target)));
  }
  got.push_back(outcome(device.put(at + "/answers/LEG-01", {{"value", "yes"}})));
  got.push_back(outcome(device.post(at + "/seal")));
  got.push_back(outcome(device.post("/api/sync")));
  got.push_back(outcome(device.put("/api/access/pin", {{"pin", "739104"}})));
  got.push_back(outcome(device.put("/api/access/settings", {{"lock_after_min", 60}})));
  got.push_back(outcome(device.post("/api/access/active")));
  EXPECT_THAT(got, Each("401 locked"));

  const Answered state = device.get("/api/state");
  EXPECT_EQ(state.json["emergency"][0]["number"], "110");
  for (const char* hidden : {"sync", "officer", "team", "server", "device"})
    EXPECT_FALSE(state.json.contains(hidden)) << hidden;
  EXPECT_EQ(outcome(device.put("/api/prefs", {{"lang", "en"}})), "200") << "the language is chosen at the door, too";
  EXPECT_TRUE(device.app().refusal_while_locked().has_value()) << "the host must not enrol a locked device";
}

TEST(LockedDevice, LosesNothingOfADraft) {
  FieldDevice device;
  const std::string at = device.open(kLontar);
  device.put(at + "/answers/LEG-01", {{"value", "yes"}});
  device.put(at + "/position", {{"item", "ADM-04"}});
  choose_pin(device);
  device.post("/api/access/lock");
  device.reopen();
  open_as(device, kYosef, kPin);

  const Json draft = device.get(at).json;
  EXPECT_EQ(draft["answers"]["LEG-01"]["value"], "yes");
  EXPECT_EQ(draft["position"], "ADM-04");
}

TEST(WrongPin, CostsWaitsThatGrow) {
  FieldDevice device;
  choose_pin(device);
  device.post("/api/access/lock");

  std::vector<int> waits;
  for (int n = 1; n <= 9; ++n) {
    const Answered wrong = open_as(device, kYosef, "000000");
    const int wait_s = wrong.json.value("retry_after_s", -1);
    waits.push_back(wait_s);
    EXPECT_EQ(outcome(wrong), wait_s > 0 ? "429 too_many" : "401 wrong_password");
    if (wait_s == 0) continue;
    EXPECT_EQ(outcome(open_as(device, kYosef, kPin)), "429 too_many") << "not even the right one is heard";
    device.wait_minutes(wait_s / 60);
  }
  EXPECT_THAT(waits, ElementsAre(0, 0, 0, 0, 60, 300, 900, 3600, 3600));
  EXPECT_EQ(outcome(open_as(device, kYosef, kPin)), "200");
  device.post("/api/access/lock");
  EXPECT_EQ(open_as(device, kYosef, "000000").json["tries_left"], 4) << "a right one makes the tries whole again";
}

TEST(WrongPin, NeitherARestartNorTheClockShortensTheWait) {
  FieldDevice device;
  choose_pin(device);
  device.post("/api/access/lock");
  for (int n = 0; n < 6; ++n) {
    open_as(device, kYosef, "000000");
    if (n == 4) device.wait_minutes(1);
  }
  device.set_now("2027-06-01T00:00:00.000Z");
  EXPECT_EQ(open_as(device, kYosef, kPin).json["retry_after_s"], 300) << "the clock was set half a year on";
  device.set_now("2020-01-01T00:00:00.000Z");
  EXPECT_EQ(open_as(device, kYosef, kPin).json["retry_after_s"], 300) << "the clock was set back";
  device.reopen();
  EXPECT_EQ(open_as(device, kYosef, kPin).json["retry_after_s"], 300) << "the app was killed";
  device.restart_phone(2);
  EXPECT_EQ(open_as(device, kYosef, kPin).json["retry_after_s"], 180) << "the phone is on again for two minutes";
  device.reopen();
  EXPECT_EQ(open_as(device, kYosef, kPin).json["retry_after_s"], 180);
  device.wait_minutes(3);
  EXPECT_EQ(outcome(open_as(device, kYosef, kPin)), "200");
}

TEST(WrongPin, OfOneOfficerDoesNotKeepAnotherOut) {
  FieldDevice device;
  choose_pin(device);
  add_maria(device);
  device.post("/api/access/lock");
  for (int n = 0; n < 5; ++n) open_as(device, kYosef, "000000");

  EXPECT_EQ(outcome(open_as(device, kYosef, kPin)), "429 too_many");
  EXPECT_EQ(outcome(open_as(device, kMaria, kMariasPin)), "200");
}

TEST(IdleDevice, LocksAfterTheChosenTimeWithoutATap) {
  FieldDevice device;
  choose_pin(device);
  EXPECT_EQ(outcome(device.put("/api/access/settings", {{"lock_after_min", 2}, {"lock_on_hide", false}})), "200");
  EXPECT_EQ(outcome(device.put("/api/access/settings", {{"lock_after_min", 0}})), "422 bad_input");
  device.wait_minutes(1);
  device.get("/api/round");
  device.wait_minutes(1);
  EXPECT_EQ(outcome(device.post("/api/access/active")), "200");
  device.wait_minutes(1);
  EXPECT_EQ(outcome(device.get("/api/sync")), "200") << "the page's own look at the sync is no tap …";
  device.wait_minutes(1);
  EXPECT_EQ(outcome(device.get("/api/sync")), "401 locked") << "… and does not keep the device open";
  EXPECT_EQ(access(device)["lock_on_hide"], false);
}

TEST(UnitHeadsCode, LetsAnOfficerSetAPinWithoutANetworkOnce) {
  FieldDevice device;
  choose_pin(device);
  device.post("/api/access/lock");
  EXPECT_EQ(outcome(open_as(device, kMaria, kMariasPin)), "404 not_found") << "she has no PIN here yet";

  const std::string request = ask_for_code(device, kMaria);
  EXPECT_EQ(ask_for_code(device, kMaria), request) << "the number stays while she calls";
  device.reopen();
  EXPECT_EQ(ask_for_code(device, kMaria), request);
  const std::string code = code_for(kMaria, request);
  const auto recover = [&](const char* officer, const std::string& with) {
    return outcome(device.post("/api/access/recover", {{"officer_id", officer}, {"code", with}, {"pin", kMariasPin}}));
  };
  EXPECT_EQ(recover(kMaria, "AAAA-AAAA"), "403 wrong_code");
  ask_for_code(device, kYosef);
  EXPECT_EQ(recover(kYosef, code), "403 wrong_code") << "it fits one officer";
  std::string typed = code;
  typed.erase(4, 1);
  for (char& c : typed) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(recover(kMaria, typed), "200");
  EXPECT_EQ(device.get("/api/state").json["officer"]["name"], "Maria Tefa");
  EXPECT_EQ(recover(kMaria, code), "404 not_found") << "it works once";
  EXPECT_NE(ask_for_code(device, kMaria), request);
}

TEST(UnitHeadsCode, WrongOnesCostWaitsAsWrongPinsDo) {
  FieldDevice device;
  choose_pin(device);
  device.post("/api/access/lock");
  ask_for_code(device, kYosef);
  std::vector<std::string> got;
  for (int n = 0; n < 6; ++n) {
    got.push_back(outcome(
        device.post("/api/access/recover", {{"officer_id", kYosef}, {"code", "AAAA-AAAA"}, {"pin", "739104"}})));
  }
  EXPECT_THAT(got, ElementsAre("403 wrong_code", "403 wrong_code", "403 wrong_code", "403 wrong_code", "429 too_many",
                               "429 too_many"));
  EXPECT_EQ(outcome(open_as(device, kYosef, kPin)), "200") << "the PIN is another matter";
}

TEST(Door, ShowsTheOfficerOfTheDeviceAndTheTeamAndNobodyElse) {
  FieldDevice device;
  choose_pin(device);
  add_maria(device);
  device.wait_minutes(1);
  open_as(device, kYosef, kPin);
  device.post("/api/access/lock");

  std::vector<std::string> names;
  const Json door = access(device);
  for (const Json& one : door["officers"]) names.push_back(one["name"]);
  EXPECT_THAT(names, ElementsAre("Yosef Nahak", "Maria Tefa")) << "the last one in first";
  EXPECT_EQ(outcome(device.post("/api/access/request", {{"officer_id", kStranger}})), "404 not_found");

  feed(device.database(), "officer", kMaria,
       {{"name", "Maria Tefa"}, {"rank", "Brigpol"}, {"nrp", "90110412"}, {"team", kTeam}, {"active", false}});
  EXPECT_EQ(outcome(open_as(device, kMaria, kMariasPin)), "404 not_found") << "she left the service";
}

TEST(OwnPin, IsChangedWithTheOldOneOnly) {
  FieldDevice device;
  choose_pin(device);
  EXPECT_EQ(outcome(device.put("/api/access/pin", {{"pin", "739104"}})), "401 wrong_password");
  EXPECT_EQ(outcome(device.put("/api/access/pin", {{"pin", "739104"}, {"old_pin", "000000"}})), "401 wrong_password");
  EXPECT_EQ(outcome(device.put("/api/access/pin", {{"pin", "123456"}, {"old_pin", kPin}})), "422 bad_input");
  EXPECT_EQ(outcome(device.put("/api/access/pin", {{"pin", "739104"}, {"old_pin", kPin}})), "200");
  device.reopen();
  EXPECT_EQ(outcome(open_as(device, kYosef, kPin)), "401 wrong_password");
  EXPECT_EQ(outcome(open_as(device, kYosef, "739104")), "200");
}

TEST(EachTap, IsRecordedWithTheOfficerWhoMadeIt) {
  FieldDevice device;
  choose_pin(device);
  const std::string at = device.open(kBeringin);
  device.put(at + "/answers/LEG-01", {{"value", "yes"}});
  add_maria(device);
  device.put(at + "/answers/LEG-02", {{"value", "no"}});

  std::vector<std::string> taps;
  const Answered told = device.get(at + "/taps");
  for (const Json& tap : told.json["taps"]) {
    if (tap["what"] == "answer")
      taps.push_back(tap["item"].get<std::string>() + " " + tap["officer_id"].get<std::string>());
  }
  EXPECT_THAT(taps, ElementsAre(std::string("LEG-02 ") + kMaria, std::string("LEG-01 ") + kYosef));

  device.put(at + "/outcome", {{"outcome", "closed"}, {"reason", "Pintu terkunci"}});
  device.put(at + "/signatures/officers/" + kMaria, {{"signed", true}});
  ASSERT_EQ(device.post(at + "/seal").status, 201);
  auto record = device.database().use("SELECT text FROM record ORDER BY seq DESC LIMIT 1");
  ASSERT_TRUE(record.step());
  EXPECT_EQ(Json::parse(record.text(0))["officer"], kMaria) << "the record names who sealed";
}

TEST(SecondOfficer, SignsWithTheOwnPinOnce) {
  FieldDevice device;
  choose_pin(device);
  add_maria(device);
  const std::string at = device.open(kBeringin);
  const auto sign = [&](const char* officer, bool signs = true) {
    return device.put(at + "/signatures/officers/" + officer, {{"signed", signs}});
  };
  const auto confirm = [&](const char* pin) {
    return outcome(device.post("/api/access/confirm", {{"officer_id", kYosef}, {"pin", pin}}));
  };
  EXPECT_EQ(outcome(sign(kMaria)), "200") << "she is in";
  EXPECT_EQ(outcome(sign(kYosef)), "401 unauthenticated");
  EXPECT_EQ(sign(kYosef).json["pin_needed"], true);
  EXPECT_EQ(confirm("000000"), "401 wrong_password");
  EXPECT_EQ(outcome(sign(kYosef)), "401 unauthenticated");
  EXPECT_EQ(confirm(kPin), "200");
  EXPECT_EQ(outcome(sign(kYosef)), "200");
  EXPECT_EQ(device.get("/api/state").json["officer"]["name"], "Maria Tefa") << "the phone stays with her";
  EXPECT_EQ(outcome(sign(kYosef, false)), "200") << "taking it back needs no PIN";
  EXPECT_EQ(outcome(sign(kYosef)), "401 unauthenticated") << "one PIN, one signature";
  confirm(kPin);
  device.post("/api/access/lock");
  open_as(device, kMaria, kMariasPin);
  EXPECT_EQ(outcome(sign(kYosef)), "401 unauthenticated") << "a lock forgets it";
}

TEST(PinCode, IsWhatTheProtocolPageSays) {
  // The worked example of PROTOCOL.md §2a.
  const auto device = *parse_id<DeviceId>("01935d00-0000-7000-8000-000000000002");
  const auto officer = *parse_id<OfficerId>("01935d00-0000-7000-8000-000000000012");
  const auto key = wire::pin_code_key("dGVzdA");
  const std::string code = wire::pin_code(key, device, officer, "4K7-2QM");
  EXPECT_EQ(code, wire::pin_code(key, device, officer, "4k72qm"));
  EXPECT_EQ(code, "TEYF-S9Z9");
  EXPECT_FALSE(wire::parse_pin_request("4K7-2Q").has_value());
  EXPECT_FALSE(wire::parse_pin_request("4K7-2Q0").has_value()) << "0 is no sign of it";
}

}  // namespace ronda::field::test
