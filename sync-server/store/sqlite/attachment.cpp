#include "sync-server/store/sqlite/attachment.hpp"

#include "sync-server/store/sqlite/hash_column.hpp"

namespace ronda::server {

constexpr std::string_view kAttachment = R"sql(
  SELECT sha256, device_id, unit_id, type, length, whole, created_at, completed_at
    FROM attachment
   WHERE sha256 = ?1
)sql";

Result<std::optional<AttachmentRow>> SqliteAttachments::attachment(const ledger::Hash& sha256) const {
  auto row = context_.use(kAttachment);
  row.bind(1, column_bytes(sha256));
  if (!row.step()) {
    if (!row.ok()) return row.error();
    return std::optional<AttachmentRow>();
  }
  AttachmentRow read;
  read.sha256 = hash_column(row, 0);
  read.device = row.id<DeviceId>(1);
  read.unit = row.id<UnitId>(2);
  read.type = row.text(3);
  read.length = row.int64(4);
  read.whole = row.boolean(5);
  read.created_at = row.instant(6);
  read.completed_at = optional_instant(row, 7);
  return std::optional<AttachmentRow>(std::move(read));
}

constexpr std::string_view kPutAttachment = R"sql(
  INSERT INTO attachment (sha256, device_id, unit_id, type, length, whole, created_at, completed_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
  ON CONFLICT (sha256) DO UPDATE
     SET device_id = excluded.device_id, unit_id = excluded.unit_id, type = excluded.type, length = excluded.length,
         whole = excluded.whole, completed_at = excluded.completed_at
)sql";

Result<void> SqliteAttachments::put_attachment(const AttachmentRow& entry) {
  auto row = context_.use(kPutAttachment);
  row.bind(1, column_bytes(entry.sha256)).bind(2, entry.device).bind(3, entry.unit).bind(4, entry.type);
  row.bind(5, entry.length).bind(6, entry.whole).bind(7, entry.created_at).bind(8, entry.completed_at);
  return row.run();
}

}  // namespace ronda::server
