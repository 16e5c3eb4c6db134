// What leaves the device as a file, and that the device's own evidence is held against itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "field-app/core/store/device_verdict.hpp"
#include "field-app/core/sync/bundle_export.hpp"
#include "field-app/core/sync/enrolment.hpp"
#include "field_fixture.hpp"
#include "shared/base/bytes.hpp"

namespace ronda::field {
namespace {

using test::FieldDevice;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

const Instant kNow = *parse_instant("2026-12-02T13:40:00.000Z");

class CarriedByFile : public testing::Test {
 protected:
  void inspect_with_photo(const char* lodging, int width) {
    const auto at = device_.open(lodging);
    const auto added = device_.call("POST", at + "/photos?item=LEG-01", test::jpeg_bytes(width, 900), "image/jpeg");
    ASSERT_EQ(added.status, 201) << added.text;
    device_.answer_all(at);
    device_.sign(at);
    ASSERT_EQ(device_.post(at + "/seal").status, 201);
  }
  SyncStore store() { return SyncStore(device_.database()); }

  Result<wire::BundleManifest> export_into(std::string& file, bool all) {
    return export_bundle(device_.database(), kNow, {all, "0.1.0"}, [&](std::string_view bytes) -> Result<void> {
      file.append(bytes);
      return {};
    });
  }
  /// The file, held against the device's signatures.
  wire::BundleVerdict carried(bool all = false) {
    std::string file;
    const auto manifest = export_into(file, all);
    EXPECT_TRUE(manifest) << manifest.error().message;
    wire::BundleReader reader(wire::bundle_source(file));
    auto verdict = wire::verify_bundle(reader);
    EXPECT_TRUE(verdict) << verdict.error().message << " at " << verdict.error().where;
    return verdict ? *verdict : wire::BundleVerdict{};
  }
  Result<void> enrol_anew() {
    auto here = store();
    EXPECT_TRUE(here.note_device_state(DeviceState::forked));
    auto begun = Enrolling::begin(here, {"http://127.0.0.1:8080", "K7QM-2XPA", "", "0.1.0"});
    if (!begun) return std::move(begun).error();
    wire::EnrolReply reply;
    reply.device.uuid.bytes.fill(7);
    reply.token = std::string(42, 'B') + "A";
    reply.epoch = *parse_uuid("01935d00-0000-7000-8000-000000000003");
    reply.officer = *parse_id<OfficerId>(test::kYosef);
    reply.unit = *parse_id<UnitId>(test::kUnit);
    reply.server_time = kNow;
    return begun->finish(here, {kNow, 0}, 201, {{"content-type", "application/json"}}, wire::encode(reply),
                         crypto::entropy());
  }

