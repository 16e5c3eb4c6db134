#pragma once
// What every command needs of the machine: the data folder, the clock, the log, and how failures are told.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/log.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Exit codes, as --help lists them.
enum class Exit : int {
  ok = 0,
  failed = 1,
  bad_usage = 2,
  no_data = 3,
  port_taken = 4,
  newer_data = 5,
  disk_full = 6,
  data_in_use = 7,
};

/// Prints `ronda-server: <what went wrong>` in one line on stderr and gives the exit code for it.
int tell(const Error& error);

/// The machine's clock, or one that starts at `from` now and runs on from there (drills and tests).
Clock make_clock(std::optional<Instant> from);

/// Lines `2026-11-21T03:04:05.678Z info event key=value …` on stderr.
LogSink make_log(bool debug);

/// Opens DATA/ronda.db. With `create` the folder is made when it is missing.
/// Errors: not_found (no such folder), those of open_sqlite_store.
Result<std::unique_ptr<Store>> open_data(const std::filesystem::path& data, bool create, const Clock& clock);

/// Held while a server runs on a data folder, so that a second one is refused.
class DataLock {
 public:
  /// Errors: busy (another server has it), io_failed.
  static Result<DataLock> take(const std::filesystem::path& data);
  DataLock(DataLock&& other) noexcept;
  DataLock& operator=(DataLock&&) = delete;
  ~DataLock();

 private:
  explicit DataLock(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace ronda::server
