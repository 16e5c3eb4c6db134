#include "sync-server/store/sqlite/finding.hpp"

#include <algorithm>
#include <tuple>

#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

FindingRow read_finding(const sqlite::Row& row) {
  FindingRow read;
  read.id = row.id<FindingId>(0);
  read.unit = row.id<UnitId>(1);
  read.lodging = row.id<LodgingId>(2);
  read.code = row.text(3);
  read.severity = row.text(4);
  read.text_id = row.text(5);
  read.text_en = row.text(6);
  read.note = row.optional_text(7);
  read.state = row.text(8);
  read.opened_on = row.date(9);
  read.opened_by = row.id<InspectionId>(10);
  read.due_on = row.date(11);
  // A damaged number must not be cut to one that fits.
  read.times_seen = static_cast<int>(std::clamp<std::int64_t>(row.int64(12), -1, 1 << 30));
  read.rung = row.text(13);
  read.last_seen = row.date(14);
  read.closed_on = optional_date(row, 15);
  return read;
}

}  // namespace

constexpr std::string_view kFinding = R"sql(
  SELECT id, unit_id, lodging_id, code, severity, text_id, text_en, note, state, opened_on, opened_by, due_on,
         times_seen, rung, last_seen, closed_on
    FROM finding
   WHERE id = ?1 AND unit_id = ?2
)sql";

Result<FindingRow> SqliteFindings::finding(UnitId unit, FindingId id) const {
  auto row = context_.use(kFinding);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_finding(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such finding", ""};
}

constexpr std::string_view kFindings = R"sql(
  SELECT f.id, f.unit_id, f.lodging_id, f.code, f.severity, f.text_id, f.text_en, f.note, f.state, f.opened_on,
         f.opened_by, f.due_on, f.times_seen, f.rung, f.last_seen, f.closed_on, l.name
    FROM finding f
    JOIN lodging l ON l.id = f.lodging_id
   WHERE f.unit_id = ?1
     AND (?2 IS NULL OR f.state = ?2)
     AND (?3 IS NULL OR f.lodging_id = ?3)
     AND (?4 IS NULL OR f.due_on < ?4)
   ORDER BY f.due_on, CASE f.severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END, f.code, f.id
   LIMIT ?5
)sql";

Result<std::vector<FindingListed>> SqliteFindings::findings(UnitId unit, const FindingFilter& filter) const {
  auto row = context_.use(kFindings);
  row.bind(1, unit).bind(2, filter.state).bind(3, filter.lodging).bind(4, filter.due_before).bind(5, filter.limit);
  std::vector<FindingListed> rows;
  while (row.step()) rows.push_back({read_finding(row), row.text(16)});
  if (!row.ok()) return row.error();
  return rows;
}

// The plus keeps SQLite on the index by lodging; by unit it would walk through every open finding. Sorted here: for
// ORDER BY with a LIMIT SQLite builds a table in memory, which costs more than everything else in this question.
constexpr std::string_view kOpenFindings = R"sql(
  SELECT id, due_on, code
    FROM finding
   WHERE lodging_id = ?2 AND state = 'open' AND +unit_id = ?1
   LIMIT 1000
)sql";

Result<std::vector<OpenFinding>> SqliteFindings::open_findings(UnitId unit, LodgingId lodging) const {
  auto row = context_.use(kOpenFindings);
  row.bind(1, unit).bind(2, lodging);
  std::vector<std::pair<std::string, OpenFinding>> found;
  while (row.step()) found.emplace_back(row.text(2), OpenFinding{row.id<FindingId>(0), row.date(1)});
  if (!row.ok()) return row.error();
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second.due_on, a.first, a.second.id) < std::tie(b.second.due_on, b.first, b.second.id);
  });
  std::vector<OpenFinding> rows;
  rows.reserve(found.size());
  for (const auto& one : found) rows.push_back(one.second);
  return rows;
}

constexpr std::string_view kFindingsOfInspection = R"sql(
  SELECT f.id, f.unit_id, f.lodging_id, f.code, f.severity, f.text_id, f.text_en, f.note, f.state, f.opened_on,
         f.opened_by, f.due_on, f.times_seen, f.rung, f.last_seen, f.closed_on
    FROM finding f
   WHERE f.opened_by = ?1 OR f.id IN (SELECT e.finding_id FROM finding_event e WHERE e.inspection_id = ?1)
   ORDER BY f.code, f.id
   LIMIT 1000
)sql";

Result<std::vector<FindingRow>> SqliteFindings::findings_of_inspection(InspectionId id) const {
  auto row = context_.use(kFindingsOfInspection);
  row.bind(1, id);
  std::vector<FindingRow> rows;
  while (row.step()) rows.push_back(read_finding(row));
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kPutFinding = R"sql(
  INSERT INTO finding (id, unit_id, lodging_id, code, severity, text_id, text_en, note, state, opened_on, opened_by,
                       due_on, times_seen, rung, last_seen, closed_on)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
  ON CONFLICT (id) DO UPDATE
     SET severity = excluded.severity, note = excluded.note, state = excluded.state, due_on = excluded.due_on,
         times_seen = excluded.times_seen, rung = excluded.rung, last_seen = excluded.last_seen,
         closed_on = excluded.closed_on
)sql";

Result<void> SqliteFindings::put_finding(const FindingRow& finding) {
  auto row = context_.use(kPutFinding);
  row.bind(1, finding.id).bind(2, finding.unit).bind(3, finding.lodging).bind(4, finding.code);
  row.bind(5, finding.severity).bind(6, finding.text_id).bind(7, finding.text_en).bind(8, finding.note);
  row.bind(9, finding.state).bind(10, finding.opened_on).bind(11, finding.opened_by).bind(12, finding.due_on);
  row.bind(13, finding.times_seen).bind(14, finding.rung).bind(15, finding.last_seen).bind(16, finding.closed_on);
  return row.run();
}

constexpr std::string_view kAddFindingEvent = R"sql(
  INSERT INTO finding_event (finding_id, inspection_id, disposition, reason, at) VALUES (?1, ?2, ?3, ?4, ?5)
)sql";

Result<void> SqliteFindings::add_finding_event(FindingId finding, InspectionId inspection, std::string_view disposition,
                                               const std::optional<std::string>& reason, Instant at) {
  auto row = context_.use(kAddFindingEvent);
  row.bind(1, finding).bind(2, inspection).bind(3, disposition).bind(4, reason).bind(5, at);
  return row.run();
}

}  // namespace ronda::server
