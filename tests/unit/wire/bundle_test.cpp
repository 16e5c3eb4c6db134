// A bundle: what is written is read back, and nothing that was changed, cut or moved is ever given out.
#include "shared/wire/bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "shared/base/bytes.hpp"

namespace ronda::wire {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A device with one older log of two records and today's of `records`, and `photos` photos.
struct Phone {
  explicit Phone(int records = 4, int pictures = 3) {
    (void)crypto::start();
    manifest.made_at = *parse_instant("2026-12-02T13:40:00.000Z");
    manifest.app_version = "0.1.0";
    manifest.device_name = "Ponsel Regu 2";
    manifest.officer = id<OfficerId>(3);
    manifest.unit = id<UnitId>(4);
    manifest.epoch = id<DeviceId>(5).uuid;
    add_log(id<DeviceId>(1), 2, 1);
    add_log(id<DeviceId>(2), records, 7);
    manifest.device = id<DeviceId>(2);
    for (int n = 0; n < pictures; ++n) add_photo(n);
  }

  template <typename IdType>
  static IdType id(int n) {
    return IdType{*parse_uuid("01935d00-0000-7000-8000-00000000000" + std::to_string(n))};
  }

  void add_log(DeviceId device, int records, std::int64_t first_seq) {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(static_cast<std::uint8_t>(manifest.logs.size() + 1));
    keys = crypto::key_pair_from_seed(seed);
    BundleLog log{device, keys.public_key, first_seq, {}, first_seq + records - 1, {}};
    if (first_seq > 1) log.prev = crypto::sha256("what came before");
    log.head = log.prev;
    for (auto seq = first_seq; seq <= log.last_seq; ++seq) {
      ledger::RecordHead head;
      head.seq = seq;
      head.id = RecordId{*parse_uuid("01935d00-0000-7000-8000-0000000000" + std::to_string(10 + seq))};
      head.kind = "visit.missed";
      head.device = device;
      head.officer = manifest.officer;
      head.at = manifest.made_at;
      head.prev = log.head;
      BundleRecord record{device, seq, {}, {}, ledger::record_text(head, R"({"note":"hujan deras"})")};
      record.hash = ledger::record_hash(record.text);
      record.signature = crypto::sign(ledger::signing_text(device, seq, record.hash), keys.secret_key);
      log.head = record.hash;
      all.push_back(std::move(record));
    }
    manifest.logs.push_back(log);
  }

  void add_photo(int n) {
    BundlePhoto photo{{}, n % 2 == 0 ? "image/jpeg" : "image/png", {}};
    photo.bytes = (n % 2 == 0 ? std::string("\xFF\xD8\xFF") : std::string("\x89PNG\r\n\x1A\n")) +
                  std::string(static_cast<std::size_t>(20 + n), static_cast<char>('a' + n)) + "\n";
    photo.sha256 = crypto::sha256(photo.bytes);
    manifest.photos += 1;
    manifest.photo_bytes += static_cast<std::int64_t>(photo.bytes.size());
    photos.push_back(std::move(photo));
  }

  std::string bundle() const {
    std::string file;
    BundleWriter writer([&](std::string_view bytes) -> Result<void> {
      file.append(bytes);
      return {};
    });
    EXPECT_TRUE(writer.begin(manifest));
    for (const auto& record : all) EXPECT_TRUE(writer.add(record));
    for (const auto& photo : photos) EXPECT_TRUE(writer.add(photo));
    EXPECT_TRUE(writer.end(manifest.device, keys.secret_key));
    return file;
  }

