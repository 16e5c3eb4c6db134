#include "sync-server/store/sqlite/import.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kImport = R"sql(
  SELECT id, unit_id, name, content, mapping, report, state = 'committed', made_by, made_at, committed_at
    FROM import WHERE id = ?1 AND unit_id = ?2
)sql";
constexpr std::string_view kPut = R"sql(
  INSERT INTO import (id, unit_id, name, content, mapping, report, state, made_by, made_at, committed_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
  ON CONFLICT (id) DO UPDATE SET content = ?4, mapping = ?5, report = ?6, state = ?7, committed_at = ?10
)sql";
constexpr std::string_view kSweep = "DELETE FROM import WHERE state = 'dry_run' AND made_at < ?1";

}  // namespace

Result<ImportRow> SqliteImports::import(UnitId unit, ImportId id) const {
  auto row = context_.use(kImport);
  row.bind(1, id).bind(2, unit);
  if (row.step()) {
    ImportRow import;
    import.id = row.id<ImportId>(0);
    import.unit = row.id<UnitId>(1);
    import.name = row.text(2);
    import.content = std::string(text_of(row.blob(3)));
    import.mapping = row.optional_text(4);
    import.report = row.text(5);
    import.committed = row.boolean(6);
    import.made_by = row.optional_id<OfficerId>(7);
    import.made_at = row.instant(8);
    if (!row.is_null(9)) import.committed_at = row.instant(9);
    return import;
  }
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such import", "import"};
}

Result<void> SqliteImports::put(const ImportRow& import) {
  return context_.use(kPut)
      .bind(1, import.id)
      .bind(2, import.unit)
      .bind(3, import.name)
      .bind(4, bytes_of(import.content))
      .bind(5, import.mapping)
      .bind(6, import.report)
      .bind(7, import.committed ? "committed" : "dry_run")
      .bind(8, import.made_by)
      .bind(9, import.made_at)
      .bind(10, import.committed_at)
      .run();
}

Result<void> SqliteImports::sweep(Instant before) { return context_.use(kSweep).bind(1, before).run(); }

}  // namespace ronda::server
