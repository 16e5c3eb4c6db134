#pragma once
// Uploads of photos (PROTOCOL.md §6): who may begin one, how far it is, when it is whole, when it is given up. No
// transaction is held while bytes are written.

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/result.hpp"
#include "sync-server/service/attachment_files.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/service/upload_headers.hpp"
#include "sync-server/store/attachment_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// An upload to which nothing was added for so long is given up.
inline constexpr std::int64_t kUnfinishedUploadMs = std::int64_t{7} * 24 * 3'600'000;
/// A whole photo that no record names is removed after so long: its record may be on the way.
inline constexpr std::int64_t kUnnamedPhotoMs = std::int64_t{60} * 24 * 3'600'000;
/// What one device may have here that no record names: enough for any honest one (records go up before their photos),
/// too little to fill a disk.
inline constexpr std::int64_t kMostUnnamedBytes = std::int64_t{256} << 20;
inline constexpr std::int64_t kMostUnnamedUploads = 1000;

struct Upload {
  ledger::Hash sha256{};
  std::int64_t offset = 0;
  std::int64_t length = 0;
  bool whole = false;
  Instant expires_at;  ///< unless whole
};

/// One PATCH.
struct Piece {
  std::int64_t offset = 0;
  std::string_view bytes;
  std::optional<PieceChecksum> checksum;
  /// The connection broke: `bytes` is what arrived. It is kept, unless a checksum promised more.
  bool is_cut = false;
};

/// What a sweep removed.
struct Swept {
  std::int64_t unfinished = 0;
  std::int64_t unnamed = 0;
  std::int64_t bytes = 0;
};

/// A revoked device may send only what its own quarantined records name: else `revoked`.
class Attachments {
 public:
  Attachments(Store& store, AttachmentFiles& files) : store_(store), files_(files) {}

  /// Begins an upload or says how far the one that exists is.
  /// Errors: too_large (more than 4 MiB), bad_input (empty, not an image type), forbidden (this device has too much
  /// here that no record names), revoked, corrupt and io_failed as append().
  Result<Upload> begin(const Principal& who, const UploadMetadata& metadata, std::int64_t length);
  /// The offset is what lies on the disk; one at the end means whole and verified.
  /// Errors: not_found (never begun), revoked, corrupt and io_failed as append().
  Result<Upload> look_up(const Principal& who, const ledger::Hash& sha256);
  /// Adds a piece; with the last one the file is checked and made whole.
  /// Errors: not_found, conflict (wrong offset; nothing is changed), too_large, corrupt (the checksum of the piece
  /// differs: nothing is changed; the hash of the whole differs: the upload starts anew), revoked, io_failed,
  /// disk_full.
  Result<Upload> append(const Principal& who, const ledger::Hash& sha256, const Piece& piece);
  /// Drops what its own device has sent. Errors: not_found, forbidden (another device began it), conflict (a record
  /// names it), io_failed.
  Result<void> terminate(const Principal& who, const ledger::Hash& sha256);

  /// Removes uploads that were given up, and whole photos that nobody names. Errors: io_failed.
  Result<Swept> sweep();

 private:
  Result<AttachmentRow> row_of(const ledger::Hash& sha256);
  Result<void> check_device(const Principal& who, const ledger::Hash& sha256);
  Result<void> check_room(const Principal& who, const ledger::Hash& sha256, std::int64_t length);
  Result<Upload> settled(AttachmentRow row);
  Result<Upload> make_whole(AttachmentRow row);
  Result<Instant> touch(const ledger::Hash& sha256);

  std::unique_lock<std::mutex> hold(const ledger::Hash& sha256) { return std::unique_lock(turns_[sha256[0] % kTurns]); }

  static constexpr std::size_t kTurns = 32;

  Store& store_;
  AttachmentFiles& files_;
  /// What is done to one upload is done one after the other, its row and its file together: an end between the last
  /// byte and the mark would else leave a row that says whole, without its file. Taken before any transaction.
  std::array<std::mutex, kTurns> turns_;
};

/// The files and the uploads over them, together for as long as anyone uses either.
struct Uploads {
  Uploads(Store& store, std::shared_ptr<AttachmentDisk> disk) : files(std::move(disk)), attachments(store, files) {}
  AttachmentFiles files;
  Attachments attachments;
};

}  // namespace ronda::server
