#include "sync-server/service/bundle_uploads.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ronda::server {

namespace {

Error failed(const std::string& what) {
  const int why = errno;
  const bool full = why == ENOSPC || why == EDQUOT;
  return Error{full ? ErrorCode::disk_full : ErrorCode::io_failed, what + ": " + std::strerror(why), {}};
}

Result<std::shared_ptr<BundleFile>> nameless_file(const std::filesystem::path& folder) {
  std::string path = (folder / "bundle-XXXXXX").string();
  const int fd = ::mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) return failed("the data folder takes no file");
  ::unlink(path.c_str());
  return std::make_shared<BundleFile>(fd);
}

}  // namespace

BundleFile::~BundleFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::shared_ptr<BundleFile>> BundleFile::open(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Error{ErrorCode::not_found, "cannot read " + path.string() + ": " + std::strerror(errno), {}};
  return std::make_shared<BundleFile>(fd);
}

Result<void> BundleFile::write(std::int64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::pwrite(fd_, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("a piece of the bundle could not be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += written;
  }
  return {};
}

wire::BundleSource BundleFile::source() const {
  return [fd = fd_, at = std::int64_t{0}](char* into, std::size_t most) mutable -> Result<std::size_t> {
    for (;;) {
      const auto got = ::pread(fd, into, most, at);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return failed("the bundle cannot be read");
      at += got;
      return static_cast<std::size_t>(got);
    }
  };
}

Result<Uuid> BundleUploads::begin(const Principal& who, std::int64_t bytes, const Uuid& id, Instant now) {
  if (bytes < 1) return bad_input("an empty file is no bundle", "/bytes");
  if (bytes > kMaxUploadedBundle) {
    return Error{ErrorCode::too_large, "larger than 512 MiB: read it on the server with `ronda-server import-bundle`",
                 "/bytes"};
  }
  const std::lock_guard lock(mutex_);
  std::erase_if(uploads_, [&](const auto& one) {
    return one.second.user == who.officer || now.ms - one.second.touched_at.ms > kBundleUploadIdleMs;
  });
  if (uploads_.size() >= kMostBundleUploads) {
    return Error{ErrorCode::too_many, "others are sending bundles; try again when they are done", "60"};
  }
  auto file = nameless_file(data_);
  if (!file) return std::move(file).error();
  uploads_.emplace(id, Upload{who.officer, bytes, 0, now, std::move(*file)});
  return id;
}

Result<BundleUploads::Upload*> BundleUploads::find(const Principal& who, const Uuid& id) {
  const auto found = uploads_.find(id);
  if (found != uploads_.end() && found->second.user == who.officer) return &found->second;
  return Error{ErrorCode::not_found, "this bundle was never begun, or was given up; send it again", {}};
}

Result<std::int64_t> BundleUploads::offset(const Principal& who, const Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto upload = find(who, id);
  if (!upload) return upload.error();
  return (*upload)->offset;
}

Result<std::int64_t> BundleUploads::append(const Principal& who, const Uuid& id, std::int64_t offset,
                                           std::string_view bytes, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto upload = find(who, id);
  if (!upload) return upload.error();
  if (offset != (*upload)->offset) {
    return Error{ErrorCode::conflict, "the upload does not stand at this offset", "/Upload-Offset"};
  }
  const std::int64_t end = offset + static_cast<std::int64_t>(bytes.size());
  if (end > (*upload)->bytes) return Error{ErrorCode::too_large, "more bytes than announced", "/Upload-Offset"};
  if (auto written = (*upload)->file->write(offset, bytes); !written) return std::move(written).error();
  (*upload)->offset = end;
  (*upload)->touched_at = now;
  return end;
}

Result<std::shared_ptr<const BundleFile>> BundleUploads::whole(const Principal& who, const Uuid& id) {
  const std::lock_guard lock(mutex_);
  const auto upload = find(who, id);
  if (!upload) return upload.error();
  if ((*upload)->offset == (*upload)->bytes) return std::shared_ptr<const BundleFile>((*upload)->file);
  return Error{ErrorCode::incomplete, "the bundle has not arrived as a whole", std::to_string((*upload)->offset)};
}

void BundleUploads::drop(const Principal& who, const Uuid& id) {
  const std::lock_guard lock(mutex_);
  if (find(who, id)) uploads_.erase(id);
}

}  // namespace ronda::server
