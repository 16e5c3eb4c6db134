// The part of ReferenceStore about visits, findings and what was done before, with own sealed work laid over the feed.
#include "field-app/core/store/reference_store.hpp"
#include "field-app/core/store/rows.hpp"

namespace ronda::field {

namespace {

using sqlite::Row;

FindingRow read_finding(const Row& row) {
  FindingRow finding;
  finding.id = row.id<FindingId>(0);
  finding.code = row.text(1);
  finding.severity = stored(domain::parse_severity(row.text(2)));
  finding.text = {row.text(3), row.text(4)};
  finding.note = row.optional_text(5);
  finding.opened_on = row.date(6);
  finding.due_on = row.date(7);
  finding.times_seen = row.int32(8);
  finding.rung = stored(domain::parse_rung(row.text(9)));
  return finding;
}

VisitRow read_visit(const Row& row) {
  VisitRow visit;
  visit.id = row.id<VisitId>(0);
  visit.lodging = row.id<LodgingId>(1);
  visit.date = row.date(2);
  visit.band = stored(domain::parse_band(row.text(3)));
  visit.order = row.int32(4);
  visit.planned_time = row.optional_text(5);
  visit.state = stored(domain::parse_visit_state(row.text(6)));
  visit.inspection = row.optional_id<InspectionId>(7);
  if (!row.is_null(8)) visit.outcome = stored(domain::parse_outcome(row.text(8)));
  visit.shift_start = row.optional_text(9);
  visit.shift_end = row.optional_text(10);
  return visit;
}

}  // namespace

constexpr std::string_view kCountDone = R"sql(
  SELECT count(*)
    FROM (SELECT id FROM inspection_summary
           WHERE lodging_id = ?1 AND outcome = 'done' AND at >= ?2 AND at < ?3
             AND NOT EXISTS (SELECT 1 FROM inspection AS i
                              WHERE i.id = inspection_summary.id AND i.superseded_by IS NOT NULL)
          UNION
          SELECT id FROM inspection
           WHERE lodging_id = ?1 AND state = 'sealed' AND superseded_by IS NULL AND dismissed = 0 AND outcome = 'done'
             AND sealed_at >= ?2 AND sealed_at < ?3)
)sql";

Result<int> ReferenceStore::count_done(LodgingId lodging, Span span) {
  auto row = db_.use(kCountDone);
  row.bind(1, lodging).bind(2, span.from).bind(3, span.to);
  if (row.step()) return row.int32(0);
  return row.error();
}

constexpr std::string_view kLastDone = R"sql(
  SELECT max(at)
    FROM (SELECT max(at) AS at FROM inspection_summary WHERE lodging_id = ?1 AND outcome = 'done'
          UNION ALL
          SELECT max(sealed_at) FROM inspection
           WHERE lodging_id = ?1 AND state = 'sealed' AND superseded_by IS NULL AND dismissed = 0
             AND outcome = 'done')
)sql";

Result<std::optional<Instant>> ReferenceStore::last_done_at(LodgingId lodging) {
  auto row = db_.use(kLastDone);
  row.bind(1, lodging);
  if (row.step()) return row.is_null(0) ? std::optional<Instant>() : std::optional<Instant>(row.instant(0));
  return row.error();
}