  BundleManifest manifest;
  crypto::KeyPair keys;
  std::vector<BundleRecord> all;
  std::vector<BundlePhoto> photos;
};

struct Reading {
  std::vector<BundleRecord> records;
  std::vector<BundlePhoto> photos;
  std::optional<Error> problem;
};

/// Reads with pieces of `piece` bytes until the end or the first problem.
Reading read(std::string_view file, std::size_t piece = 64 * 1024) {
  BundleReader reader([rest = bundle_source(file), piece](char* into, std::size_t most) mutable {
    return rest(into, std::min(most, piece));
  });
  Reading out;
  if (const auto manifest = reader.begin(); !manifest) {
    out.problem = manifest.error();
    return out;
  }
  for (;;) {
    auto part = reader.next();
    if (!part) {
      out.problem = part.error();
      return out;
    }
    if (std::holds_alternative<BundleEnd>(*part)) return out;
    if (auto* record = std::get_if<BundleRecord>(&*part)) out.records.push_back(std::move(*record));
    if (auto* photo = std::get_if<BundlePhoto>(&*part)) out.photos.push_back(std::move(*photo));
  }
}

Result<BundleVerdict> verify(std::string_view file) {
  BundleReader reader(bundle_source(file));
  return verify_bundle(reader);
}

/// Where each part begins: the manifest, the records, the photos, the end.
std::vector<std::size_t> part_offsets(const std::string& file) {
  std::vector<std::size_t> out;
  for (auto at = file.find("{\"part\":"); at != std::string::npos; at = file.find("\n{\"part\":", at + 1)) {
    if (file[at] == '\n') ++at;
    out.push_back(at);
  }
  return out;
}

TEST(Bundle, WhatIsWrittenIsReadBackByteForByte) {
  const Phone phone;
  for (const std::size_t piece : {1U, 7U, 65536U}) {
    const auto got = read(phone.bundle(), piece);
    ASSERT_FALSE(got.problem) << got.problem->message << " at " << got.problem->where;
    ASSERT_EQ(got.records.size(), phone.all.size());
    for (std::size_t i = 0; i < got.records.size(); ++i) EXPECT_EQ(got.records[i].text, phone.all[i].text);
    ASSERT_EQ(got.photos.size(), phone.photos.size());
    for (std::size_t i = 0; i < got.photos.size(); ++i) EXPECT_EQ(got.photos[i].bytes, phone.photos[i].bytes);
  }
  const auto verdict = verify(phone.bundle());
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->manifest, phone.manifest);
  EXPECT_EQ(verdict->records, 6);
  EXPECT_EQ(verdict->photos, 3);
}

TEST(Bundle, ADeviceWithNothingToCarryWritesAWholeFileToo) {
  const Phone phone(0, 0);
  const auto verdict = verify(phone.bundle());
  ASSERT_TRUE(verdict) << verdict.error().message;
  EXPECT_EQ(verdict->records, 2);
}

TEST(Bundle, CutAtAnyByteItGivesExactlyTheWholePartsBeforeTheCutAndNamesThePlace) {
  const Phone phone;
  const auto file = phone.bundle();
  const auto parts = part_offsets(file);
  for (std::size_t cut = 0; cut < file.size(); ++cut) {
    const auto got = read(std::string_view(file).substr(0, cut));
    ASSERT_TRUE(got.problem) << "cut at " << cut;
    EXPECT_EQ(got.problem->code, ErrorCode::truncated) << "cut at " << cut << ": " << got.problem->message;
    std::size_t whole = 0;  // parts that end before the cut, the manifest left out
    for (std::size_t i = 1; i + 1 < parts.size(); ++i) whole += parts[i + 1] <= cut ? 1 : 0;
    EXPECT_EQ(got.records.size() + got.photos.size(), whole) << "cut at " << cut;
    std::size_t begins = 0;
    for (const auto part : parts) begins = part <= cut ? part : begins;
    if (cut < parts.front()) continue;
    EXPECT_EQ(got.problem->where, "byte " + std::to_string(begins)) << "cut at " << cut;
  }
}

TEST(Bundle, EveryBitOfEveryByteThatIsChangedIsFoundAndTheFirstBadRecordNamed) {
  const Phone phone(1, 1);
  const auto file = phone.bundle();
  const auto parts = part_offsets(file);
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = file;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      const auto verdict = verify(changed);
      ASSERT_FALSE(verdict) << "byte " << at << " bit " << bit;
      std::size_t part = 0;
      for (std::size_t i = 0; i < parts.size(); ++i) part = parts[i] <= at ? i : part;
      const auto& error = verdict.error();
      const std::string what = "byte " + std::to_string(at) + " bit " + std::to_string(bit) + ": " + error.message;
      if (at < parts.front()) continue;  // no bundle at all
      EXPECT_EQ(error.where, "byte " + std::to_string(parts[part])) << what;
      if (part == 0) {
        EXPECT_THAT(error.message, HasSubstr("manifest")) << what;
      } else if (part <= phone.all.size()) {
        const auto& record = phone.all[part - 1];
        const auto name = "record " + std::to_string(record.seq) + " of device " + to_text(record.device);
        EXPECT_THAT(error.message, StartsWith(name)) << what;
      } else if (part <= phone.all.size() + phone.photos.size()) {
        EXPECT_THAT(error.message, StartsWith("photo " + std::to_string(part - phone.all.size()))) << what;
      }
    }
  }
}

