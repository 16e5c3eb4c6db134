#pragma once
// Bundles on their way from a browser: pieces go straight to the disk, into files without a name that are gone with the
// program or when nobody goes on. Any thread.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/wire/bundle.hpp"
#include "sync-server/service/principal.hpp"

namespace ronda::server {

/// About 1,500 photos. What is larger is read on the server itself (`ronda-server import-bundle`).
inline constexpr std::int64_t kMaxUploadedBundle = std::int64_t{512} << 20U;
inline constexpr std::size_t kMaxBundlePiece = std::size_t{4} << 20U;
/// At a time, of all users: what a person begins and leaves must not fill the disk.
inline constexpr std::size_t kMostBundleUploads = 4;
inline constexpr std::int64_t kBundleUploadIdleMs = 30 * 60'000;

/// A file that is read from its start to its end.
class BundleFile {
 public:
  explicit BundleFile(int fd) : fd_(fd) {}
  ~BundleFile();
  BundleFile(const BundleFile&) = delete;
  BundleFile& operator=(const BundleFile&) = delete;
  /// Errors: not_found, io_failed.
  static Result<std::shared_ptr<BundleFile>> open(const std::filesystem::path& path);

  /// Errors: disk_full, io_failed.
  Result<void> write(std::int64_t offset, std::string_view bytes);
  /// Reads from the start; lives as long as the file.
  wire::BundleSource source() const;

 private:
  const int fd_;
};

class BundleUploads {
 public:
  explicit BundleUploads(std::filesystem::path data) : data_(std::move(data)) {}

  /// One for each user: what the same user began before is dropped. Errors: too_large, bad_input (nothing to send),
  /// too_many (others are sending), io_failed, disk_full.
  Result<Uuid> begin(const Principal& who, std::int64_t bytes, const Uuid& id, Instant now);
  /// Bytes that are here. Errors: not_found (never begun, another user's, or given up).
  Result<std::int64_t> offset(const Principal& who, const Uuid& id);
  /// Returns the bytes that are here now. Errors: not_found, conflict (not where it stands), too_large (more than
  /// announced), disk_full, io_failed.
  Result<std::int64_t> append(const Principal& who, const Uuid& id, std::int64_t offset, std::string_view bytes,
                              Instant now);
  /// The whole file; it stays until drop(). Errors: not_found, incomplete.
  Result<std::shared_ptr<const BundleFile>> whole(const Principal& who, const Uuid& id);
  void drop(const Principal& who, const Uuid& id);

 private:
  struct Upload {
    OfficerId user;
    std::int64_t bytes = 0;
    std::int64_t offset = 0;
    Instant touched_at;
    std::shared_ptr<BundleFile> file;
  };
  Result<Upload*> find(const Principal& who, const Uuid& id);

  const std::filesystem::path data_;
  std::mutex mutex_;  // guards uploads_
  std::map<Uuid, Upload> uploads_;
};

}  // namespace ronda::server