// The feed's open findings, less those that own sealed work settled and the server has not told of yet, plus the ones
// own sealed work opened. "Told of" = the feed brought the inspection's summary, or ended without it. CROSS JOIN keeps
// the order: else SQLite walks through all sealed inspections for each finding, and every tap gets slower with every
// inspection ever made.
constexpr std::string_view kOpenFindings = R"sql(
  SELECT id, code, severity, text_id, text_en, note, opened_on, due_on, times_seen, rung FROM (
    SELECT f.id AS id, f.code AS code, f.severity AS severity, f.text_id AS text_id, f.text_en AS text_en,
           f.note AS note, f.opened_on AS opened_on, f.due_on AS due_on,
           f.times_seen + (SELECT count(*) FROM disposition AS d CROSS JOIN inspection AS i ON i.id = d.inspection_id
                            WHERE d.finding_id = f.id AND i.state = 'sealed' AND i.superseded_by IS NULL AND i.on_feed = 0
                              AND i.correcting = 0 AND d.disposition IN ('persists', 'worsened')) AS times_seen,
           f.rung AS rung
      FROM finding AS f
     WHERE f.lodging_id = ?1 AND f.state = 'open'
       AND NOT EXISTS (SELECT 1 FROM disposition AS d CROSS JOIN inspection AS i ON i.id = d.inspection_id
                        WHERE d.finding_id = f.id AND i.state = 'sealed' AND i.superseded_by IS NULL AND i.on_feed = 0
                          AND d.disposition NOT IN ('persists', 'worsened'))
    UNION ALL
    SELECT s.id, s.code, s.severity, s.text_id, s.text_en, s.note, s.opened_on, s.due_on,
           1 + (SELECT count(*) FROM disposition AS d CROSS JOIN inspection AS i ON i.id = d.inspection_id
                 WHERE d.finding_id = s.id AND i.state = 'sealed' AND i.superseded_by IS NULL
                   AND d.disposition IN ('persists', 'worsened')),
           'berita_acara'
      FROM sealed_finding AS s
     WHERE s.lodging_id = ?1
       AND NOT EXISTS (SELECT 1 FROM inspection AS opener WHERE opener.id = s.inspection_id AND opener.dismissed = 1)
       AND NOT EXISTS (SELECT 1 FROM disposition AS d CROSS JOIN inspection AS i ON i.id = d.inspection_id
                        WHERE d.finding_id = s.id AND i.state = 'sealed' AND i.superseded_by IS NULL
                          AND i.dismissed = 0 AND d.disposition NOT IN ('persists', 'worsened'))
       AND coalesce((SELECT w.state FROM own_finding_word AS w WHERE w.finding_id = s.id ORDER BY w.place DESC LIMIT 1),
                    'open') = 'open')
   ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END, due_on, code, id
   LIMIT 500
)sql";

Result<std::vector<FindingRow>> ReferenceStore::open_findings(LodgingId lodging) {
  auto row = db_.use(kOpenFindings);
  row.bind(1, lodging);
  return read_all(row, read_finding);
}

constexpr std::string_view kJudgedFindings = R"sql(
  SELECT id, code, severity, text_id, text_en, note, opened_on, due_on, times_seen, rung FROM (
    SELECT f.id AS id, f.code AS code, f.severity AS severity, f.text_id AS text_id, f.text_en AS text_en,
           f.note AS note, f.opened_on AS opened_on, f.due_on AS due_on, f.times_seen AS times_seen, f.rung AS rung
      FROM disposition AS d JOIN finding AS f ON f.id = d.finding_id
     WHERE d.inspection_id = ?1
    UNION ALL
    SELECT s.id, s.code, s.severity, s.text_id, s.text_en, s.note, s.opened_on, s.due_on, 1, 'berita_acara'
      FROM disposition AS d JOIN sealed_finding AS s ON s.id = d.finding_id
     WHERE d.inspection_id = ?1)
   ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END, due_on, code, id
   LIMIT 500
)sql";

Result<std::vector<FindingRow>> ReferenceStore::judged_findings(InspectionId inspection) {
  auto row = db_.use(kJudgedFindings);
  row.bind(1, inspection);
  return read_all(row, read_finding);
}

constexpr std::string_view kVisit = R"sql(
  SELECT id, lodging_id, date, band, stop_order, planned_time, state, inspection_id, outcome, shift_start, shift_end
    FROM visit
   WHERE id = ?1
)sql";

Result<std::optional<VisitRow>> ReferenceStore::visit(VisitId id) {
  auto row = db_.use(kVisit);
  row.bind(1, id);
  return read_one(row, read_visit);
}

