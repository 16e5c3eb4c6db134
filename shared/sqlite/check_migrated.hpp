#pragma once
// For whoever may look at a database and not change it.

#include <span>

#include "shared/sqlite/database.hpp"

namespace ronda::sqlite {

/// Is the database at the newest step? Errors: those of migrate(), and unsupported_version if steps are missing.
Result<void> check_migrated(Database& db, std::span<const Migration> steps);

}  // namespace ronda::sqlite