  FieldDevice device_;
};

TEST_F(CarriedByFile, WhatIsNotOnTheServerIsInTheFileWithItsPhotosAndNothingElse) {
  inspect_with_photo(test::kBeringin, 1600);
  inspect_with_photo(test::kSasando, 1200);
  auto verdict = carried();
  EXPECT_EQ(verdict.records, 2);
  EXPECT_EQ(verdict.photos, 2);
  const auto before = device_.get("/api/bundle/contents").json;
  EXPECT_EQ(before["waiting"]["records"], 2);
  EXPECT_EQ(before["waiting"], before["all"]);

  ASSERT_TRUE(store().acknowledge(1, {}, kNow));
  verdict = carried();
  EXPECT_EQ(verdict.records, 1);
  EXPECT_EQ(verdict.manifest.logs[0].first_seq, 2);
  EXPECT_EQ(carried(true).records, 2);
  const auto after = device_.get("/api/bundle/contents").json;
  EXPECT_EQ(after["waiting"]["records"], 1);
  EXPECT_EQ(after["all"]["records"], 2);
}

TEST_F(CarriedByFile, WritingTheFileChangesNothingAndADraftIsSaidToStayBehind) {
  inspect_with_photo(test::kBeringin, 1600);
  device_.open(test::kSasando);
  const auto before = device_.get("/api/sync").json;
  carried();
  carried(true);
  EXPECT_EQ(device_.get("/api/sync").json, before);
  EXPECT_EQ(device_.get("/api/bundle/contents").json["unfinished"], 1);
}

TEST_F(CarriedByFile, EveryLogThatTheFolderHadIsInTheFileOfEverything) {
  inspect_with_photo(test::kBeringin, 1600);
  ASSERT_TRUE(store().acknowledge(1, {}, kNow));
  inspect_with_photo(test::kSasando, 1200);
  ASSERT_TRUE(enrol_anew());
  const auto waiting = carried();
  EXPECT_EQ(waiting.records, 1);  // carried into today's log
  const auto all = carried(true);
  ASSERT_THAT(all.manifest.logs, SizeIs(2));
  EXPECT_EQ(all.records, 3);
  EXPECT_EQ(all.photos, 2);
}

TEST_F(CarriedByFile, ASwitchedOffDeviceStillWritesItsFile) {
  inspect_with_photo(test::kBeringin, 1600);
  ASSERT_TRUE(store().note_device_state(DeviceState::revoked));
  EXPECT_EQ(carried().records, 1);
  EXPECT_EQ(device_.get("/api/bundle/contents").status, 200);
}

TEST_F(CarriedByFile, NothingDamagedLeavesTheDevice) {
  inspect_with_photo(test::kBeringin, 1600);
  ASSERT_TRUE(device_.database().execute(
      "DROP TRIGGER record_keeps_its_bytes; UPDATE record SET text = replace(text, 'LEG-01', 'LEG-02')"));
  std::string file;
  const auto written = export_into(file, false);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::corrupt);
  EXPECT_THAT(written.error().where, HasSubstr(":1"));
}

TEST_F(CarriedByFile, AFullStickEndsTheWriting) {
  inspect_with_photo(test::kBeringin, 1600);
  const auto written = export_bundle(device_.database(), kNow, {}, [](std::string_view) -> Result<void> {
    return Error{ErrorCode::disk_full, "full", {}};
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::disk_full);
}

TEST(BundleFileName, SaysWhoseAndWhen) {
  EXPECT_EQ(bundle_file_name("Ponsel Régu 2", kNow, Zone::wita), "ronda-ponsel-regu-2-20261202-2140.ronda");
  EXPECT_EQ(bundle_file_name("…/..", kNow, Zone::wib), "ronda-20261202-2040.ronda");
}

// ---- the device's evidence against itself ---------------------------------------------------------------------------

/// A device with an older log, a carried record and two photos, whose evidence may be changed behind its back.
class Evidence : public CarriedByFile {
 protected:
  Evidence() {
    inspect_with_photo(test::kBeringin, 1600);
    EXPECT_TRUE(store().acknowledge(1, {}, kNow));
    inspect_with_photo(test::kSasando, 1200);
    EXPECT_TRUE(enrol_anew());
    EXPECT_TRUE(device_.database().execute(
        "DROP TRIGGER record_keeps_its_bytes; DROP TRIGGER record_keeps_its_place;"
        "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF"));
  }

  /// Changes one byte at a time (of a whole number one bit) and expects `name` to be named; then puts the value back.
  /// Returns how many changes were made: one that gives two rows one name cannot stand in a database.
  int flip_all(const std::string& table, const std::string& key, const std::string& column, const std::string& name) {
    std::string type;
    Bytes value;
    std::int64_t number = 0;
    {
      auto row = device_.database().use("SELECT typeof(" + column + "), CAST(" + column + " AS BLOB), " + column +
                                        " FROM " + table + " WHERE " + key);
      EXPECT_TRUE(row.step());
      type = row.text(0);
      value = row.blob(1);
      number = row.int64(2);
    }
    const auto set = [&](const std::string& to, const std::string& at) {
      return device_.database().execute("UPDATE " + table + " SET " + column + " = " + to + " WHERE " + at);
    };
    const auto literal = [&](const Bytes& bytes) {
      const std::string blob = "x'" + to_hex(bytes) + "'";
      return type == "text" ? "CAST(" + blob + " AS TEXT)" : blob;
    };
    int made = 0;
    const std::size_t size = type == "integer" ? 62 : value.size();
    for (std::size_t i = 0; i < size; ++i) {
      Bytes changed = value;
      if (type != "integer") changed[i] ^= 1;
      const std::string to = type == "integer" ? std::to_string(number ^ (std::int64_t{1} << i)) : literal(changed);
      const std::string moved = key.rfind(column + " = ", 0) == 0 ? column + " = " + to : key;
      if (!set(to, key)) continue;
      ++made;
      const auto verdict = verify_device(device_.database());
      EXPECT_FALSE(verdict) << table << "." << column << " byte " << i;
      if (!verdict) {
        EXPECT_THAT(verdict.error().where, StartsWith(name)) << table << "." << column << " byte " << i;
      }
      EXPECT_TRUE(set(type == "integer" ? std::to_string(number) : literal(value), moved));
    }
    return made;
  }
};

TEST_F(Evidence, AWholeDeviceIsWhole) {
  const auto verdict = verify_device(device_.database());
  ASSERT_TRUE(verdict) << verdict.error().where << ": " << verdict.error().message;
  EXPECT_EQ(verdict->logs, 2);
  EXPECT_EQ(verdict->records, 3);
  EXPECT_EQ(verdict->photos, 2);
}

TEST_F(Evidence, EveryByteOfEveryRecordAndPhotoThatIsChangedIsFoundAndNamed) {
  int made = 0;
  for (int place = 1; place <= 3; ++place) {
    const std::string key = "seq = " + std::to_string(place);
    const std::string name = "record " + std::to_string(place) + " (";
    for (const char* column : {"id", "kind", "inspection_id", "at", "hash", "text", "log", "log_seq"}) {
      made += flip_all("record", key, column, name);
    }
  }
  made += flip_all("record", "seq = 3", "carries", "record 3 (");
  made += flip_all("record", "seq = 3", "seq", "record 3 (");
  for (const char* key : {"rowid = 1", "rowid = 2"}) {
    for (const char* column : {"type", "bytes", "width", "height", "content", "sha256"}) {
      made += flip_all("photo", key, column, "photo ");
    }
  }
  for (const char* table : {"enrolment", "past_enrolment"}) {
    for (const char* column : {"secret_key", "public_key"}) made += flip_all(table, "1", column, "log ");
  }
  made += flip_all("enrolment", "1", "device_id", "record 3 (");
  made += flip_all("past_enrolment", "1", "device_id", "record 1 (");
  RecordProperty("flips", made);
  EXPECT_GT(made, 10'000);
  EXPECT_TRUE(verify_device(device_.database()));
}

TEST_F(Evidence, ARecordThatIsMissingOrDoubledIsNamed) {
  auto& db = device_.database();
  ASSERT_TRUE(db.execute("DROP TRIGGER record_is_never_lost; DELETE FROM record WHERE seq = 2"));
  const auto verdict = verify_device(db);
  ASSERT_FALSE(verdict);
  EXPECT_THAT(verdict.error().where, StartsWith("record 2 ("));
}

}  // namespace
}  // namespace ronda::field
