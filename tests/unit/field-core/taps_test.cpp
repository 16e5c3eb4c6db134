// Each call of the officer's API, in good use and in bad.
#include <gmock/gmock.h>

#include "field_fixture.hpp"

namespace ronda::field::test {

using ::testing::HasSubstr;

namespace {

/// "422 bad_input /note" of a refusal, "200" of a reply.
std::string outcome(const Answered& reply) {
  if (reply.status < 300) return std::to_string(reply.status);
  std::string text = std::to_string(reply.status) + " " + reply.json.value("code", std::string("?"));
  const std::string where = reply.json.value("where", std::string());
  return where.empty() ? text : text + " " + where;
}

Json entry(bool complete, bool foreign = false, bool reported = false, bool minor = false, bool companion = false) {
  return {{"complete", complete}, {"verified", true}, {"foreign", foreign},
          {"reported", reported}, {"minor", minor},   {"companion", companion}};
}

}  // namespace

TEST(NotEnrolled, OnlyTheStateAndThePreferencesAnswer) {
  FieldDevice device(false);

  EXPECT_EQ(device.get("/api/state").json["enrolled"], false);
  EXPECT_EQ(device.put("/api/prefs", {{"theme", "contrast"}}).json["theme"], "contrast");
  device.reopen();
  EXPECT_EQ(device.get("/api/state").json["prefs"]["theme"], "contrast");
  EXPECT_EQ(outcome(device.get("/api/round")), "401 unauthenticated");
  EXPECT_EQ(outcome(device.post("/api/inspections")), "401 unauthenticated");
  EXPECT_EQ(outcome(device.get("/api/sync")), "401 unauthenticated");
}

TEST(State, TellsWhoWhereAndWhatToCall) {
  FieldDevice device;

  const Json state = device.get("/api/state").json;

  EXPECT_EQ(state["today"], "2026-12-02");
  EXPECT_EQ(state["officer"]["name"], "Yosef Nahak");
  EXPECT_EQ(state["team"]["members"].size(), 2U);
  EXPECT_EQ(state["unit"]["zone_label"], "WITA");
  EXPECT_EQ(state["unit"]["letterhead"].size(), 3U);
  EXPECT_EQ(state["emergency"][0]["number"], "110");
  EXPECT_EQ(state["sync"]["pending_records"], 0);
  EXPECT_EQ(state["prefs"], Json({{"lang", "id"}, {"theme", "system"}, {"mode", "list"}}));
}

TEST(Preferences, AnUnknownValueIsRefused) {
  FieldDevice device;

  EXPECT_EQ(outcome(device.put("/api/prefs", {{"lang", "fr"}})), "422 bad_input /lang");
  EXPECT_EQ(outcome(device.put("/api/prefs", {{"colour", "red"}})), "422 bad_input /colour");
  EXPECT_EQ(outcome(device.put("/api/prefs", {{"lang", "en"}})), "200");
}

TEST(Addresses, WhatIsNotInTheTableIsNotThere) {
  FieldDevice device;

  EXPECT_EQ(outcome(device.get("/api/guests")), "404 not_found");
  EXPECT_EQ(outcome(device.remove("/api/state")), "405 method_not_allowed");
  EXPECT_EQ(outcome(device.get("/api/inspections/nothing")), "404 not_found");
  EXPECT_EQ(outcome(device.get("/api/inspections/01935d00-0000-7000-8000-00000000ffff")), "404 not_found");
  EXPECT_EQ(outcome(device.get("/api/checklists/v9")), "404 not_found /version");
  EXPECT_EQ(outcome(device.get("/api/photos/abc")), "404 not_found");
}

TEST(MyRound, StopsStandInOrderAndOwnWorkShowsAtOnce) {
  FieldDevice device;
  device.inspect(kLontar);
  device.open(kBeringin, kVisitBeringin);
  device.open(kMelati);

  const Json round = device.get("/api/round").json;

  EXPECT_EQ(round["date"], "2026-12-02");
  EXPECT_EQ(round["band"], "afternoon");
  EXPECT_EQ(round["shift"], Json({{"start", "15:00"}, {"end", "20:00"}}));
  EXPECT_EQ(round["team"]["name"], "Regu 2");
  EXPECT_EQ(round["total"], 3);
  EXPECT_EQ(round["dealt_with"], 1);
  std::string stops;
  for (const Json& stop : round["stops"]) {
    stops += std::to_string(stop["order"].get<int>()) + " " + stop["state"].get<std::string>() + "; ";
  }
  EXPECT_EQ(stops, "5 done; 6 under_way; 7 planned; ");
  ASSERT_EQ(round["extra"].size(), 1U);
  EXPECT_EQ(round["extra"][0]["lodging"]["name"], "Penginapan Melati Ombak");
  EXPECT_EQ(device.get("/api/round?date=2026-12-03").json["total"], 0);
  EXPECT_EQ(outcome(device.get("/api/round?date=tomorrow")), "422 bad_input /date");
}

TEST(Lodgings, TheSearchForgivesCaseAndAccents) {
  FieldDevice device;

  EXPECT_EQ(device.get("/api/lodgings?q=LONTAR").json["total"], 1);
  EXPECT_EQ(device.get("/api/lodgings?q=teduh%20wisma").json["total"], 1);
  EXPECT_EQ(device.get("/api/lodgings?q=l%C3%B3ntar").json["total"], 1);
  EXPECT_EQ(device.get("/api/lodgings?q=9120001234567").json["total"], 4);
  EXPECT_EQ(device.get("/api/lodgings?q=kelapa+lima&limit=2").json["lodgings"].size(), 2U);
  EXPECT_EQ(device.get("/api/lodgings?q=%22%5C").json["total"], 4);
  EXPECT_EQ(device.get("/api/lodgings?q=nusa").json["total"], 0);
  EXPECT_EQ(outcome(device.get("/api/lodgings?limit=0")), "422 bad_input /limit");
  EXPECT_EQ(outcome(device.get("/api/lodgings?q=%F")), "422 bad_input");
}

TEST(Lodgings, OneShowsItsOpenFindingsWorstFirstAndItsPast) {
  FieldDevice device;

  const Json lodging = device.get(std::string("/api/lodgings/") + kLontar).json;

  EXPECT_EQ(lodging["lodging"]["open_findings"], 2);
  EXPECT_EQ(lodging["lodging"]["worst"], "critical");
  EXPECT_EQ(lodging["lodging"]["month"], Json({{"done", 0}, {"min", 4}, {"max", 5}}));
  EXPECT_EQ(lodging["lodging"]["phone"], "0380-821234");
  EXPECT_EQ(lodging["findings"][0]["code"], "FIR-02");
  EXPECT_EQ(lodging["findings"][0]["days_late"], 26);
  EXPECT_EQ(lodging["findings"][1]["days_late"], 0);
  EXPECT_EQ(lodging["visits"][0]["officer"], "Aipda Anton Leki");
  EXPECT_EQ(lodging["visits"][0]["sync"], "on_server");
  EXPECT_EQ(lodging["visit_id"], kVisitLontar);
}

TEST(Answering, ATapTellsItsFindingAndTheProgress) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);

  const Json no = device.put(at + "/answers/ADM-02", {{"value", "no"}}).json;
  const Json cleared = device.put(at + "/answers/ADM-02", {{"value", nullptr}}).json;

  EXPECT_EQ(no["answer"]["finding"], Json({{"severity", "major"}, {"deadline_days", 7}, {"due_on", "2026-12-09"}}));
  EXPECT_EQ(no["progress"]["answered"], 1);
  EXPECT_EQ(no["progress"]["first_gap"], "LEG-01");
  EXPECT_EQ(cleared["answer"]["value"], nullptr);
  EXPECT_EQ(cleared["progress"]["answered"], 0);
  EXPECT_FALSE(device.get(at).json["answers"].contains("ADM-02"));
}

