#pragma once
// The bytes of photos: files named by their SHA-256, received in pieces, made whole only when the hash is right. Every
// piece is on the disk (fsync) before a function returns. Any thread: pieces are written one after the other.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/ledger/record.hpp"
#include "sync-server/service/attachment_disk.hpp"

namespace ronda::server {

class AttachmentFiles {
 public:
  explicit AttachmentFiles(std::shared_ptr<AttachmentDisk> disk);
  ~AttachmentFiles();
  AttachmentFiles(const AttachmentFiles&) = delete;
  AttachmentFiles& operator=(const AttachmentFiles&) = delete;

  bool is_whole(const ledger::Hash& sha256) const;
  /// Bytes of a whole file; 0 if it is not whole.
  std::int64_t whole_size(const ledger::Hash& sha256) const;
  /// Bytes received so far of a file that is not whole; 0 if nothing came yet.
  std::int64_t received(const ledger::Hash& sha256) const;

  /// Adds a piece at `offset`. Returns the bytes received now.
  /// Errors: conflict (not where the file ends; nothing is changed), too_large (past `length`), io_failed, disk_full.
  Result<std::int64_t> append(const ledger::Hash& sha256, std::int64_t offset, std::int64_t length,
                              std::string_view bytes);
  /// Checks all bytes against the name and `type` and moves the file to its place.
  /// Errors: corrupt (another hash or no such image: what was received is dropped), io_failed.
  Result<void> make_whole(const ledger::Hash& sha256, std::string_view type);
  /// Drops what was received of a file that is not whole.
  void forget(const ledger::Hash& sha256);
  /// Removes the file, whole or not. Errors: io_failed.
  Result<void> remove(const ledger::Hash& sha256);

  /// Errors: not_found, io_failed.
  Result<std::string> read(const ledger::Hash& sha256) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Reads the first bytes: true for a JPEG or a PNG as `type` says.
bool is_image(std::string_view bytes, std::string_view type);

}  // namespace ronda::server