constexpr std::string_view kVisitsOn = R"sql(
  SELECT id, lodging_id, date, band, stop_order, planned_time, state, inspection_id, outcome, shift_start, shift_end
    FROM visit
   WHERE team_id = ?1 AND date = ?2
   ORDER BY stop_order, id
   LIMIT 200
)sql";

Result<std::vector<VisitRow>> ReferenceStore::visits_on(TeamId team, LocalDate date) {
  auto row = db_.use(kVisitsOn);
  row.bind(1, team).bind(2, date);
  return read_all(row, read_visit);
}

constexpr std::string_view kVisitOn = R"sql(
  SELECT id, lodging_id, date, band, stop_order, planned_time, state, inspection_id, outcome, shift_start, shift_end
    FROM visit
   WHERE team_id = ?1 AND lodging_id = ?2 AND date = ?3 AND state = 'disclosed'
     AND NOT EXISTS (SELECT 1 FROM inspection WHERE inspection.visit_id = visit.id AND inspection.state = 'sealed')
   ORDER BY stop_order, id
   LIMIT 1
)sql";

Result<std::optional<VisitRow>> ReferenceStore::visit_on(TeamId team, LodgingId lodging, LocalDate date) {
  auto row = db_.use(kVisitOn);
  row.bind(1, team).bind(2, lodging).bind(3, date);
  return read_one(row, read_visit);
}

constexpr std::string_view kPastVisits = R"sql(
  SELECT id, at, outcome, new_findings, persisting, officer_id, record_seq FROM (
    SELECT s.id AS id, s.at AS at, s.outcome AS outcome, s.new_findings AS new_findings, s.persisting AS persisting,
           s.officer_id AS officer_id, i.record_seq AS record_seq
      FROM inspection_summary AS s LEFT JOIN inspection AS i ON i.id = s.id
     WHERE s.lodging_id = ?1 AND i.superseded_by IS NULL
    UNION ALL
    SELECT i.id, i.sealed_at, i.outcome, coalesce(i.new_findings, 0), coalesce(i.persisting, 0),
           (SELECT officer_id FROM answer_journal AS j
             WHERE j.inspection_id = i.id AND j.what = 'seal' ORDER BY j.seq DESC LIMIT 1),
           i.record_seq
      FROM inspection AS i
     WHERE i.lodging_id = ?1 AND i.state = 'sealed' AND i.superseded_by IS NULL
       AND NOT EXISTS (SELECT 1 FROM inspection_summary AS s WHERE s.id = i.id))
   ORDER BY at DESC, id
   LIMIT ?2
)sql";

Result<std::vector<PastVisitRow>> ReferenceStore::past_visits(LodgingId lodging, int limit) {
  auto row = db_.use(kPastVisits);
  row.bind(1, lodging).bind(2, limit);
  return read_all(row, [](const Row& r) {
    return PastVisitRow{r.id<InspectionId>(0),
                        r.instant(1),
                        stored(domain::parse_outcome(r.text(2))),
                        r.int32(3),
                        r.int32(4),
                        r.optional_id<OfficerId>(5),
                        r.optional_int64(6)};
  });
}

constexpr std::string_view kLastAnswers = R"sql(
  SELECT at, answers FROM (
    SELECT at, answers FROM inspection_summary WHERE lodging_id = ?1 AND id <> ?2 AND outcome = 'done'
    UNION ALL
    SELECT i.sealed_at,
           (SELECT json_group_object(item, json(value)) FROM answer WHERE inspection_id = i.id AND value IS NOT NULL)
      FROM inspection AS i
     WHERE i.lodging_id = ?1 AND i.id <> ?2 AND i.state = 'sealed' AND i.superseded_by IS NULL AND i.outcome = 'done')
   ORDER BY at DESC
   LIMIT 1
)sql";

Result<std::optional<LastAnswers>> ReferenceStore::last_answers(LodgingId lodging, InspectionId except) {
  auto row = db_.use(kLastAnswers);
  row.bind(1, lodging).bind(2, except);
  return read_one(row, [](const Row& r) { return LastAnswers{r.instant(0), r.text(1)}; });
}

}  // namespace ronda::field
