#include "field-app/native/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace ronda::native {

Result<DataFolder> DataFolder::open(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code problem;
  const bool made = fs::create_directories(path, problem);
  if (problem) return Error{ErrorCode::io_failed, "cannot make the folder: " + problem.message(), path};
  if (made) ::chmod(path.c_str(), 0700);
  const std::string lock_path = path + "/lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return Error{ErrorCode::io_failed, std::string("cannot write here: ") + std::strerror(errno), path};
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const bool taken = errno == EWOULDBLOCK;
    ::close(lock);
    if (taken) return Error{ErrorCode::busy, "another ronda-field is using this data folder", path};
    return Error{ErrorCode::io_failed, std::string("cannot lock: ") + std::strerror(errno), path};
  }
  return DataFolder(path, lock);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);  // the lock goes with it, also when the program is killed
}

std::string database_path(const std::string& folder) { return folder + "/ronda-field.db"; }

Result<std::string> DataFolder::database_file() const {
  const std::string file = database_path(path_);
  // Made before SQLite does it, so that the file and what SQLite puts beside it are owner-only from the first byte.
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (made < 0) return Error{ErrorCode::io_failed, std::string("cannot open: ") + std::strerror(errno), file};
  ::fchmod(made, 0600);
  ::close(made);
  return file;
}

std::string explain_storage(const Error& error, const std::string& folder) {
  switch (error.code) {
    case ErrorCode::busy:
      return "another ronda-field is using " + folder + "; stop it first or choose another --data";
    case ErrorCode::unsupported_version:
      return "the data in " + folder +
             " was written by a newer ronda-field; install that version (nothing was changed)";
    case ErrorCode::corrupt:
      return "the data in " + folder + " is damaged (" + error.message +
             "); keep the folder and call the administrator";
    case ErrorCode::disk_full:
      return "no space left for " + folder + "; free some space and start again (nothing was lost)";
    default:
      return "cannot use " + folder + ": " + error.message;
  }
}

}  // namespace ronda::native
