// Enrolling anew on the same folder: the old log stays, what no server acknowledged is offered again under the new
// name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "field-app/core/sync/enrolment.hpp"
#include "field_fixture.hpp"
#include "shared/base/bytes.hpp"
#include "shared/wire/carried_json.hpp"

namespace ronda::field {
namespace {

using test::FieldDevice;
using testing::HasSubstr;
using testing::SizeIs;

const SyncHeaders kJson{{"content-type", "application/json"}};

class Renewal : public testing::Test {
 protected:
  SyncStore store() { return SyncStore(device_.database()); }

  /// What the server says: another identity in the books `epoch`.
  Result<void> enrol_anew(const char* epoch, const char* officer = test::kYosef) {
    auto here = store();
    auto begun = Enrolling::begin(here, {"http://127.0.0.1:8080", "K7QM-2XPA", "", "0.1.0"});
    if (!begun) return std::move(begun).error();
    asked_ = *wire::decode_enrol_request(begun->request().body);
    wire::EnrolReply reply;
    reply.device.uuid.bytes.fill(7);
    reply.token = std::string(42, 'B') + "A";
    reply.epoch = *parse_uuid(epoch);
    reply.officer = *parse_id<OfficerId>(officer);
    reply.unit = *parse_id<UnitId>(test::kUnit);
    reply.server_time = *parse_instant("2026-12-02T09:00:00.000Z");
    return begun->finish(here, {reply.server_time, 0}, 201, kJson, wire::encode(reply), crypto::entropy());
  }

  /// The records of today's log, what they carry instead of them.
  std::vector<wire::Carried> carried() {
    texts_ = *store().records_after(0, 100, 10'000'000);
    std::vector<wire::Carried> out;
    for (const auto& record : texts_) {
      const auto outer = wire::read_record(record.text);
      EXPECT_TRUE(outer);
      auto inner = wire::read_carried(record.text, *outer);
      EXPECT_TRUE(inner) << inner.error().message;
      out.push_back(std::move(*inner));
    }
    return out;
  }

