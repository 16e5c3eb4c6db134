// A file that a person carried brings the same as the network would have: before it, after it, beside it, in parts.
#include "sync-server/service/bundle_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/service/office_fixture.hpp"

namespace ronda::server {
namespace {

using office::Office;
using office::Phone;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string picture(int n) {
  return "\xFF\xD8\xFF" + std::string(900, static_cast<char>('a' + n % 26)) + std::to_string(n);
}

/// A file that `phone` writes of its records `first`..`last` and these photos.
std::string bundle_of(const Phone& phone, const Office& office, std::int64_t first, std::int64_t last,
                      const std::vector<std::string>& photos = {}) {
  wire::BundleManifest manifest;
  manifest.made_at = office.now;
  manifest.app_version = "0.1.0";
  manifest.device = phone.id;
  manifest.device_name = "Ponsel Regu 2";
  manifest.officer = phone.officer;
  manifest.unit = office.unit.id;
  const auto hash_of = [&](std::int64_t seq) {
    return seq == 0 ? ledger::Hash{} : ledger::record_hash(phone.records[static_cast<std::size_t>(seq - 1)]);
  };
  manifest.logs.push_back({phone.id, phone.keys.public_key, first, hash_of(first - 1), last, hash_of(last)});
  manifest.photos = static_cast<std::int64_t>(photos.size());
  for (const auto& photo : photos) manifest.photo_bytes += static_cast<std::int64_t>(photo.size());
  std::string file;
  wire::BundleWriter writer([&](std::string_view bytes) -> Result<void> {
    file.append(bytes);
    return {};
  });
  EXPECT_TRUE(writer.begin(manifest));
  for (auto seq = first; seq <= last; ++seq) {
    const auto vouched = ledger::signing_text(phone.id, seq, hash_of(seq));
    const auto& text = phone.records[static_cast<std::size_t>(seq - 1)];
    EXPECT_TRUE(writer.add(
        wire::BundleRecord{phone.id, seq, hash_of(seq), crypto::sign(vouched, phone.keys.secret_key), text}));
  }
  for (const auto& photo : photos) {
    EXPECT_TRUE(writer.add(wire::BundlePhoto{crypto::sha256(photo), "image/jpeg", photo}));
  }
  EXPECT_TRUE(writer.end(phone.id, phone.keys.secret_key));
  return file;
}

class BundleImport : public testing::Test {
 protected:
  Result<BundleReport> bring(std::string_view file, std::optional<UnitId> only = {}) {
    wire::BundleReader reader(wire::bundle_source(file));
    return import_bundle(*office_.store, uploads_.attachments, office_.checklists, reader, only);
  }
  BundleReport brought(std::string_view file) {
    auto report = bring(file);
    EXPECT_TRUE(report) << report.error().message << " at " << report.error().where;
    return report ? std::move(*report) : BundleReport{};
  }
  std::string whole_bundle(const std::vector<std::string>& photos = {}) {
    return bundle_of(phone_, office_, 1, static_cast<std::int64_t>(phone_.records.size()), photos);
  }
  InspectionId inspect(const std::vector<std::string>& photos = {}) {
    office_.now.ms += 60'000;
    auto body = office_.inspection(lodging_);
    for (const auto& photo : photos) {
      const auto name = ledger::to_text(crypto::sha256(photo));
      body.photos.push_back({name, static_cast<std::int64_t>(photo.size()), "image/jpeg", 1600, 1200, "LEG-01"});
      for (auto& answer : body.answers) {
        if (answer.item == "LEG-01") answer.photos.push_back(name);
      }
    }
    return office_.seal(phone_, body);
  }
  std::int64_t records() {
    return office_.read([](const ReadTxn& txn) { return txn.sync().chain_end(); })->chain_seq;
  }
  bool has_photo(const std::string& photo) { return uploads_.files.is_whole(crypto::sha256(photo)); }

