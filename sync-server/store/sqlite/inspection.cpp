// The inspections' half of SqliteFindings.
#include <algorithm>

#include "shared/wire/json.hpp"
#include "sync-server/store/sqlite/answers_column.hpp"
#include "sync-server/store/sqlite/columns.hpp"
#include "sync-server/store/sqlite/finding.hpp"

namespace ronda::server {

namespace {

InspectionListed read_inspection(const sqlite::Row& row) {
  InspectionListed read;
  auto& inspection = read.row;
  inspection.id = row.id<InspectionId>(0);
  inspection.unit = row.id<UnitId>(1);
  inspection.lodging = row.id<LodgingId>(2);
  inspection.visit = row.optional_id<VisitId>(3);
  inspection.officer = row.id<OfficerId>(4);
  inspection.device = row.id<DeviceId>(5);
  inspection.seq = row.int64(6);
  inspection.checklist = row.text(7);
  inspection.outcome = row.text(8);
  inspection.outcome_reason = row.optional_text(9);
  inspection.opened_at = row.instant(10);
  inspection.sealed_at = row.instant(11);
  inspection.local_date = row.date(12);
  inspection.zone = zone_of_column(row, 13);
  inspection.new_findings = row.int32(14);
  inspection.persisting = row.int32(15);
  inspection.received_at = row.instant(16);
  read.lodging_name = row.text(17);
  read.officer_name = row.text(18);
  read.officer_rank = row.text(19);
  read.photos = row.int32(20);
  read.photos_on_server = row.int32(21);
  return read;
}

/// {"item": note}, or nothing.
std::optional<std::string> notes_column(const std::vector<InspectionAnswerRow>& answers) {
  std::optional<wire::JsonWriter> out;
  for (const auto& answer : answers) {
    if (!answer.note) continue;
    if (!out) out.emplace().begin_object();
    out->member(answer.item, *answer.note);
  }
  if (!out) return std::nullopt;
  return out->end_object().text();
}

Result<void> read_notes(const std::optional<std::string>& column, std::vector<InspectionAnswerRow>& answers) {
  if (!column) return {};
  const auto document = wire::JsonDocument::parse(*column);
  if (!document) return Error{ErrorCode::corrupt, "the notes of an inspection cannot be read", "inspection.notes"};
  for (auto& answer : answers) {
    auto note = document->root().optional_string(answer.item);
    if (!note) return std::move(note).error();
    answer.note = std::move(*note);
  }
  return {};
}

}  // namespace

constexpr std::string_view kHasInspection = R"sql(
  SELECT 1 FROM inspection WHERE id = ?1
)sql";

Result<bool> SqliteFindings::has_inspection(InspectionId id) const {
  auto row = context_.use(kHasInspection);
  row.bind(1, id);
  const bool found = row.step();
  if (!row.ok()) return row.error();
  return found;
}

constexpr std::string_view kInspection = R"sql(
  SELECT i.id, i.unit_id, i.lodging_id, i.visit_id, i.officer_id, i.device_id, i.seq, i.checklist, i.outcome,
         i.outcome_reason, i.opened_at, i.sealed_at, i.local_date, i.zone, i.new_findings, i.persisting, i.received_at,
         l.name, o.name, o.rank,
         (SELECT count(DISTINCT p.sha256) FROM inspection_photo p
           WHERE substr(p.inspection_id, 13) = substr(i.id, 13) AND p.inspection_id = i.id),
         (SELECT count(DISTINCT p.sha256) FROM inspection_photo p JOIN attachment a ON a.sha256 = p.sha256
           WHERE substr(p.inspection_id, 13) = substr(i.id, 13) AND p.inspection_id = i.id AND a.whole = 1)
    FROM inspection i
    JOIN lodging l ON l.id = i.lodging_id
    JOIN officer o ON o.id = i.officer_id
   WHERE i.id = ?1 AND i.unit_id = ?2
)sql";

