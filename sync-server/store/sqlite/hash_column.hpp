#pragma once
// SHA-256 values in columns: 32-byte blobs. Any thread.

#include <algorithm>
#include <span>

#include "shared/ledger/record.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::server {

inline std::span<const std::uint8_t> column_bytes(const ledger::Hash& hash) { return hash; }

/// Zeros if the column holds anything but 32 bytes (the schema forbids it).
inline ledger::Hash hash_column(const sqlite::Row& row, int column) {
  const auto blob = row.blob(column);
  ledger::Hash hash{};
  if (blob.size() == hash.size()) std::copy(blob.begin(), blob.end(), hash.begin());
  return hash;
}

inline std::optional<Instant> optional_instant(const sqlite::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional<Instant>(row.instant(column));
}

inline std::optional<LocalDate> optional_date(const sqlite::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional<LocalDate>(row.date(column));
}

}  // namespace ronda::server
