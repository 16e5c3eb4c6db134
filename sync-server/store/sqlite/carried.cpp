#include "sync-server/store/sqlite/carried.hpp"

#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

constexpr std::string_view kCarried = R"sql(
  SELECT hash, origin_id, origin_seq, device_id, seq FROM carried_record WHERE hash = ?1
)sql";

Result<std::optional<CarriedRow>> SqliteCarried::carried(const ledger::Hash& hash) const {
  auto row = context_.use(kCarried);
  row.bind(1, column_bytes(hash));
  std::optional<CarriedRow> found;
  if (row.step()) {
    found = CarriedRow{hash_column(row, 0), row.id<DeviceId>(1), row.int64(2), row.id<DeviceId>(3), row.int64(4)};
  }
  if (!row.ok()) return row.error();
  return found;
}

constexpr std::string_view kPutCarried = R"sql(
  INSERT INTO carried_record (hash, origin_id, origin_seq, device_id, seq) VALUES (?1, ?2, ?3, ?4, ?5)
)sql";

Result<void> SqliteCarried::put_carried(const CarriedRow& entry) {
  return context_.use(kPutCarried)
      .bind(1, column_bytes(entry.hash))
      .bind(2, entry.origin)
      .bind(3, entry.origin_seq)
      .bind(4, entry.device)
      .bind(5, entry.seq)
      .run();
}

}  // namespace ronda::server
