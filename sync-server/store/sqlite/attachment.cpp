#include "sync-server/store/sqlite/attachment.hpp"

#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

AttachmentRow read_attachment(const sqlite::Row& row) {
  AttachmentRow read;
  read.sha256 = hash_column(row, 0);
  read.device = row.id<DeviceId>(1);
  read.unit = row.id<UnitId>(2);
  read.type = row.text(3);
  read.length = row.int64(4);
  read.whole = row.boolean(5);
  read.created_at = row.instant(6);
  read.touched_at = row.instant(7);
  read.completed_at = optional_instant(row, 8);
  return read;
}

}  // namespace

constexpr std::string_view kAttachment = R"sql(
  SELECT sha256, device_id, unit_id, type, length, whole, created_at, touched_at, completed_at
    FROM attachment
   WHERE sha256 = ?1
)sql";

Result<std::optional<AttachmentRow>> SqliteAttachments::attachment(const ledger::Hash& sha256) const {
  auto row = context_.use(kAttachment);
  row.bind(1, column_bytes(sha256));
  if (row.step()) return std::optional<AttachmentRow>(read_attachment(row));
  if (!row.ok()) return row.error();
  return std::optional<AttachmentRow>();
}

constexpr std::string_view kUnnamed = R"sql(
  SELECT count(*), coalesce(sum(length), 0)
    FROM attachment
   WHERE device_id = ?1
     AND NOT EXISTS (SELECT 1 FROM inspection_photo p
                      WHERE substr(p.sha256, 1, 4) = substr(attachment.sha256, 1, 4) AND p.sha256 = attachment.sha256)
)sql";

Result<UnnamedAttachments> SqliteAttachments::unnamed_of(DeviceId device) const {
  auto row = context_.use(kUnnamed);
  row.bind(1, device);
  if (!row.step()) return row.error();
  return UnnamedAttachments{row.int64(0), row.int64(1)};
}

constexpr std::string_view kStale = R"sql(
  SELECT sha256, device_id, unit_id, type, length, whole, created_at, touched_at, completed_at
    FROM attachment
   WHERE (whole = 0 AND touched_at < ?1)
      OR (whole = 1 AND touched_at < ?2
          AND NOT EXISTS (SELECT 1 FROM inspection_photo p
                      WHERE substr(p.sha256, 1, 4) = substr(attachment.sha256, 1, 4) AND p.sha256 = attachment.sha256))
   ORDER BY touched_at, sha256
   LIMIT ?3
)sql";

Result<std::vector<AttachmentRow>> SqliteAttachments::stale_attachments(Instant unfinished_before, Instant whole_before,
                                                                        int limit) const {
  auto row = context_.use(kStale);
  row.bind(1, unfinished_before).bind(2, whole_before).bind(3, limit);
  std::vector<AttachmentRow> stale;
  while (row.step()) stale.push_back(read_attachment(row));
  if (!row.ok()) return row.error();
  return stale;
}

constexpr std::string_view kWholeAfter = R"sql(
  SELECT sha256, device_id, unit_id, type, length, whole, created_at, touched_at, completed_at
    FROM attachment
   WHERE sha256 > ?1 AND whole = 1
   ORDER BY sha256
   LIMIT ?2
)sql";

Result<std::vector<AttachmentRow>> SqliteAttachments::whole_after(const ledger::Hash& sha256, int limit) const {
  auto row = context_.use(kWholeAfter);
  row.bind(1, column_bytes(sha256)).bind(2, limit);
  std::vector<AttachmentRow> rows;
  while (row.step()) rows.push_back(read_attachment(row));
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kPutAttachment = R"sql(
  INSERT INTO attachment (sha256, device_id, unit_id, type, length, whole, created_at, touched_at, completed_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
  ON CONFLICT (sha256) DO UPDATE
     SET device_id = excluded.device_id, unit_id = excluded.unit_id, type = excluded.type, length = excluded.length,
         whole = excluded.whole, touched_at = excluded.touched_at, completed_at = excluded.completed_at
)sql";

Result<void> SqliteAttachments::put_attachment(const AttachmentRow& entry) {
  auto row = context_.use(kPutAttachment);
  row.bind(1, column_bytes(entry.sha256)).bind(2, entry.device).bind(3, entry.unit).bind(4, entry.type);
  row.bind(5, entry.length).bind(6, entry.whole).bind(7, entry.created_at).bind(8, entry.touched_at);
  row.bind(9, entry.completed_at);
  return row.run();
}

constexpr std::string_view kTouch = "UPDATE attachment SET touched_at = ?2 WHERE sha256 = ?1";

Result<void> SqliteAttachments::touch_attachment(const ledger::Hash& sha256, Instant at) {
  auto row = context_.use(kTouch);
  row.bind(1, column_bytes(sha256)).bind(2, at);
  return row.run();
}

constexpr std::string_view kRemove = "DELETE FROM attachment WHERE sha256 = ?1";

Result<void> SqliteAttachments::remove_attachment(const ledger::Hash& sha256) {
  auto row = context_.use(kRemove);
  row.bind(1, column_bytes(sha256));
  return row.run();
}

}  // namespace ronda::server