TEST(Answering, ValueAndNoteAreChangedApart) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  device.put(at + "/answers/LEG-01", {{"value", "yes"}, {"note", "asli"}});
  device.put(at + "/answers/LEG-01", {{"value", "no"}});
  const Json both = device.get(at).json["answers"]["LEG-01"];
  device.put(at + "/answers/LEG-01", {{"note", nullptr}});

  EXPECT_EQ(both["value"], "no");
  EXPECT_EQ(both["note"], "asli");
  EXPECT_EQ(device.get(at).json["answers"]["LEG-01"]["note"], nullptr);
}

TEST(Answering, WhatDoesNotFitTheQuestionIsRefused) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);

  EXPECT_EQ(outcome(device.put(at + "/answers/LEG-99", {{"value", "yes"}})), "404 not_found /code");
  EXPECT_EQ(outcome(device.put(at + "/answers/LEG-01", {{"value", 3}})), "422 bad_input /value");
  EXPECT_EQ(outcome(device.put(at + "/answers/LEG-01", {{"value", "maybe"}})), "422 bad_input /value");
  EXPECT_EQ(outcome(device.put(at + "/answers/LEG-05", {{"value", -1}})), "422 bad_input /value");
  EXPECT_EQ(outcome(device.put(at + "/answers/LEG-05", {{"value", 1.5}})), "422 bad_input /value");
  EXPECT_EQ(outcome(device.put(at + "/answers/SMP-03", {{"value", 20}})), "422 bad_input /value");
  EXPECT_EQ(outcome(device.put(at + "/answers/SMP-08", {{"value", "room"}})), "422 bad_input /value");
  EXPECT_EQ(outcome(device.put(at + "/answers/LEG-01", {{"guest", "yes"}})), "422 bad_input /guest");
  EXPECT_EQ(outcome(device.call("PUT", at + "/answers/LEG-01", "{\"value\":")), "400 truncated 1:10");
  EXPECT_EQ(outcome(device.put(at + "/position", {{"item", "XX-01"}})), "404 not_found /item");
  EXPECT_EQ(device.get(at).json["progress"]["answered"], 0);
}