TEST(Bundle, PartsThatAreMissingDoubledOrExchangedAreFound) {
  const Phone phone;
  const auto file = phone.bundle();
  const auto parts = part_offsets(file);
  const auto part = [&](std::size_t i) {
    return file.substr(parts[i], (i + 1 < parts.size() ? parts[i + 1] : file.size()) - parts[i]);
  };
  const auto with = [&](const std::vector<std::size_t>& order) {
    std::string out = file.substr(0, parts[1]);
    for (const auto i : order) out += part(i);
    return out;
  };
  ASSERT_TRUE(verify(with({1, 2, 3, 4, 5, 6, 7, 8, 9, 10})));
  EXPECT_FALSE(verify(with({1, 2, 3, 5, 6, 7, 8, 9, 10}))) << "a record is missing";
  EXPECT_FALSE(verify(with({1, 2, 3, 4, 5, 7, 8, 9, 10}))) << "the last record is missing";
  EXPECT_FALSE(verify(with({1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10}))) << "a record comes twice";
  EXPECT_FALSE(verify(with({1, 2, 4, 3, 5, 6, 7, 8, 9, 10}))) << "records exchanged";
  EXPECT_FALSE(verify(with({3, 4, 5, 6, 1, 2, 7, 8, 9, 10}))) << "logs exchanged";
  EXPECT_FALSE(verify(with({1, 2, 3, 4, 5, 6, 7, 9, 8, 10}))) << "photos exchanged";
  EXPECT_FALSE(verify(with({1, 2, 3, 4, 5, 6, 7, 8, 10}))) << "a photo is missing";
  EXPECT_FALSE(verify(with({7, 1, 2, 3, 4, 5, 6, 8, 9, 10}))) << "a photo before the records";
  EXPECT_FALSE(verify(file + "\n")) << "something behind the end";
  EXPECT_FALSE(verify(file + file)) << "two in one";
}

TEST(Bundle, ARecordUnderAnotherKeyIsNotVouchedFor) {
  Phone phone;
  phone.all[3].signature = phone.all[2].signature;
  const auto verdict = verify(phone.bundle());
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code, ErrorCode::bad_signature);
  EXPECT_THAT(verdict.error().message, StartsWith("record 8 of device"));
}

TEST(Bundle, TheExampleOfTheProtocolIsWholeToTheByte) {
  (void)crypto::start();
  std::ifstream in(std::string(RONDA_SOURCE_DIR) + "/shared/wire/PROTOCOL.md");
  std::ostringstream text;
  text << in.rdbuf();
  const std::string page = text.str();
  const auto from = page.rfind("```\n" + std::string(kBundleMagic)) + 4;
  const std::string file = page.substr(from, page.find("```", from) - from);
  const auto verdict = verify(file);
  ASSERT_TRUE(verdict) << verdict.error().message;
  EXPECT_EQ(verdict->records, 1);
  EXPECT_THAT(page, HasSubstr(to_hex(crypto::sha256(file))));
}

TEST(Bundle, AnotherFileIsSaidToBeNoBundleAndANewerOneToBeNewer) {
  EXPECT_EQ(verify("").error().code, ErrorCode::truncated);
  EXPECT_EQ(verify("SQLite format 3").error().code, ErrorCode::bad_input);
  EXPECT_EQ(verify("RONDA-BUNDLE 2\n{}").error().code, ErrorCode::unsupported_version);
}

TEST(Bundle, WhatTheDiskCannotTakeOrGiveIsHandedOn) {
  const Phone phone;
  BundleWriter writer([](std::string_view) -> Result<void> { return Error{ErrorCode::disk_full, "full", {}}; });
  EXPECT_EQ(writer.begin(phone.manifest).error().code, ErrorCode::disk_full);
  BundleReader reader([](char*, std::size_t) -> Result<std::size_t> { return Error{ErrorCode::io_failed, "", {}}; });
  EXPECT_EQ(reader.begin().error().code, ErrorCode::io_failed);
}

}  // namespace
}  // namespace ronda::wire
