#include "sync-server/store/sqlite/held_record.hpp"

#include "shared/base/bytes.hpp"
#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

HeldRow read_held(const sqlite::Row& row) {
  HeldRow read;
  read.id = row.uuid(0);
  read.unit = row.id<UnitId>(1);
  read.device = row.id<DeviceId>(2);
  read.device_name = row.text(3);
  read.device_revoked = !row.is_null(4);
  read.seq = row.int64(5);
  read.kind = row.text(6);
  read.hash = hash_column(row, 7);
  read.code = row.text(8);
  read.message = row.text(9);
  read.is_fork = !row.is_null(10);
  if (read.is_fork) read.bytes = std::string(text_of(row.blob(10)));
  read.received_at = row.instant(11);
  read.state = row.text(12);
  read.version = row.int64(13);
  read.handled_at = optional_instant(row, 14);
  read.handled_by = row.optional_id<OfficerId>(15);
  read.handled_by_name = row.optional_text(16).value_or("");
  read.handled_how = row.optional_text(17);
  read.note = row.optional_text(18);
  return read;
}

}  // namespace

constexpr std::string_view kHeld = R"sql(
  SELECT q.id, q.unit_id, q.device_id, d.name, d.revoked_at, q.seq, q.kind, q.hash, q.code, q.message, q.bytes,
         q.received_at, q.state, q.version, q.handled_at, q.handled_by, o.name, q.handled_how, q.note
    FROM quarantine q
    JOIN device d ON d.id = q.device_id
    LEFT JOIN officer o ON o.id = q.handled_by
   WHERE q.id = ?1 AND q.unit_id = ?2
)sql";

Result<HeldRow> SqliteQuarantine::held(UnitId unit, const Uuid& id) const {
  auto row = context_.use(kHeld);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_held(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such held record", ""};
}

constexpr std::string_view kPage = R"sql(
  SELECT q.id, q.unit_id, q.device_id, d.name, d.revoked_at, q.seq, q.kind, q.hash, q.code, q.message, q.bytes,
         q.received_at, q.state, q.version, q.handled_at, q.handled_by, o.name, q.handled_how, q.note
    FROM quarantine q
    JOIN device d ON d.id = q.device_id
    LEFT JOIN officer o ON o.id = q.handled_by
   WHERE q.unit_id = ?1 AND q.state = ?2
     AND (?3 IS NULL OR (q.received_at, q.id) < (SELECT a.received_at, a.id FROM quarantine a WHERE a.id = ?3))
   ORDER BY q.received_at DESC, q.id DESC
   LIMIT ?4
)sql";
constexpr std::string_view kCount = "SELECT count(*) FROM quarantine WHERE unit_id = ?1 AND state = ?2";

Result<HeldPage> SqliteQuarantine::page(UnitId unit, std::string_view state, const Uuid& after, int limit) const {
  HeldPage page;
  {
    auto count = context_.use(kCount);
    count.bind(1, unit).bind(2, state);
    if (!count.step()) return count.error();
    page.total = count.int64(0);
  }
  auto row = context_.use(kPage);
  row.bind(1, unit).bind(2, state).bind(4, limit + 1);
  if (after.is_nil()) {
    row.bind(3, nullptr);
  } else {
    row.bind(3, after);
  }
  while (row.step()) page.rows.push_back(read_held(row));
  if (!row.ok()) return row.error();
  page.more = page.rows.size() > static_cast<std::size_t>(limit);
  if (page.more) page.rows.pop_back();
  return page;
}

constexpr std::string_view kDecisions = R"sql(
  SELECT d.at, d.officer_id, o.name, d.what, d.code, d.note
    FROM quarantine_decision d
    JOIN officer o ON o.id = d.officer_id
   WHERE d.quarantine_id = ?1
   ORDER BY d.n
   LIMIT 1000
)sql";

Result<std::vector<DecisionRow>> SqliteQuarantine::decisions(const Uuid& id) const {
  auto row = context_.use(kDecisions);
  row.bind(1, id);
  std::vector<DecisionRow> rows;
  while (row.step()) {
    rows.push_back(
        {row.instant(0), row.id<OfficerId>(1), row.text(2), row.text(3), row.optional_text(4), row.optional_text(5)});
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kUpdate = R"sql(
  UPDATE quarantine
     SET code = ?3, message = ?4, state = ?5, handled_at = ?6, handled_by = ?7, handled_how = ?8, note = ?9,
         version = version + 1
   WHERE id = ?1 AND version = ?2
)sql";

Result<void> SqliteQuarantine::update(const HeldRow& held) {
  {
    auto row = context_.use(kUpdate);
    row.bind(1, held.id).bind(2, held.version).bind(3, held.code).bind(4, held.message).bind(5, held.state);
    row.bind(6, held.handled_at).bind(7, held.handled_by).bind(8, held.handled_how).bind(9, held.note);
    if (auto updated = row.run(); !updated) return updated;
  }
  if (context_.db->changes() == 1) return {};
  return Error{ErrorCode::stale_version, "somebody handled this record in the meantime", ""};
}

constexpr std::string_view kAddDecision = R"sql(
  INSERT INTO quarantine_decision (quarantine_id, at, officer_id, what, code, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
)sql";

Result<void> SqliteQuarantine::add_decision(const Uuid& id, const DecisionRow& decision) {
  auto row = context_.use(kAddDecision);
  row.bind(1, id).bind(2, decision.at).bind(3, decision.officer).bind(4, decision.what).bind(5, decision.code);
  row.bind(6, decision.note);
  return row.run();
}

}  // namespace ronda::server
