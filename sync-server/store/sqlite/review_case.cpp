#include "sync-server/store/sqlite/review_case.hpp"

#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

CaseRow read_case(const sqlite::Row& row) {
  CaseRow read;
  read.id = row.id<CaseId>(0);
  read.unit = row.id<UnitId>(1);
  read.kind = row.text(2);
  read.lodging = row.optional_id<LodgingId>(3);
  read.field = row.optional_text(4);
  read.sides = row.text(5);
  read.inspection = row.optional_id<InspectionId>(6);
  read.notice = row.optional_id<NoticeId>(7);
  if (!row.is_null(8)) read.quarantine = row.uuid(8);
  read.opened_at = row.instant(9);
  read.state = row.text(10);
  read.decided_at = optional_instant(row, 11);
  read.decided_by = row.optional_id<OfficerId>(12);
  read.keep = row.optional_text(13);
  read.value = row.optional_text(14);
  read.note = row.optional_text(15);
  read.version = row.int64(16);
  read.lodging_name = row.optional_text(17).value_or("");
  read.decided_by_name = row.optional_text(18).value_or("");
  return read;
}

}  // namespace

constexpr std::string_view kFind = R"sql(
  SELECT c.id, c.unit_id, c.kind, c.lodging_id, c.field, c.sides, c.inspection_id, c.notice_id, c.quarantine_id,
         c.opened_at, c.state, c.decided_at, c.decided_by, c.keep, c.value, c.note, c.version, l.name, o.name
    FROM review_case c
    LEFT JOIN lodging l ON l.id = c.lodging_id
    LEFT JOIN officer o ON o.id = c.decided_by
   WHERE c.id = ?1 AND c.unit_id = ?2
)sql";

Result<CaseRow> SqliteCases::find(UnitId unit, CaseId id) const {
  auto row = context_.use(kFind);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_case(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such case", ""};
}

constexpr std::string_view kPage = R"sql(
  SELECT c.id, c.unit_id, c.kind, c.lodging_id, c.field, c.sides, c.inspection_id, c.notice_id, c.quarantine_id,
         c.opened_at, c.state, c.decided_at, c.decided_by, c.keep, c.value, c.note, c.version, l.name, o.name
    FROM review_case c
    LEFT JOIN lodging l ON l.id = c.lodging_id
    LEFT JOIN officer o ON o.id = c.decided_by
   WHERE c.unit_id = ?1 AND c.state = ?2
     AND (?3 IS NULL OR (c.opened_at, c.id) < (SELECT a.opened_at, a.id FROM review_case a WHERE a.id = ?3))
   ORDER BY c.opened_at DESC, c.id DESC
   LIMIT ?4
)sql";
constexpr std::string_view kCount = "SELECT count(*) FROM review_case WHERE unit_id = ?1 AND state = ?2";

Result<CasePage> SqliteCases::page(UnitId unit, std::string_view state, CaseId after, int limit) const {
  CasePage page;
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
  while (row.step()) page.rows.push_back(read_case(row));
  if (!row.ok()) return row.error();
  page.more = page.rows.size() > static_cast<std::size_t>(limit);
  if (page.more) page.rows.pop_back();
  return page;
}

constexpr std::string_view kOpenAbout = R"sql(
  SELECT c.id, c.unit_id, c.kind, c.lodging_id, c.field, c.sides, c.inspection_id, c.notice_id, c.quarantine_id,
         c.opened_at, c.state, c.decided_at, c.decided_by, c.keep, c.value, c.note, c.version, l.name, NULL
    FROM review_case c
    LEFT JOIN lodging l ON l.id = c.lodging_id
   WHERE c.lodging_id = ?1 AND c.field = ?2 AND c.state = 'open' AND c.kind = 'lodging_field'
)sql";

Result<std::optional<CaseRow>> SqliteCases::open_about(LodgingId lodging, std::string_view field) const {
  auto row = context_.use(kOpenAbout);
  row.bind(1, lodging).bind(2, field);
  if (row.step()) return std::optional<CaseRow>(read_case(row));
  if (!row.ok()) return row.error();
  return std::optional<CaseRow>();
}

constexpr std::string_view kDisputed = R"sql(
  SELECT field FROM review_case
   WHERE lodging_id = ?1 AND state = 'open' AND kind = 'lodging_field'
   ORDER BY field
   LIMIT 50
)sql";

Result<std::vector<std::string>> SqliteCases::disputed(LodgingId lodging) const {
  auto row = context_.use(kDisputed);
  row.bind(1, lodging);
  std::vector<std::string> fields;
  while (row.step()) fields.push_back(row.text(0));
  if (!row.ok()) return row.error();
  return fields;
}

constexpr std::string_view kAdd = R"sql(
  INSERT INTO review_case (id, unit_id, kind, lodging_id, field, sides, inspection_id, notice_id, quarantine_id,
                           opened_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
)sql";

Result<void> SqliteCases::add(const CaseRow& added) {
  auto row = context_.use(kAdd);
  row.bind(1, added.id).bind(2, added.unit).bind(3, added.kind).bind(4, added.lodging).bind(5, added.field);
  row.bind(6, added.sides).bind(7, added.inspection).bind(8, added.notice).bind(9, added.quarantine);
  row.bind(10, added.opened_at);
  return row.run();
}

constexpr std::string_view kUpdate = R"sql(
  UPDATE review_case
     SET sides = ?3, state = ?4, decided_at = ?5, decided_by = ?6, keep = ?7, value = ?8, note = ?9,
         version = version + 1
   WHERE id = ?1 AND version = ?2
)sql";

Result<void> SqliteCases::update(const CaseRow& changed) {
  {
    auto row = context_.use(kUpdate);
    row.bind(1, changed.id).bind(2, changed.version).bind(3, changed.sides).bind(4, changed.state);
    row.bind(5, changed.decided_at).bind(6, changed.decided_by).bind(7, changed.keep).bind(8, changed.value);
    row.bind(9, changed.note);
    if (auto updated = row.run(); !updated) return updated;
  }
  if (context_.db->changes() == 1) return {};
  return Error{ErrorCode::stale_version, "somebody decided this case in the meantime", ""};
}

}  // namespace ronda::server