TEST(Answering, ANoteThatLooksLikeAGuestIsSentBack) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  device.put(at + "/answers/LEG-01", {{"value", "yes"}});

  const Answered nik = device.put(at + "/answers/LEG-01", {{"value", "no"}, {"note", "tamu 5371011208900001"}});

  EXPECT_EQ(outcome(nik), "422 bad_input /note");
  EXPECT_EQ(nik.json["looks_like"], "nik");
  EXPECT_EQ(device.get(at).json["answers"]["LEG-01"]["value"], "yes") << "nothing of the refused call is kept";
  const Answered phone = device.put(at + "/answers/LEG-01", {{"note", "hubungi 0812-3456-7890"}});
  EXPECT_EQ(phone.json["looks_like"], "phone");
  EXPECT_EQ(outcome(device.put(at + "/answers/LEG-01", {{"note", std::string(501, 'a')}})), "422 bad_input /note");
  EXPECT_EQ(outcome(device.put(at + "/answers/LEG-01", {{"note", "20 kamar, tgl 2026-12-02"}})), "200");
}

TEST(Answering, LastTimesAnswersStandBesideTheQuestion) {
  FieldDevice device;

  const Json first = device.get(device.open(kLontar)).json["last_answers"];

  EXPECT_EQ(first["LEG-01"], Json({{"value", "yes"}, {"on", "2026-11-13"}}));
  EXPECT_EQ(first["FIR-02"]["value"], "no");
}

