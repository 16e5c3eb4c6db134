#include "sync-server/service/attachment_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

#include "shared/crypto/crypto.hpp"

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

Result<void> write_all(int fd, std::string_view bytes, std::int64_t offset) {
  while (!bytes.empty()) {
    const auto written = ::pwrite(fd, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("a piece of the file could not be written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += written;
  }
  return {};
}

Result<std::string> read_all(const fs::path& path) {
  const File file(path, O_RDONLY);
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

Result<void> sync_folder(const fs::path& folder) {
  const File handle(folder, O_RDONLY | O_DIRECTORY);
  if (!handle.is_open() || ::fsync(handle.fd()) != 0) return failed("the folder could not be written", errno);
  return {};
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) return failed("the attachments' folder could not be made", code.value());
  return {};
}

}  // namespace

bool is_image(std::string_view bytes, std::string_view type) {
  if (type == "image/jpeg") return bytes.substr(0, 3) == "\xFF\xD8\xFF";
  return type == "image/png" && bytes.substr(0, 8) == "\x89PNG\r\n\x1A\n";
}

struct AttachmentFiles::State {
  fs::path folder;
  std::mutex writing;  // one piece at a time

  // Two hex digits as a folder keep directories small.
  fs::path whole(const ledger::Hash& sha256) const {
    const auto name = ledger::to_text(sha256);
    return folder / name.substr(0, 2) / name;
  }
  fs::path part(const ledger::Hash& sha256) const { return folder / "partial" / ledger::to_text(sha256); }
};

AttachmentFiles::AttachmentFiles(fs::path folder) : state_(std::make_unique<State>()) {
  state_->folder = std::move(folder);
}

AttachmentFiles::~AttachmentFiles() = default;

bool AttachmentFiles::is_whole(const ledger::Hash& sha256) const {
  std::error_code code;
  return fs::is_regular_file(state_->whole(sha256), code);
}

std::int64_t AttachmentFiles::received(const ledger::Hash& sha256) const {
  std::error_code code;
  const auto size = fs::file_size(state_->part(sha256), code);
  return code ? 0 : static_cast<std::int64_t>(size);
}

Result<std::int64_t> AttachmentFiles::append(const ledger::Hash& sha256, std::int64_t offset, std::int64_t length,
                                             std::string_view bytes) {
  const std::lock_guard lock(state_->writing);
  if (offset != received(sha256))
    return Error{ErrorCode::conflict, "the upload does not stand at this offset", "/Upload-Offset"};
  const auto end = offset + static_cast<std::int64_t>(bytes.size());
  if (end > length) return Error{ErrorCode::too_large, "more bytes than announced", "/Upload-Length"};
  const auto path = state_->part(sha256);
  if (auto made = make_folder(path.parent_path()); !made) return std::move(made).error();
  const File file(path, O_WRONLY | O_CREAT);
  if (!file.is_open()) return failed("the file could not be opened", errno);
  if (auto written = write_all(file.fd(), bytes, offset); !written) {
    // What did not fit must not count as received.
    if (::ftruncate(file.fd(), offset) != 0) forget(sha256);
    return std::move(written).error();
  }
  if (::fsync(file.fd()) != 0) return failed("the file could not be brought to the disk", errno);
  if (offset == 0) {
    if (auto synced = sync_folder(path.parent_path()); !synced) return std::move(synced).error();
  }
  return end;
}

Result<void> AttachmentFiles::make_whole(const ledger::Hash& sha256, std::string_view type) {
  const std::lock_guard lock(state_->writing);
  if (is_whole(sha256)) return {};
  const auto part = state_->part(sha256);
  const auto bytes = read_all(part);
  if (!bytes) return bytes.error();
  if (crypto::sha256(*bytes) != sha256 || !is_image(*bytes, type)) {
    forget(sha256);
    return Error{ErrorCode::corrupt, "what arrived is not what was announced; send it again", ""};
  }
  const auto whole = state_->whole(sha256);
  if (auto made = make_folder(whole.parent_path()); !made) return made;
  std::error_code code;
  fs::rename(part, whole, code);
  if (code) return failed("the file could not be moved to its place", code.value());
  return sync_folder(whole.parent_path());
}

void AttachmentFiles::forget(const ledger::Hash& sha256) {
  std::error_code code;
  fs::remove(state_->part(sha256), code);
}

Result<std::string> AttachmentFiles::read(const ledger::Hash& sha256) const { return read_all(state_->whole(sha256)); }

}  // namespace ronda::server
