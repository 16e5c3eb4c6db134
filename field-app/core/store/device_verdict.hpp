#pragma once
// Holds everything a device keeps as evidence against itself: each record's bytes, hash, number and place, the chain of
// each log, what carries what, the keys, every photo. Reads only. One thread, the database's.

#include <cstdint>

#include "shared/base/result.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

struct DeviceVerdict {
  std::int64_t logs = 0;
  std::int64_t records = 0;
  std::int64_t photos = 0;
};

/// Errors: corrupt (`where` = "record <place> (<id>)", "photo <sha256>", "log <n>" or "database", the message says what
/// is wrong: the first bad one), io_failed.
Result<DeviceVerdict> verify_device(sqlite::Database& db);

}  // namespace ronda::field