  static constexpr const char* kSameBooks = "01935d00-0000-7000-8000-000000000003";
  static constexpr const char* kOtherBooks = "01935d00-0000-7000-8000-0000000000ff";
  FieldDevice device_;
  wire::EnrolRequest asked_;
  std::vector<LogRecord> texts_;
};

TEST_F(Renewal, ADeviceInOrderIsNotEnrolledAgain) {
  const auto again = enrol_anew(kSameBooks);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Renewal, WhatWasNotAcknowledgedIsCarriedByteForByteIntoTheNewLog) {
  device_.inspect(test::kLontar);
  const auto at = device_.inspect(test::kBeringin);
  ASSERT_TRUE(store().acknowledge(1, {}, Instant{1}));
  const auto old_texts = *store().records_after(0, 10, 10'000'000);
  ASSERT_TRUE(store().note_device_state(DeviceState::forked));

  const auto done = enrol_anew(kSameBooks);
  ASSERT_TRUE(done) << done.error().message;

  EXPECT_EQ(to_text(*asked_.replaces), "01935d00-0000-7000-8000-000000000002");
  const auto offered = carried();
  ASSERT_THAT(offered, SizeIs(1));
  EXPECT_EQ(offered[0].text, old_texts[1].text);
  EXPECT_EQ(offered[0].hash, old_texts[1].hash);
  EXPECT_EQ(store().counts()->pending_records(), 1);
  EXPECT_EQ(device_.get("/api/state").json["device_state"], "active");
  // The inspection stays as it was sealed, with the number and hash that the paper carries.
  const auto record = device_.get(at).json["record"];
  EXPECT_EQ(record["seq"], 2);
  EXPECT_EQ(record["hash"], to_hex(old_texts[1].hash));
  EXPECT_EQ(device_.get(at).json["sync"], "on_device");

  ASSERT_TRUE(store().acknowledge(1, {}, Instant{2}));
  EXPECT_EQ(device_.get(at).json["sync"], "on_server");
  const auto visits = device_.get("/api/sync").json["visits"];
  ASSERT_THAT(visits, SizeIs(2));
  for (const auto& visit : visits) EXPECT_EQ(visit["state"], "verified");
}

TEST_F(Renewal, InOtherBooksEverythingIsOfferedAndASecondTimeNothingIsDoubled) {
  device_.inspect(test::kLontar);
  device_.inspect(test::kBeringin);
  ASSERT_TRUE(store().acknowledge(2, {}, Instant{1}));
  ASSERT_TRUE(store().note_device_state(DeviceState::unknown));
  ASSERT_TRUE(enrol_anew(kOtherBooks));
  EXPECT_THAT(carried(), SizeIs(2));
  // Once more, before anything was sent: the originals are carried, not what carried them.
  ASSERT_TRUE(store().note_device_state(DeviceState::forked));
  ASSERT_TRUE(enrol_anew(kOtherBooks));
  const auto offered = carried();
  ASSERT_THAT(offered, SizeIs(2));
  EXPECT_EQ(offered[0].record.head.kind, "inspection.sealed");
}

TEST_F(Renewal, ANewEpochAfterwardsOffersTheOlderLogsToo) {
  device_.inspect(test::kLontar);
  ASSERT_TRUE(store().acknowledge(1, {}, Instant{1}));
  ASSERT_TRUE(store().note_device_state(DeviceState::forked));
  ASSERT_TRUE(enrol_anew(kSameBooks));
  EXPECT_THAT(carried(), SizeIs(0));
  IdSource ids(crypto::entropy());
  ASSERT_TRUE(store().change_epoch(*parse_uuid(kOtherBooks), Instant{5}, ids));
  EXPECT_THAT(carried(), SizeIs(1));
}

TEST_F(Renewal, AnotherOfficersCodeChangesNothing) {
  device_.inspect(test::kLontar);
  ASSERT_TRUE(store().note_device_state(DeviceState::revoked));
  const auto done = enrol_anew(kSameBooks, test::kMaria);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::conflict);
  EXPECT_EQ(to_text((*store().enrolment())->device), "01935d00-0000-7000-8000-000000000002");
}

TEST_F(Renewal, AnOpenInspectionGoesOnAndIsSealedUnderTheNewName) {
  const auto at = device_.open(test::kLontar);
  ASSERT_TRUE(store().note_device_state(DeviceState::forked));
  ASSERT_TRUE(enrol_anew(kSameBooks));
  device_.answer_all(at);
  device_.sign(at);
  const auto sealed = device_.post(at + "/seal");
  ASSERT_EQ(sealed.status, 201) << sealed.text;
  EXPECT_EQ(sealed.json["record"]["seq"], 1);
  EXPECT_THAT(store().records_after(0, 1, 1)->front().text, HasSubstr("07070707-0707-0707-0707-070707070707"));
}

TEST_F(Renewal, ASwitchedOffDeviceShowsEverythingAndChangesNothing) {
  const auto sealed = device_.inspect(test::kBeringin);
  const auto at = device_.open(test::kLontar);
  device_.answer_all(at);
  device_.sign(at);
  ASSERT_TRUE(store().note_device_state(DeviceState::revoked));

  for (const auto& refused :
       {device_.post(at + "/seal"), device_.post("/api/inspections", {{"lodging_id", test::kSasando}}),
        device_.put(at + "/answers/LEG-01", {{"value", "no"}})}) {
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.json["code"], "revoked");
    EXPECT_THAT(refused.json["text"]["id"].get<std::string>(), HasSubstr("dinonaktifkan"));
  }
  EXPECT_EQ(device_.get(at).status, 200);
  EXPECT_EQ(device_.get(sealed + "/berita-acara.pdf").status, 200);
  EXPECT_EQ(device_.put("/api/prefs", {{"lang", "en"}}).status, 200);
  EXPECT_EQ(device_.get("/api/state").json["device_state"], "revoked");

  ASSERT_TRUE(store().note_device_state(DeviceState::active));
  EXPECT_EQ(device_.post(at + "/seal").status, 201);
}

TEST_F(Renewal, EveryPressOnSyncIsAnsweredAndTheDiaryCanBeSent) {
  EXPECT_EQ(device_.post("/api/sync").json["answered"], "started");
  ASSERT_TRUE(store().note_ok(Instant{1}));
  auto pressed = device_.post("/api/sync").json;
  EXPECT_EQ(pressed["answered"], "nothing");
  EXPECT_THAT(pressed["answer"]["id"].get<std::string>(), HasSubstr("Semua sudah di server"));
  ASSERT_TRUE(store().note_problem("captive_portal"));
  ASSERT_TRUE(store().note_skew(-200'000));
  pressed = device_.post("/api/sync").json;
  EXPECT_EQ(pressed["answered"], "cannot");
  EXPECT_EQ(pressed["problem"]["code"], "unreachable");
  EXPECT_EQ(pressed["problem"]["cause"], "captive_portal");
  EXPECT_EQ(pressed["clock"]["wrong"], true);

  ASSERT_TRUE(store().add_diary(*parse_instant("2026-12-02T08:20:00.000Z"), "push", {"Satu catatan.", "One record."}));
  EXPECT_EQ(device_.get("/api/sync/diary.txt?lang=en").text, "2026-12-02 16:20 WITA  push  One record.\n");
  EXPECT_EQ(device_.get("/api/sync/diary.txt").text, "2026-12-02 16:20 WITA  push  Satu catatan.\n");
  EXPECT_EQ(device_.get("/api/sync/diary.txt?lang=fr").status, 422);
}

}  // namespace
}  // namespace ronda::field
