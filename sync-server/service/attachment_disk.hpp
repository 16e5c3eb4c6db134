#pragma once
// What the photos' files ask of a disk, call by call, so that tests can put one beneath them that loses power, fills up
// or fails at any of these calls. Paths are relative to the attachments' folder. Any thread.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace ronda::server {

/// Nothing is durable before the sync that names it: sync_file() for bytes, sync_folder() for names.
/// Errors of all calls: disk_full, io_failed.
class AttachmentDisk {
 public:
  virtual ~AttachmentDisk() = default;

  /// Bytes of the file; nothing if there is none.
  virtual std::optional<std::int64_t> size(const std::string& path) const = 0;
  /// Errors: not_found too.
  virtual Result<std::string> read(const std::string& path) const = 0;

  virtual Result<void> make_folder(const std::string& path) = 0;
  /// Makes the file when it is missing. A failure may leave a part of the bytes behind.
  virtual Result<void> write(const std::string& path, std::int64_t offset, std::string_view bytes) = 0;
  virtual Result<void> cut(const std::string& path, std::int64_t size) = 0;
  virtual Result<void> sync_file(const std::string& path) = 0;
  virtual Result<void> sync_folder(const std::string& path) = 0;
  /// Replaces what stands at `to`.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
  /// A second name for the file; success also when `to` is its name already.
  virtual Result<void> link(const std::string& from, const std::string& to) = 0;
  /// Success also when there is no such file.
  virtual Result<void> remove(const std::string& path) = 0;
};

/// The real one: files below `folder`, which is made when it is first needed.
std::unique_ptr<AttachmentDisk> open_attachment_folder(std::filesystem::path folder);

}  // namespace ronda::server