Result<InspectionListed> SqliteFindings::inspection(UnitId unit, InspectionId id) const {
  auto row = context_.use(kInspection);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_inspection(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such inspection", ""};
}

constexpr std::string_view kInspections = R"sql(
  SELECT i.id, i.unit_id, i.lodging_id, i.visit_id, i.officer_id, i.device_id, i.seq, i.checklist, i.outcome,
         i.outcome_reason, i.opened_at, i.sealed_at, i.local_date, i.zone, i.new_findings, i.persisting, i.received_at,
         l.name, o.name, o.rank,
         (SELECT count(DISTINCT p.sha256) FROM inspection_photo p
           WHERE substr(p.inspection_id, 13) = substr(i.id, 13) AND p.inspection_id = i.id),
         (SELECT count(DISTINCT p.sha256) FROM inspection_photo p JOIN attachment a ON a.sha256 = p.sha256
           WHERE substr(p.inspection_id, 13) = substr(i.id, 13) AND p.inspection_id = i.id AND a.whole = 1)
    FROM inspection i
    JOIN lodging l ON l.id = i.lodging_id
    JOIN officer o ON o.id = i.officer_id
   WHERE substr(i.unit_id, 13) = substr(?1, 13) AND i.unit_id = ?1 AND i.superseded_by IS NULL
     AND (?2 IS NULL OR i.lodging_id = ?2)
     AND (?3 IS NULL OR i.local_date >= ?3)
     AND (?4 IS NULL OR i.local_date <= ?4)
     AND (?5 IS NULL OR (i.sealed_at, i.id) < (SELECT a.sealed_at, a.id FROM inspection a WHERE a.id = ?5))
   ORDER BY i.sealed_at DESC, i.id DESC
   LIMIT ?6
)sql";

Result<std::vector<InspectionListed>> SqliteFindings::inspections(UnitId unit, const InspectionFilter& filter,
                                                                  int limit) const {
  auto row = context_.use(kInspections);
  row.bind(1, unit).bind(2, filter.lodging).bind(3, filter.from).bind(4, filter.to).bind(5, filter.after);
  row.bind(6, limit);
  std::vector<InspectionListed> rows;
  while (row.step()) rows.push_back(read_inspection(row));
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kSummary = R"sql(
  SELECT i.lodging_id, i.visit_id, i.officer_id, i.checklist, i.outcome, i.sealed_at, i.new_findings, i.persisting,
         i.answers,
         (SELECT count(*) FROM (SELECT 1 FROM inspection later
                                 WHERE substr(later.lodging_id, 13) = substr(i.lodging_id, 13)
                                   AND later.lodging_id = i.lodging_id AND later.sealed_at > i.sealed_at
                                   AND later.superseded_by IS NULL LIMIT ?3))
    FROM inspection i
   WHERE i.id = ?1 AND i.unit_id = ?2
)sql";

Result<std::optional<InspectionSummary>> SqliteFindings::summary(UnitId unit, InspectionId id, int newer) const {
  auto row = context_.use(kSummary);
  row.bind(1, id).bind(2, unit).bind(3, newer);
  if (!row.step()) return row.ok() ? Error{ErrorCode::not_found, "no such inspection", ""} : row.error();
  if (row.int64(9) >= newer) return std::optional<InspectionSummary>();
  InspectionSummary read;
  read.id = id;
  read.lodging = row.id<LodgingId>(0);
  read.visit = row.optional_id<VisitId>(1);
  read.officer = row.id<OfficerId>(2);
  read.checklist = row.text(3);
  read.outcome = row.text(4);
  read.sealed_at = row.instant(5);
  read.new_findings = row.int32(6);
  read.persisting = row.int32(7);
  read.answers = read_answers_column(row.text(8));
  return std::optional<InspectionSummary>(std::move(read));
}

constexpr std::string_view kAnswers = R"sql(
  SELECT answers, notes FROM inspection WHERE id = ?1
)sql";

Result<std::vector<InspectionAnswerRow>> SqliteFindings::answers(InspectionId id) const {
  auto row = context_.use(kAnswers);
  row.bind(1, id);
  std::vector<InspectionAnswerRow> answers;
  if (row.step()) {
    answers = read_answers_column(row.text(0));
    if (auto read = read_notes(row.optional_text(1), answers); !read) return std::move(read).error();
  }
  if (!row.ok()) return row.error();
  return answers;
}

constexpr std::string_view kPhotos = R"sql(
  SELECT sha256, item, bytes, png FROM inspection_photo
   WHERE substr(inspection_id, 13) = substr(?1, 13) AND inspection_id = ?1
   ORDER BY item, sha256 LIMIT 1000
)sql";

