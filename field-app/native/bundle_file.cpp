#include "field-app/native/bundle_file.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "field-app/core/store/reference_store.hpp"
#include "field-app/native/data_folder.hpp"

namespace ronda::native {

namespace {

Error failed(const std::string& what, const std::string& path) {
  const int why = errno;
  const bool full = why == ENOSPC || why == EDQUOT;
  return Error{full ? ErrorCode::disk_full : ErrorCode::io_failed, what + ": " + std::strerror(why), path};
}

Result<sqlite::Database> open_beside(const std::string& data) {
  sqlite::OpenOptions reading;
  reading.read_only = true;
  reading.create = false;
  return sqlite::Database::open(database_path(data), reading);
}

/// Writes what it is given, in pieces large enough for any disk.
class Pieces {
 public:
  Pieces(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}

  Result<void> add(std::string_view bytes) {
    size_ += static_cast<std::int64_t>(bytes.size());
    waiting_.append(bytes);
    return waiting_.size() < kPiece ? Result<void>() : flush();
  }
  Result<void> flush() {
    std::string_view rest = waiting_;
    while (!rest.empty()) {
      const auto written = ::write(fd_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return failed("cannot write", path_);
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    waiting_.clear();
    return {};
  }
  std::int64_t size() const { return size_; }

 private:
  static constexpr std::size_t kPiece = 256 * 1024;
  int fd_;
  std::string path_;
  std::string waiting_;
  std::int64_t size_ = 0;
};

Result<WrittenBundle> write_into(int fd, const std::string& path, sqlite::Database& db, Instant now,
                                 const field::BundleChoice& choice) {
  Pieces pieces(fd, path);
  auto manifest = field::export_bundle(db, now, choice, [&](std::string_view bytes) { return pieces.add(bytes); });
  if (!manifest) return std::move(manifest).error();
  if (auto flushed = pieces.flush(); !flushed) return std::move(flushed).error();
  return WrittenBundle{std::move(*manifest), pieces.size()};
}

Result<void> give_name(const std::string& part, const std::string& file, bool force) {
  if (force) {
    if (::rename(part.c_str(), file.c_str()) != 0) return failed("cannot give the file its name", file);
  } else if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) return Error{ErrorCode::conflict, "there is such a file already; use --force", file};
    if (errno != EINVAL && errno != ENOSYS) return failed("cannot give the file its name", file);
    // A file system that cannot promise it: the look before has to do.
    if (::rename(part.c_str(), file.c_str()) != 0) return failed("cannot give the file its name", file);
  }
  const auto folder = std::filesystem::absolute(file).parent_path().string();
  const OpenFile at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some sticks cannot sync a folder; the file's bytes are on the disk all the same.
  if (at.fd >= 0 && ::fsync(at.fd) != 0 && errno != EINVAL) return failed("cannot sync the folder", folder);
  return {};
}

}  // namespace

Result<WrittenBundle> write_bundle_file(const std::string& data, const std::string& file, bool force, Instant now,
                                        const field::BundleChoice& choice) {
  struct stat known {};
  if (!force && ::lstat(file.c_str(), &known) == 0) {
    return Error{ErrorCode::conflict, "there is such a file already; use --force", file};
  }
  auto db = open_beside(data);
  if (!db) return std::move(db).error();
  const std::string part = file + ".part" + std::to_string(::getpid());
  const OpenFile out(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (out.fd < 0) return failed("cannot write here", part);
  auto written = write_into(out.fd, part, *db, now, choice);
  if (written && ::fsync(out.fd) != 0) written = failed("cannot bring the file to the disk", part);
  if (written) {
    if (auto named = give_name(part, file, force); !named) written = std::move(named).error();
  }
  if (!written) ::unlink(part.c_str());
  return written;
}

Result<BundleDownload> bundle_for_download(const std::string& data, Instant now, const field::BundleChoice& choice) {
  auto db = open_beside(data);
  if (!db) return std::move(db).error();
  std::string path = data + "/bundle-XXXXXX";
  auto file = std::make_shared<OpenFile>(::mkostemp(path.data(), O_CLOEXEC));
  if (file->fd < 0) return failed("cannot write in the data folder", data);
  ::unlink(path.c_str());
  auto written = write_into(file->fd, path, *db, now, choice);
  if (!written) return std::move(written).error();
  if (::lseek(file->fd, 0, SEEK_SET) != 0) return failed("cannot read what was written", data);
  const auto unit = field::ReferenceStore(*db).unit(written->manifest.unit);
  const Zone zone = unit && *unit ? (*unit)->zone : Zone::wita;
  return BundleDownload{field::bundle_file_name(written->manifest.device_name, now, zone), std::move(file)};
}

}  // namespace ronda::native
