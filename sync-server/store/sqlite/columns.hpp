#pragma once
// Values that stand in columns in another shape. Any thread.

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "shared/base/time.hpp"
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

/// A zone stands in its column by its label, half as long as its name; what is no zone, or another name of one, as it
/// is.
inline std::string zone_column(const std::string& iana) {
  const auto zone = parse_zone(iana);
  return zone && iana_name(*zone) == iana ? std::string(zone_label(*zone)) : iana;
}
inline std::string zone_of_column(const sqlite::Row& row, int column) {
  const auto text = row.text(column);
  const auto zone = parse_zone(text);
  return zone && zone_label(*zone) == text ? std::string(iana_name(*zone)) : text;
}

inline std::optional<Instant> optional_instant(const sqlite::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional<Instant>(row.instant(column));
}

inline std::optional<LocalDate> optional_date(const sqlite::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional<LocalDate>(row.date(column));
}

}  // namespace ronda::server