Result<std::vector<InspectionPhotoRow>> SqliteFindings::photos(InspectionId id) const {
  auto row = context_.use(kPhotos);
  row.bind(1, id);
  std::vector<InspectionPhotoRow> rows;
  while (row.step())
    rows.push_back({hash_column(row, 0), row.text(1), row.int64(2), row.boolean(3) ? "image/png" : "image/jpeg"});
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kNamesPhoto = R"sql(
  SELECT 1 FROM inspection_photo p JOIN inspection i ON i.id = p.inspection_id
   WHERE substr(p.sha256, 1, 4) = substr(?1, 1, 4) AND p.sha256 = ?1 AND i.unit_id = ?2
   LIMIT 1
)sql";

Result<bool> SqliteFindings::names_photo(UnitId unit, const ledger::Hash& sha256) const {
  auto row = context_.use(kNamesPhoto);
  row.bind(1, column_bytes(sha256)).bind(2, unit);
  const bool found = row.step();
  if (!row.ok()) return row.error();
  return found;
}

// The team is that of the visit; an inspection without one takes the officer's team of today. One a lodging and day.
constexpr std::string_view kVisitedDays = R"sql(
  SELECT i.lodging_id, coalesce(v.date, i.local_date) AS day, coalesce(v.team_id, m.team_id), max(i.sealed_at)
    FROM inspection i
    LEFT JOIN visit v ON v.id = i.visit_id
    LEFT JOIN team_member m ON m.officer_id = i.officer_id
   WHERE substr(i.unit_id, 13) = substr(?1, 13) AND i.unit_id = ?1 AND i.outcome = 'done' AND i.superseded_by IS NULL
     AND coalesce(v.date, i.local_date) BETWEEN ?2 AND ?3
   GROUP BY i.lodging_id, day
   ORDER BY day, i.lodging_id
   LIMIT 1000000
)sql";

Result<std::vector<VisitedDay>> SqliteFindings::visited_days(UnitId unit, LocalDate first, LocalDate last) const {
  auto row = context_.use(kVisitedDays);
  row.bind(1, unit).bind(2, first).bind(3, last);
  std::vector<VisitedDay> days;
  while (row.step()) {
    days.push_back({row.id<LodgingId>(0), row.date(1), row.optional_id<TeamId>(2), row.instant(3)});
  }
  if (!row.ok()) return row.error();
  return days;
}

constexpr std::string_view kAddInspection = R"sql(
  INSERT INTO inspection (id, unit_id, lodging_id, visit_id, officer_id, device_id, seq, checklist, outcome,
                          outcome_reason, opened_at, sealed_at, local_date, zone, new_findings, persisting, received_at,
                          answers, notes, portal_key, link_expires_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
)sql";
constexpr std::string_view kAddPhoto = R"sql(
  INSERT INTO inspection_photo (inspection_id, sha256, item, bytes, png) VALUES (?1, ?2, ?3, ?4, ?5)
)sql";

Result<void> SqliteFindings::add_inspection(const InspectionRow& inspection,
                                            const std::vector<InspectionAnswerRow>& answers,
                                            const std::vector<InspectionPhotoRow>& photos) {
  {
    auto row = context_.use(kAddInspection);
    row.bind(1, inspection.id).bind(2, inspection.unit).bind(3, inspection.lodging).bind(4, inspection.visit);
    row.bind(5, inspection.officer).bind(6, inspection.device).bind(7, inspection.seq).bind(8, inspection.checklist);
    row.bind(9, inspection.outcome).bind(10, inspection.outcome_reason).bind(11, inspection.opened_at);
    row.bind(12, inspection.sealed_at).bind(13, inspection.local_date).bind(14, zone_column(inspection.zone));
    row.bind(15, inspection.new_findings).bind(16, inspection.persisting).bind(17, inspection.received_at);
    row.bind(18, answers_column(answers)).bind(19, notes_column(answers));
    if (inspection.portal_key) row.bind(20, column_bytes(*inspection.portal_key));
    row.bind(21, inspection.link_expires_at);
    auto added = row.run();
    if (!added) return added;
  }
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const auto& photo = photos[i];
    const auto same = [&](const InspectionPhotoRow& other) {
      return other.sha256 == photo.sha256 && other.item == photo.item;
    };
    if (std::any_of(photos.begin(), photos.begin() + static_cast<std::ptrdiff_t>(i), same)) continue;
    auto row = context_.use(kAddPhoto);
    row.bind(1, inspection.id).bind(2, column_bytes(photo.sha256)).bind(3, photo.item).bind(4, photo.bytes);
    row.bind(5, photo.type == "image/png");
    auto added = row.run();
    if (!added) return added;
  }
  return {};
}

}  // namespace ronda::server