  Office office_;
  Phone phone_ = office_.new_phone();
  LodgingId lodging_ = office_.new_lodging("Wisma Lontar Teduh");
  Uploads uploads_{*office_.store,
                   std::shared_ptr<AttachmentDisk>(open_attachment_folder(office_.folder / "attachments"))};
};

TEST_F(BundleImport, AServerThatNeverHeardTheDeviceTakesEverythingFromTheFile) {
  const auto first = inspect({picture(1), picture(2)});
  inspect();
  const auto report = brought(whole_bundle({picture(1), picture(2)}));
  EXPECT_TRUE(report.is_whole());
  EXPECT_EQ(report.received, 2);
  EXPECT_EQ(report.known, 0);
  EXPECT_EQ(report.photos_received, 2);
  EXPECT_EQ(report.photo_bytes_received, static_cast<std::int64_t>(picture(1).size() + picture(2).size()));
  EXPECT_TRUE(has_photo(picture(1)) && has_photo(picture(2)));
  const auto listed =
      office_.read([&](const ReadTxn& txn) { return txn.findings().inspection(office_.unit.id, first); });
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->photos_on_server, 2);
}

TEST_F(BundleImport, TheSameFileTwiceChangesNothing) {
  inspect({picture(1)});
  const auto file = whole_bundle({picture(1)});
  brought(file);
  const auto feed = *office_.read([](const ReadTxn& txn) { return txn.feed().head(); });
  const auto again = brought(file);
  EXPECT_EQ(again.received, 0);
  EXPECT_EQ(again.known, 1);
  EXPECT_EQ(again.photos_known, 1);
  EXPECT_EQ(records(), 1);
  EXPECT_EQ(*office_.read([](const ReadTxn& txn) { return txn.feed().head(); }), feed);
}

TEST_F(BundleImport, HalfByNetworkAndHalfByFileGiveOneLogWhicheverComesFirst) {
  for (int n = 0; n < 6; ++n) inspect();
  ASSERT_TRUE(office_.push(phone_, 1, 3));
  const auto report = brought(whole_bundle());
  EXPECT_EQ(report.known, 3);
  EXPECT_EQ(report.received, 3);
  const auto reply = office_.send(phone_);  // the device's own sync afterwards
  EXPECT_EQ(reply.acked_seq, 6);
  EXPECT_EQ(reply.known, 6);
  EXPECT_EQ(records(), 6);
}

TEST_F(BundleImport, AFileOfOnlyWhatTheServerLacksFitsBehindWhatItHas) {
  for (int n = 0; n < 4; ++n) inspect();
  ASSERT_TRUE(office_.push(phone_, 1, 2));
  const auto report = brought(bundle_of(phone_, office_, 3, 4));
  EXPECT_TRUE(report.is_whole());
  EXPECT_EQ(report.received, 2);
}

TEST_F(BundleImport, AGapIsRefusedWithTheRecordThatIsMissingAndFilledByTheFileBefore) {
  for (int n = 0; n < 4; ++n) inspect();
  const auto later = bundle_of(phone_, office_, 3, 4);
  const auto report = brought(later);
  EXPECT_FALSE(report.is_whole());
  ASSERT_THAT(report.refused, SizeIs(1));
  EXPECT_EQ(report.refused[0].why.code, ErrorCode::gap);
  EXPECT_EQ(report.refused[0].expected_seq, 1);
  EXPECT_EQ(report.refused[0].first_seq, 3);
  EXPECT_EQ(report.refused[0].last_seq, 4);
  EXPECT_EQ(records(), 0);
  brought(bundle_of(phone_, office_, 1, 2));
  EXPECT_EQ(brought(later).received, 2);
  EXPECT_EQ(records(), 4);
}

TEST_F(BundleImport, CutAtAnyByteItBringsExactlyTheWholeRecordsBeforeTheCutAndTheRestLater) {
  for (int n = 0; n < 3; ++n)
    office_.now.ms += 60'000,
        phone_.write("visit.missed",
                     R"({"visit":"01935d00-0000-7000-8000-00000000dead","reason":"no_time","note":null})", office_.now);
  const auto file = whole_bundle();
  std::int64_t before = 0;
  for (std::size_t cut = 0; cut < file.size(); ++cut) {
    const auto report = bring(std::string_view(file).substr(0, cut));
    if (!report) {
      EXPECT_EQ(report.error().code, ErrorCode::truncated) << "cut at " << cut;
      EXPECT_EQ(records(), 0) << "cut at " << cut;
      continue;
    }
    ASSERT_TRUE(report->damage) << "cut at " << cut;
    EXPECT_EQ(report->damage->code, ErrorCode::truncated) << "cut at " << cut;
    EXPECT_EQ(report->received + report->known + report->records_missing(), 3) << "cut at " << cut;
    EXPECT_GE(records(), before) << "cut at " << cut;
    EXPECT_EQ(records(), report->received + report->known) << "cut at " << cut;
    before = records();
  }
  EXPECT_EQ(before, 3);  // only the end mark was missing
  const auto report = brought(file);
  EXPECT_TRUE(report.is_whole());
  EXPECT_EQ(report.known, 3);
}

TEST_F(BundleImport, ADamagedRecordStopsThereAndEverythingBeforeItIsTaken) {
  for (int n = 0; n < 3; ++n) inspect();
  auto file = whole_bundle();
  const auto second = file.find(phone_.records[1]);
  file[second + 700] ^= 1;
  const auto report = brought(file);
  ASSERT_TRUE(report.damage);
  EXPECT_EQ(report.damage->code, ErrorCode::corrupt);
  EXPECT_THAT(report.damage->message, HasSubstr("record 2 of device"));
  EXPECT_EQ(report.received, 1);
  EXPECT_EQ(report.records_missing(), 2);
  EXPECT_EQ(brought(whole_bundle()).received, 2);
}

TEST_F(BundleImport, AnEndThatTheDeviceDidNotSignIsNamedAndTheRecordsBeforeItStand) {
  for (int n = 0; n < 2; ++n) inspect();
  auto file = whole_bundle();
  auto& sign = file[file.rfind("\"signature\":\"") + 20];
  sign = sign == 'A' ? 'B' : 'A';
  const auto report = brought(file);
  ASSERT_TRUE(report.damage);
  EXPECT_EQ(report.damage->code, ErrorCode::corrupt);
  EXPECT_EQ(report.damage->where, "byte " + std::to_string(file.rfind("{\"part\":\"end\"")));
  EXPECT_EQ(report.received, 2);
  EXPECT_EQ(report.records_missing(), 0);
}

TEST_F(BundleImport, ACopiedDeviceIsRecognisedAndWhatItSaysIsKeptForReview) {
  inspect();
  auto copy = phone_;
  inspect();
  office_.send(phone_);
  std::swap(phone_, copy);
  inspect();
  const auto report = brought(whole_bundle());
  EXPECT_EQ(report.known, 1);
  ASSERT_THAT(report.refused, SizeIs(1));
  EXPECT_EQ(report.refused[0].why.code, ErrorCode::fork);
  EXPECT_EQ(report.refused[0].first_seq, 2);
  const auto held = office_.read([&](const ReadTxn& txn) { return txn.sync().quarantine_of(office_.unit.id, 10); });
  ASSERT_THAT(*held, SizeIs(1));
  EXPECT_EQ((*held)[0].code, "fork");
  brought(whole_bundle());
  EXPECT_EQ(*office_.read([&](const ReadTxn& txn) { return txn.sync().quarantine_count(office_.unit.id); }), 1);
  const auto device = office_.read([&](const ReadTxn& txn) { return txn.access().device(phone_.id); });
  EXPECT_TRUE(device->forked_at);
}

TEST_F(BundleImport, WhatASwitchedOffDeviceHoldsWaitsForTheUnitHeadWithItsPhotos) {
  inspect({picture(1)});
  office_.revoke(phone_);
  const auto report = brought(whole_bundle({picture(1)}));
  EXPECT_TRUE(report.revoked);
  EXPECT_TRUE(report.is_whole());
  EXPECT_EQ(report.received, 1);
  ASSERT_THAT(report.held, SizeIs(1));
  EXPECT_EQ(report.held[0].code, "revoked");
  EXPECT_EQ(report.photos_received, 1);
  EXPECT_TRUE(has_photo(picture(1)));
}

TEST_F(BundleImport, AnUnknownDeviceAndAnotherUnitsAreRefusedAndNothingOfThemStays) {
  inspect({picture(1)});
  const auto file = whole_bundle({picture(1)});
  const auto other = bring(file, UnitId{*parse_uuid("01935d00-0000-7000-8000-00000000dead")});
  ASSERT_TRUE(other);
  ASSERT_THAT(other->refused, SizeIs(1));
  EXPECT_EQ(other->refused[0].why.code, ErrorCode::not_found);
  EXPECT_THAT(other->photos_refused, SizeIs(1));
  auto stranger = phone_;
  stranger.id = DeviceId{*parse_uuid("01935d00-0000-7000-8000-00000000beef")};
  stranger.records.clear();
  stranger.head = {};
  stranger.write("visit.missed", "{}", office_.now);
  EXPECT_THAT(brought(bundle_of(stranger, office_, 1, 1)).refused, SizeIs(1));
  EXPECT_EQ(records(), 0);
  EXPECT_FALSE(has_photo(picture(1)));
}

TEST_F(BundleImport, ARecordUnderAnotherKeyIsNotTaken) {
  inspect();
  const auto right = phone_.keys;
  phone_.keys = crypto::make_key_pair();
  const auto report = brought(whole_bundle());
  ASSERT_THAT(report.refused, SizeIs(1));
  EXPECT_EQ(report.refused[0].why.code, ErrorCode::bad_signature);
  EXPECT_EQ(records(), 0);
  phone_.keys = right;
  EXPECT_EQ(brought(whole_bundle()).received, 1);
}

TEST_F(BundleImport, APhotoThatNoRecordHereNamesIsNotTaken) {
  inspect({picture(1)});
  const auto report = brought(whole_bundle({picture(1), picture(2)}));
  EXPECT_EQ(report.photos_received, 1);
  ASSERT_THAT(report.photos_refused, SizeIs(1));
  EXPECT_EQ(report.photos_refused[0].why.code, ErrorCode::not_found);
  EXPECT_FALSE(has_photo(picture(2)));
}

TEST_F(BundleImport, ThirtyPhotosSomeOfThemBegunOverTheNetworkArriveWholeAndOnce) {
  std::vector<std::string> photos;
  for (int n = 0; n < 30; ++n) photos.push_back(picture(n));
  inspect(photos);
  ASSERT_TRUE(office_.push(phone_, 1, 1));
  const auto who = office_.principal(phone_);
  auto& attachments = uploads_.attachments;
  for (const int n : {3, 4}) {  // one is half here, one is here but damaged on its way
    const auto& photo = photos[static_cast<std::size_t>(n)];
    ASSERT_TRUE(attachments.begin(who, {crypto::sha256(photo), "image/jpeg"}, static_cast<std::int64_t>(photo.size())));
    const auto half = n == 3 ? photo.substr(0, 400) : std::string(400, 'x');
    ASSERT_TRUE(attachments.append(who, crypto::sha256(photo), {0, half, {}, false}));
  }
  const auto report = brought(whole_bundle(photos));
  EXPECT_EQ(report.photos_received, 30);
  EXPECT_THAT(report.photos_refused, IsEmpty());
  for (const auto& photo : photos) EXPECT_EQ(*uploads_.files.read(crypto::sha256(photo)), photo);
  EXPECT_EQ(brought(whole_bundle(photos)).photos_known, 30);
}

TEST_F(BundleImport, ManyRecordsComeInAFewTransactionsAndHeldOnesAreNamed) {
  for (int n = 0; n < 250; ++n)
    phone_.write("visit.missed", R"({"visit":"01935d00-0000-7000-8000-00000000dead","reason":"no_time","note":null})",
                 office_.now);
  const auto report = brought(whole_bundle());
  EXPECT_EQ(report.received, 250);
  EXPECT_THAT(report.held, SizeIs(250));
  EXPECT_EQ(report.held[249].seq, 250);
  const auto runs = office_.read([&](const ReadTxn& txn) { return txn.sync().records_after(0, 500); });
  EXPECT_THAT(*runs, SizeIs(250));
}

}  // namespace
}  // namespace ronda::server
