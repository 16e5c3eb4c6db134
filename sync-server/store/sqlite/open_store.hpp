#pragma once
// Opens the embedded store: one SQLite file, one writing connection, a few reading ones. Call before threads start.

#include <filesystem>
#include <memory>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

struct StoreOptions {
  std::filesystem::path file;  ///< its folder must exist
  int readers = 3;
  Clock clock;      ///< called from any thread
  Entropy entropy;  ///< called from any thread
  /// Only looks, and may do so while a server writes: every write is refused, and no newer schema is made.
  bool read_only = false;
  std::string vfs{};  ///< name of a registered sqlite3_vfs; empty = the platform's
};

/// Creates the file when it is missing and brings it to the newest schema, unless it is opened for reading only.
/// Errors: io_failed (cannot open), busy (another server has it), disk_full, corrupt,
///         unsupported_version (written by a newer program; for reading only, also by an older one).
Result<std::unique_ptr<Store>> open_sqlite_store(const StoreOptions& options);

}  // namespace ronda::server
