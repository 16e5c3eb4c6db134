#pragma once
// The device's data folder: made with owner-only access, locked against a second program, holding one database file.

#include <string>

#include "shared/base/result.hpp"

namespace ronda::native {

class DataFolder {
 public:
  /// Makes the folder if it is missing and takes its lock. Errors: busy (another ronda-field uses it), io_failed.
  static Result<DataFolder> open(const std::string& path);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  const std::string& path() const { return path_; }
  /// Makes the database file with mode 0600 (it holds the device's secret key) and tells its path. Errors: io_failed.
  Result<std::string> database_file() const;

 private:
  DataFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_ = -1;
};

/// Where the database of a data folder lies, whether it exists or not.
std::string database_path(const std::string& folder);

/// One line for the command line: what is wrong with the data folder and what to do.
std::string explain_storage(const Error& error, const std::string& folder);

}  // namespace ronda::native
