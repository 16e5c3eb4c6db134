#pragma once
// Opens the device's database and brings it to the newest schema. One thread, the database's.

#include <string>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

/// Also puts in the checklists that travel inside the program, so that a device can inspect before its first pull.
/// Errors: as sqlite::Database::open and sqlite::migrate.
Result<sqlite::Database> open_database(const std::string& path, const sqlite::OpenOptions& options, Instant now);

}  // namespace ronda::field