TEST(Answering, WhenThePhoneIsFullTheTapIsRefusedAndNothingIsLost) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  device.put(at + "/answers/LEG-01", {{"value", "yes"}});
  // The file may not grow any more, as on a full phone: the limit is the size it has.
  ASSERT_TRUE(device.database().use("PRAGMA max_page_count = 1").step());

  const Answered photo =
      device.call("POST", at + "/photos?item=LEG-01", jpeg_bytes(8, 8, icc_segment(60'000)), "image/jpeg");

  EXPECT_EQ(outcome(photo), "507 disk_full");
  EXPECT_EQ(device.get(at).json["answers"]["LEG-01"]["photos"].size(), 0U);
  device.reopen();
  EXPECT_EQ(device.get(at).json["answers"]["LEG-01"]["value"], "yes");
}

TEST(Sampling, TheAppDrawsTheLinesAndNobodyElse) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);

  const Json sample =
      device.post(at + "/sample", {{"from", "2026-11-18"}, {"to", "2026-12-01"}, {"total_lines", 96}, {"n", 20}})
          .json["sample"];

  EXPECT_EQ(sample["step"], 4);
  EXPECT_EQ(sample["lines"].size(), 20U);
  EXPECT_EQ(sample["lines"][0], sample["start"]);
  EXPECT_EQ(sample["lines"][1].get<int>() - sample["lines"][0].get<int>(), 4);
  EXPECT_EQ(sample["next"], Json({{"k", 1}, {"line", sample["start"]}}));
  EXPECT_THAT(sample["sentence"]["id"].get<std::string>(), HasSubstr("belum ada baris dihitung"));
  EXPECT_EQ(outcome(device.post(at + "/sample",
                                {{"from", "2026-11-18"}, {"to", "2026-12-01"}, {"total_lines", 96}, {"n", 20}})),
            "409 conflict /sample");
}

TEST(Sampling, WhatCouldPointAtAPersonIsRefused) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  const auto draw = [&](const char* from, const char* to, int lines, int n) {
    return outcome(device.post(at + "/sample", {{"from", from}, {"to", to}, {"total_lines", lines}, {"n", n}}));
  };

  EXPECT_EQ(draw("2026-11-26", "2026-12-01", 96, 20), "422 bad_input /from");
  EXPECT_EQ(draw("2026-11-18", "2026-12-01", 96, 9), "422 bad_input /n");
  EXPECT_EQ(draw("2026-11-18", "2026-12-01", 15, 20), "422 bad_input /n");
  EXPECT_EQ(draw("2026-11-18", "2026-12-09", 96, 20), "422 bad_input /to");
  EXPECT_EQ(draw("2026-11-31", "2026-12-01", 96, 20), "422 bad_input /from");
  EXPECT_EQ(draw("2026-11-18", "2026-12-01", 6, 6), "200");
}

TEST(Sampling, EntriesAreCountedInTurnCorrectedAndTakenBack) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  EXPECT_EQ(outcome(device.put(at + "/sample/entries/1", entry(true))), "404 not_found /sample");
  device.post(at + "/sample", {{"from", "2026-11-18"}, {"to", "2026-12-01"}, {"total_lines", 96}, {"n", 10}});

  EXPECT_EQ(outcome(device.put(at + "/sample/entries/2", entry(true))), "422 bad_input /k");
  EXPECT_EQ(outcome(device.put(at + "/sample/entries/1", entry(true, false, true))), "422 bad_input /reported");
  EXPECT_EQ(outcome(device.put(at + "/sample/entries/1", entry(true, false, false, false, true))),
            "422 bad_input /companion");
  EXPECT_EQ(outcome(device.put(at + "/sample/entries/1", entry(true, true, true))), "200");
  EXPECT_EQ(outcome(device.put(at + "/sample/entries/2", entry(false))), "200");
  EXPECT_EQ(outcome(device.put(at + "/sample/entries/1", entry(false))), "200");
  EXPECT_EQ(outcome(device.remove(at + "/sample/entries/1")), "422 bad_input /k");
  const Json undone = device.remove(at + "/sample/entries/2").json["sample"];
  EXPECT_EQ(undone["tally"]["incomplete"], 1);
  EXPECT_EQ(undone["next"]["k"], 2);
  for (int k = 2; k <= 10; ++k) device.put(at + "/sample/entries/" + std::to_string(k), entry(true));
  EXPECT_EQ(outcome(device.put(at + "/sample/entries/11", entry(true))), "422 bad_input /k");
}

