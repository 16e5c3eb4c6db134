// The quarantine's half of SqliteSync.
#include "sync-server/store/sqlite/sync.hpp"

#include "shared/base/bytes.hpp"
#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

QuarantineRow read_quarantine_row(const sqlite::Row& row) {
  QuarantineRow read;
  read.id = row.uuid(0);
  read.unit = row.id<UnitId>(1);
  read.device = row.id<DeviceId>(2);
  read.seq = row.int64(3);
  read.kind = row.text(4);
  read.hash = hash_column(row, 5);
  read.code = row.text(6);
  read.message = row.text(7);
  if (!row.is_null(8)) read.bytes = std::string(text_of(row.blob(8)));
  read.received_at = row.instant(9);
  return read;
}

Result<std::vector<QuarantineRow>> read_quarantine_rows(sqlite::Row& row) {
  std::vector<QuarantineRow> rows;
  while (row.step()) rows.push_back(read_quarantine_row(row));
  if (!row.ok()) return row.error();
  return rows;
}

}  // namespace

constexpr std::string_view kQuarantineOfUnit = R"sql(
  SELECT id, unit_id, device_id, seq, kind, hash, code, message, NULL, received_at
    FROM quarantine
   WHERE unit_id = ?1
   ORDER BY received_at DESC, seq DESC
   LIMIT ?2
)sql";

Result<std::vector<QuarantineRow>> SqliteSync::quarantine_of(UnitId unit, int limit) const {
  auto row = context_.use(kQuarantineOfUnit);
  row.bind(1, unit).bind(2, limit);
  return read_quarantine_rows(row);
}

constexpr std::string_view kQuarantineCount = R"sql(
  SELECT count(*) FROM quarantine WHERE unit_id = ?1 AND state = 'open'
)sql";

Result<std::int64_t> SqliteSync::quarantine_count(UnitId unit) const {
  auto row = context_.use(kQuarantineCount);
  row.bind(1, unit);
  if (row.step()) return row.int64(0);
  return row.error();
}

constexpr std::string_view kQuarantinedBetween = R"sql(
  SELECT id, unit_id, device_id, seq, kind, hash, code, message, NULL, received_at
    FROM quarantine
   WHERE device_id = ?1 AND seq BETWEEN ?2 AND ?3 AND bytes IS NULL AND state = 'open'
   ORDER BY seq
   LIMIT 500
)sql";

Result<std::vector<QuarantineRow>> SqliteSync::quarantined_between(DeviceId device, std::int64_t first,
                                                                   std::int64_t last) const {
  auto row = context_.use(kQuarantinedBetween);
  row.bind(1, device).bind(2, first).bind(3, last);
  return read_quarantine_rows(row);
}

constexpr std::string_view kPutQuarantine = R"sql(
  INSERT INTO quarantine (id, unit_id, device_id, seq, kind, hash, code, message, bytes, received_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
  ON CONFLICT (device_id, seq, hash) DO NOTHING
)sql";

Result<void> SqliteSync::put_quarantine(const QuarantineRow& entry) {
  auto row = context_.use(kPutQuarantine);
  row.bind(1, entry.id).bind(2, entry.unit).bind(3, entry.device).bind(4, entry.seq).bind(5, entry.kind);
  row.bind(6, column_bytes(entry.hash)).bind(7, entry.code).bind(8, entry.message);
  if (entry.bytes) {
    row.bind(9, bytes_of(*entry.bytes));
  } else {
    row.bind(9, nullptr);
  }
  row.bind(10, entry.received_at);
  return row.run();
}

}  // namespace ronda::server
