#pragma once
// A device's log and photos as one file (PROTOCOL.md §8), to be carried where no network goes. Written and read part by
// part, so that neither end ever holds more than one photo. One thread for each writer and reader.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::wire {

inline constexpr std::string_view kBundleMagic = "RONDA-BUNDLE 1\n";
inline constexpr std::string_view kBundleType = "application/x-ronda-bundle";
inline constexpr std::size_t kMaxBundleHeader = 512;
inline constexpr std::size_t kMaxBundleManifest = 64 * 1024;
inline constexpr std::size_t kMaxBundleLogs = 100;

/// One log of the device: a run of its records without a gap. Empty when `last_seq` is `first_seq` - 1.
struct BundleLog {
  DeviceId device;  ///< the identity it was written under
  crypto::PublicKey public_key{};
  std::int64_t first_seq = 1;
  ledger::Hash prev{};  ///< of the record before the first one; zeros before record 1
  std::int64_t last_seq = 0;
  ledger::Hash head{};  ///< of the last record; `prev` when there is none
  bool operator==(const BundleLog&) const = default;
};

/// What stands first: who made the file, and all that is to follow.
struct BundleManifest {
  Instant made_at;
  std::string app_version;
  DeviceId device;  ///< today's identity, which is that of the last log
  std::string device_name;
  OfficerId officer;
  UnitId unit;
  Uuid epoch;                   ///< of the server as the device last knew it; nil: it never heard one
  std::vector<BundleLog> logs;  ///< the oldest first, today's last; at least that one
  std::int64_t photos = 0;
  std::int64_t photo_bytes = 0;

  std::int64_t records() const;
  bool operator==(const BundleManifest&) const = default;
};

struct BundleRecord {
  DeviceId device;
  std::int64_t seq = 0;
  ledger::Hash hash{};
  crypto::Signature signature{};  ///< over ledger::signing_text() of this record: it vouches for the log up to here
  std::string text;               ///< exact bytes, without a line end
};

struct BundlePhoto {
  crypto::Sha256 sha256{};
  std::string type;  ///< image/jpeg or image/png
  std::string bytes;
};

/// The device's word that the file is whole.
struct BundleEnd {
  crypto::Sha256 sha256{};  ///< of every byte before this part
  crypto::Signature signature{};
};

using BundlePart = std::variant<BundleRecord, BundlePhoto, BundleEnd>;

/// The text that a device signs to vouch for the whole file.
std::string bundle_signing_text(const DeviceId& device, const crypto::Sha256& sha256);

/// Takes the next bytes of the file. An Error ends the writing and is handed on.
using BundleSink = std::function<Result<void>(std::string_view bytes)>;

/// Writes magic and manifest, then records by log and number, then photos, then the end. The caller keeps the order and
/// the promises of the manifest: nothing here looks at them again.
class BundleWriter {
 public:
  explicit BundleWriter(BundleSink sink) : sink_(std::move(sink)) {}

  Result<void> begin(const BundleManifest& manifest);
  Result<void> add(const BundleRecord& record);
  Result<void> add(const BundlePhoto& photo);
  /// Errors: those of the sink.
  Result<void> end(const DeviceId& device, const crypto::SecretKey& key);

 private:
  Result<void> write(std::string_view bytes);
  Result<void> write_part(std::string_view header, std::string_view content);

  BundleSink sink_;
  crypto::Sha256Stream so_far_;
};

/// Gives up to `most` further bytes of the file into `into` and says how many; 0 at its end.
using BundleSource = std::function<Result<std::size_t>(char* into, std::size_t most)>;

/// Reads parts in order. Each part is checked against its own hash, its place and the manifest before it is given out,
/// so that whatever was given out is good whatever follows. Errors of begin() and next(), after which nothing more can
/// be read: truncated (the file ends early), corrupt (changed, or not where it belongs), bad_input (no bundle),
/// unsupported_version, those of the source. `where` is "byte N", the start of the first bad part; the message names
/// the record or photo that it should hold.
class BundleReader {
 public:
  explicit BundleReader(BundleSource source) : source_(std::move(source)) {}

  /// Reads up to the end of the manifest. Call it first.
  Result<BundleManifest> begin();
  /// Precondition: begin() gave a value and next() gave no BundleEnd yet.
  Result<BundlePart> next();

  /// Where the part that was read last begins in the file.
  std::int64_t part_offset() const { return part_offset_; }

 private:
  struct Header;
  Result<std::string> line(std::size_t most);
  Result<std::string> content(std::size_t size);
  Result<void> fill(std::size_t at_least);
  Result<Header> header();
  Result<BundlePart> record(const Header& header);
  Result<BundlePart> photo(const Header& header);
  Result<BundlePart> end(const Header& header, const crypto::Sha256& before);
  bool log_is_done() const;
  Error bad(ErrorCode code, std::string_view what, std::string_view id = {}) const;
  std::string expected() const;

  BundleSource source_;
  BundleManifest manifest_;
  std::string buffer_;
  std::size_t taken_ = 0;  // of buffer_
  bool source_ended_ = false;
  std::int64_t offset_ = 0;  // of what was taken
  std::int64_t part_offset_ = 0;
  crypto::Sha256Stream so_far_;
  std::size_t log_ = 0;       // which log is being read
  std::int64_t log_seq_ = 0;  // its last record read
  ledger::Hash log_head_{};   // and its hash
  std::int64_t photos_ = 0;
  std::int64_t photo_bytes_ = 0;
};

struct BundleVerdict {
  BundleManifest manifest;
  std::int64_t records = 0;
  std::int64_t photos = 0;
};

/// Reads everything and holds every record and the end against the device's signatures. Errors: those of the reader;
/// bad_signature (`where` and message as there).
Result<BundleVerdict> verify_bundle(BundleReader& reader);

/// The source over bytes that outlive it.
BundleSource bundle_source(std::string_view bytes);

}  // namespace ronda::wire