TEST(Sampling, TheTallyAnswersItsQuestionsByItself) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  device.post(at + "/sample", {{"from", "2026-11-18"}, {"to", "2026-12-01"}, {"total_lines", 96}, {"n", 10}});
  for (int k = 1; k <= 10; ++k) device.put(at + "/sample/entries/" + std::to_string(k), entry(k > 3, k == 9));

  const Json before = device.get(at).json;
  EXPECT_EQ(outcome(device.put(at + "/sample/most-blank", {{"field", "colour"}})), "422 bad_input /field");
  const Json after = device.put(at + "/sample/most-blank", {{"field", "room"}}).json;

  EXPECT_EQ(before["answers"]["SMP-01"]["value"], Json({{"from", "2026-11-18"}, {"to", "2026-12-01"}}));
  EXPECT_EQ(before["answers"]["SMP-02"]["value"], 10);
  EXPECT_EQ(before["answers"]["SMP-03"]["finding"]["severity"], "major");
  EXPECT_EQ(before["answers"]["SMP-06"]["finding"]["severity"], "critical");
  EXPECT_EQ(before["progress"]["sections"][2]["answered"], 7);
  EXPECT_EQ(after["progress"]["sections"][2]["answered"], 8);
  EXPECT_EQ(after["sample"]["most_blank"], "room");
  const Json anew = device.remove(at + "/sample").json;
  EXPECT_EQ(anew["sample"], nullptr);
  EXPECT_EQ(anew["progress"]["sections"][2]["answered"], 0);
}

TEST(Photos, ACleanPhotoIsKeptAndGivenBack) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  const std::string bytes = jpeg_bytes(1600, 1200);

  const Answered added = device.call("POST", at + "/photos?item=LEG-01", bytes, "image/jpeg");
  device.reopen();

  ASSERT_EQ(added.status, 201) << added.text;
  EXPECT_EQ(added.json["photo"]["width"], 1600);
  const auto hash = added.json["photo"]["sha256"].get<std::string>();
  const Answered photo = device.get("/api/photos/" + hash);
  EXPECT_EQ(photo.content_type, "image/jpeg");
  EXPECT_EQ(photo.text, bytes);
  EXPECT_EQ(device.get(at).json["answers"]["LEG-01"]["photos"][0]["sha256"], hash);
  EXPECT_EQ(outcome(device.remove(at + "/photos/" + hash)), "200");
  EXPECT_EQ(outcome(device.get("/api/photos/" + hash)), "404 not_found");
  EXPECT_EQ(outcome(device.remove(at + "/photos/" + hash)), "404 not_found /sha256");
}

TEST(Photos, PositionAndCameraNeverComeIn) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  const auto add = [&](const std::string& item, const std::string& bytes, const char* type) {
    return outcome(device.call("POST", at + "/photos?item=" + item, bytes, type));
  };

  EXPECT_EQ(add("LEG-01", jpeg_bytes(8, 8, exif_segment()), "image/jpeg"), "422 bad_input metadata");
  EXPECT_EQ(add("REG-01", jpeg_bytes(8, 8), "image/jpeg"), "422 bad_input /item");
  EXPECT_EQ(add("LEG-99", jpeg_bytes(8, 8), "image/jpeg"), "404 not_found /item");
  EXPECT_EQ(add("LEG-01", jpeg_bytes(8, 8), "image/png"), "422 bad_input /type");
  EXPECT_EQ(add("LEG-01", "hello", "image/jpeg"), "422 bad_input image");
  EXPECT_EQ(add("LEG-01", jpeg_bytes(8, 8), "text/html"), "422 bad_input /type");
  EXPECT_EQ(add("LEG-01", jpeg_bytes(8, 8) + std::string(5U << 20U, 'x'), "image/jpeg"), "413 too_large image");
}

