#include "sync-server/service/attachment_disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace ronda::server {

namespace {

namespace fs = std::filesystem;

Error failed(const char* what, int code) {
  const bool is_full = code == ENOSPC || code == EDQUOT;
  return {is_full ? ErrorCode::disk_full : ErrorCode::io_failed, what, ""};
}

class File {
 public:
  File(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }

 private:
  int fd_;
};

class FolderDisk final : public AttachmentDisk {
 public:
  explicit FolderDisk(fs::path folder) : folder_(std::move(folder)) {}

  std::optional<std::int64_t> size(const std::string& path) const override {
    std::error_code code;
    if (!fs::is_regular_file(folder_ / path, code)) return std::nullopt;
    const auto size = fs::file_size(folder_ / path, code);
    return code ? std::nullopt : std::optional(static_cast<std::int64_t>(size));
  }

  Result<std::string> read(const std::string& path) const override {
    const File file(folder_ / path, O_RDONLY);
    if (!file.is_open()) {
      if (errno == ENOENT) return Error{ErrorCode::not_found, "no such file", ""};
      return failed("the file could not be opened", errno);
    }
    std::string bytes;
    char buffer[64 * 1024];
    while (true) {
      const auto got = ::read(file.fd(), buffer, sizeof buffer);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return failed("the file could not be read", errno);
      if (got == 0) return bytes;
      bytes.append(buffer, static_cast<std::size_t>(got));
    }
  }

  Result<void> make_folder(const std::string& path) override {
    std::error_code code;
    fs::create_directories(folder_ / path, code);
    if (code) return failed("the attachments' folder could not be made", code.value());
    return {};
  }

  Result<void> write(const std::string& path, std::int64_t offset, std::string_view bytes) override {
    const File file(folder_ / path, O_WRONLY | O_CREAT);
    if (!file.is_open()) return failed("the file could not be opened", errno);
    while (!bytes.empty()) {
      const auto written = ::pwrite(file.fd(), bytes.data(), bytes.size(), offset);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return failed("a piece of the file could not be written", errno);
      bytes.remove_prefix(static_cast<std::size_t>(written));
      offset += written;
    }
    return {};
  }

  Result<void> cut(const std::string& path, std::int64_t size) override {
    if (::truncate((folder_ / path).c_str(), size) != 0) return failed("the file could not be shortened", errno);
    return {};
  }

  Result<void> sync_file(const std::string& path) override {
    const File file(folder_ / path, O_WRONLY);
    if (!file.is_open() || ::fsync(file.fd()) != 0) return failed("the file could not be brought to the disk", errno);
    return {};
  }

  Result<void> sync_folder(const std::string& path) override {
    const File handle(folder_ / path, O_RDONLY | O_DIRECTORY);
    if (!handle.is_open() || ::fsync(handle.fd()) != 0) return failed("the folder could not be written", errno);
    return {};
  }

  Result<void> rename(const std::string& from, const std::string& to) override {
    std::error_code code;
    fs::rename(folder_ / from, folder_ / to, code);
    if (code) return failed("the file could not be moved to its place", code.value());
    return {};
  }

  Result<void> link(const std::string& from, const std::string& to) override {
    std::error_code code;
    fs::create_hard_link(folder_ / from, folder_ / to, code);
    if (code && code != std::errc::file_exists) {
      return failed("the file could not get its name", code.value());
    }
    return {};
  }

  Result<void> remove(const std::string& path) override {
    std::error_code code;
    fs::remove(folder_ / path, code);
    if (code) return failed("the file could not be removed", code.value());
    return {};
  }

 private:
  fs::path folder_;
};

}  // namespace

std::unique_ptr<AttachmentDisk> open_attachment_folder(fs::path folder) {
  return std::make_unique<FolderDisk>(std::move(folder));
}

}  // namespace ronda::server
