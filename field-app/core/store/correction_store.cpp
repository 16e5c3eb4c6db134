#include "field-app/core/store/correction_store.hpp"

#include "field-app/core/store/rows.hpp"

namespace ronda::field {

using sqlite::Row;

constexpr std::string_view kOf = R"sql(
  SELECT c.inspection_id, c.supersedes, c.reason_class, c.reason, i.sealed_at, i.record_seq, i.paper
    FROM correction AS c
    JOIN inspection AS i ON i.id = c.supersedes
   WHERE c.inspection_id = ?1
)sql";

Result<std::optional<CorrectionRow>> CorrectionStore::of(InspectionId inspection) {
  auto row = db_.use(kOf);
  row.bind(1, inspection);
  return read_one(row, [](const Row& r) {
    return CorrectionRow{r.id<InspectionId>(0),
                         r.id<InspectionId>(1),
                         stored(domain::parse_reason_class(r.text(2))),
                         r.text(3),
                         r.instant(4),
                         r.int64(5),
                         r.text(6)};
  });
}

constexpr std::string_view kCorrecting = "SELECT inspection_id FROM correction WHERE supersedes = ?1";

Result<std::optional<InspectionId>> CorrectionStore::correcting(InspectionId supersedes) {
  auto row = db_.use(kCorrecting);
  row.bind(1, supersedes);
  return read_one(row, [](const Row& r) { return r.id<InspectionId>(0); });
}

constexpr std::string_view kSupersededBy =
    "SELECT superseded_by FROM inspection WHERE id = ?1 AND superseded_by IS NOT NULL";

Result<std::optional<InspectionId>> CorrectionStore::superseded_by(InspectionId inspection) {
  auto row = db_.use(kSupersededBy);
  row.bind(1, inspection);
  return read_one(row, [](const Row& r) { return r.id<InspectionId>(0); });
}

constexpr std::string_view kRecordText = "SELECT text FROM record WHERE seq = ?1";

Result<std::string> CorrectionStore::record_text(std::int64_t place) {
  auto row = db_.use(kRecordText);
  row.bind(1, place);
  if (row.step()) return row.text(0);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::corrupt, "the record of a sealed inspection is missing", "record"};
}

constexpr std::string_view kCopies[] = {
    R"sql(
  INSERT INTO inspection (id, lodging_id, visit_id, checklist, zone, state, opened_at, saved_at, position, outcome,
                          outcome_reason, start_fix, end_fix, emergency_at, correcting)
  SELECT ?2, lodging_id, visit_id, checklist, zone, 'open', opened_at, ?3, position, outcome, outcome_reason, start_fix,
         end_fix, emergency_at, 1
    FROM inspection WHERE id = ?1
)sql",
    R"sql(
  INSERT INTO answer (inspection_id, item, value, note, answered_at)
  SELECT ?2, item, value, note, answered_at FROM answer WHERE inspection_id = ?1 AND ?3 IS NOT NULL
)sql",
    R"sql(
  INSERT INTO register_sample (inspection_id, from_date, to_date, total_lines, n, start, step, most_blank, drawn_at)
  SELECT ?2, from_date, to_date, total_lines, n, start, step, most_blank, drawn_at
    FROM register_sample WHERE inspection_id = ?1 AND ?3 IS NOT NULL
)sql",
    R"sql(
  INSERT INTO sample_entry (inspection_id, k, complete, verified, foreign_guest, reported, minor, companion, counted_at)
  SELECT ?2, k, complete, verified, foreign_guest, reported, minor, companion, counted_at
    FROM sample_entry WHERE inspection_id = ?1 AND ?3 IS NOT NULL
)sql",
    R"sql(
  INSERT INTO answer_photo (inspection_id, item, sha256, added_at)
  SELECT ?2, item, sha256, added_at FROM answer_photo WHERE inspection_id = ?1 AND ?3 IS NOT NULL
)sql",
    R"sql(
  INSERT INTO disposition (inspection_id, finding_id, disposition, reason, at)
  SELECT ?2, finding_id, disposition, reason, at FROM disposition WHERE inspection_id = ?1 AND ?3 IS NOT NULL
)sql",
};
constexpr std::string_view kAdd = R"sql(
  INSERT INTO correction (inspection_id, supersedes, reason_class, reason) VALUES (?1, ?2, ?3, ?4)
)sql";

Result<void> CorrectionStore::draft(const CorrectionRow& correction, Instant now) {
  for (const auto sql : kCopies) {
    auto copied = db_.use(sql).bind(1, correction.supersedes).bind(2, correction.inspection).bind(3, now).run();
    if (!copied) return copied;
  }
  return db_.use(kAdd)
      .bind(1, correction.inspection)
      .bind(2, correction.supersedes)
      .bind(3, word(correction.reason_class))
      .bind(4, correction.reason)
      .run();
}

constexpr std::string_view kSupersede = "UPDATE inspection SET superseded_by = ?2 WHERE id = ?1";
constexpr std::string_view kForget = "DELETE FROM sealed_finding WHERE inspection_id = ?1";

Result<void> CorrectionStore::supersede(InspectionId before, InspectionId newer) {
  if (auto done = db_.use(kSupersede).bind(1, before).bind(2, newer).run(); !done) return done;
  return db_.use(kForget).bind(1, before).run();
}

constexpr std::string_view kIsOnFeed = "SELECT 1 FROM finding WHERE id = ?1";

Result<bool> CorrectionStore::is_on_feed(FindingId finding) {
  auto row = db_.use(kIsOnFeed);
  row.bind(1, finding);
  const bool found = row.step();
  if (!row.ok()) return row.error();
  return found;
}

}  // namespace ronda::field