TEST(Dispositions, WithdrawingNeedsAReason) {
  FieldDevice device;
  const std::string at = device.open(kLontar);
  const std::string exit = at + "/dispositions/" + kFindingExit;

  EXPECT_EQ(outcome(device.put(exit, {{"disposition", "withdrawn"}})), "422 bad_input /reason");
  EXPECT_EQ(outcome(device.put(exit, {{"disposition", "gone"}})), "422 bad_input /disposition");
  EXPECT_EQ(outcome(device.put(at + "/dispositions/" + kVisitLontar, {{"disposition", "persists"}})),
            "404 not_found /finding_id");
  const Json done = device.put(exit, {{"disposition", "withdrawn"}, {"reason", "Salah catat"}}).json;
  EXPECT_EQ(done["finding"]["disposition"], "withdrawn");
  EXPECT_EQ(done["progress"]["open_findings"], Json({{"answered", 1}, {"total", 2}}));
  const Json cleared = device.put(exit, {{"disposition", nullptr}}).json;
  EXPECT_EQ(cleared["finding"]["disposition"], nullptr);
  EXPECT_EQ(cleared["progress"]["open_findings"]["answered"], 0);
}

TEST(Signing, TheManagerSignsOrRefusesAndMayThinkAgain) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);
  const std::string pad = at + "/signatures/manager";

  EXPECT_EQ(outcome(device.put(pad, {{"refused", true}, {"reason", " "}})), "422 bad_input /reason");
  EXPECT_EQ(outcome(device.put(pad, {{"role", ""}, {"strokes", strokes()}})), "422 bad_input /role");
  EXPECT_EQ(outcome(device.put(
                pad, {{"role", "Pemilik"}, {"strokes", {{"width", 10}, {"height", 10}, {"lines", {{11, 1}}}}}})),
            "422 bad_input /strokes");
  EXPECT_EQ(outcome(device.put(pad, {{"role", "Pemilik 5371011208900001"}, {"strokes", strokes()}})),
            "422 bad_input /role");
  EXPECT_EQ(
      device.put(pad, {{"refused", true}, {"reason", "Menunggu pemilik"}}).json["signatures"]["manager"]["refused"],
      true);
  EXPECT_EQ(device.put(pad, {{"role", "Pemilik"}, {"name", nullptr}, {"strokes", strokes()}})
                .json["signatures"]["manager"]["role"],
            "Pemilik");
  EXPECT_EQ(device.put(pad, nullptr).json["signatures"]["manager"], nullptr);
}

TEST(Signing, OnlyMembersOfTheTeamSign) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);

  EXPECT_EQ(outcome(device.put(at + "/signatures/officers/" + kStranger, {{"signed", true}})),
            "403 forbidden /officer_id");
  const Json reply = device.put(at + "/signatures/officers/" + kMaria, {{"signed", true}}).json;
  EXPECT_EQ(reply["signatures"]["officers"][0]["signed_at"], nullptr);
  EXPECT_EQ(reply["signatures"]["officers"][1]["signed_at"], "2026-12-02T08:20:00.000Z");
}

TEST(Place, TheDistanceIsToldAndAReferralKeepsItsFirstTime) {
  FieldDevice device;
  const std::string at = device.open(kBeringin);

  const Answered fix = device.put(
      at + "/fix", {{"phase", "start"},
                    {"fix", {{"lat_e6", -10153156}, {"lng_e6", 123620000}, {"accuracy_m", 12}, {"mock", false}}}});
  const Json first = device.post(at + "/emergency").json["emergency"];
  device.wait_minutes(3);

  EXPECT_EQ(fix.json["distance_m"], 240);
  EXPECT_EQ(outcome(device.put(at + "/fix", {{"phase", "middle"}, {"fix", nullptr}})), "422 bad_input /phase");
  EXPECT_EQ(device.post(at + "/emergency").json["emergency"], first);
}

}  // namespace ronda::field::test
