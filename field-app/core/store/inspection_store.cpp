#include "field-app/core/store/inspection_store.hpp"

#include "field-app/core/store/rows.hpp"
#include "shared/wire/checklist_json.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

namespace {

using sqlite::Row;

#define RONDA_INSPECTION_COLUMNS                                                                                 \
  "SELECT id, lodging_id, visit_id, checklist, zone, state, opened_at, saved_at, sealed_at, position, outcome, " \
  "outcome_reason, manager_signature, start_fix, end_fix, emergency_at, record_seq FROM inspection "

std::optional<Instant> optional_instant(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional<Instant>(row.instant(column));
}

InspectionRow read_inspection(const Row& row) {
  InspectionRow out;
  out.id = row.id<InspectionId>(0);
  out.lodging = row.id<LodgingId>(1);
  out.visit = row.optional_id<VisitId>(2);
  out.checklist = row.text(3);
  out.zone = stored(parse_zone(row.text(4)));
  out.sealed = row.text(5) == "sealed";
  out.opened_at = row.instant(6);
  out.saved_at = row.instant(7);
  out.sealed_at = optional_instant(row, 8);
  out.position = row.optional_text(9);
  out.outcome = stored(domain::parse_outcome(row.text(10)));
  out.outcome_reason = row.text(11);
  out.manager_signature = row.optional_text(12);
  out.start_fix = row.optional_text(13);
  out.end_fix = row.optional_text(14);
  out.emergency_at = optional_instant(row, 15);
  out.record_seq = row.optional_int64(16);
  return out;
}

std::optional<std::string> text_or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::string value_json(const domain::Value& value) {
  wire::JsonWriter out;
  wire::write_value(out, value);
  return out.take();
}

Result<domain::Value> value_of_json(const std::string& json) {
  auto document = wire::JsonDocument::parse(json);
  if (!document) return std::move(document).error();
  return wire::read_value(document->root());
}

}  // namespace

constexpr std::string_view kFind = RONDA_INSPECTION_COLUMNS "WHERE id = ?1";

Result<std::optional<InspectionRow>> InspectionStore::find(InspectionId id) {
  auto row = db_.use(kFind);
  row.bind(1, id);
  return read_one(row, read_inspection);
}

constexpr std::string_view kOpenAt =
    RONDA_INSPECTION_COLUMNS "WHERE lodging_id = ?1 AND state = 'open' AND correcting = 0 AND put_away = 0 LIMIT 1";

Result<std::optional<InspectionRow>> InspectionStore::open_at(LodgingId lodging) {
  auto row = db_.use(kOpenAt);
  row.bind(1, lodging);
  return read_one(row, read_inspection);
}

constexpr std::string_view kOfVisit = RONDA_INSPECTION_COLUMNS
    "WHERE visit_id = ?1 AND superseded_by IS NULL AND put_away = 0 AND dismissed = 0 AND (correcting = 0 OR state = "
    "'sealed')"
    " ORDER BY opened_at DESC, id LIMIT 1";

Result<std::optional<InspectionRow>> InspectionStore::of_visit(VisitId visit) {
  auto row = db_.use(kOfVisit);
  row.bind(1, visit);
  return read_one(row, read_inspection);
}

constexpr std::string_view kList = RONDA_INSPECTION_COLUMNS
    "WHERE state = ?1 AND superseded_by IS NULL AND put_away = 0 ORDER BY saved_at DESC, id LIMIT ?2";

Result<std::vector<InspectionRow>> InspectionStore::list(bool sealed, int limit) {
  auto row = db_.use(kList);
  row.bind(1, sealed ? "sealed" : "open").bind(2, limit);
  return read_all(row, read_inspection);
}

constexpr std::string_view kWithoutVisit = RONDA_INSPECTION_COLUMNS
    "WHERE visit_id IS NULL AND opened_at >= ?1 AND opened_at < ?2 AND superseded_by IS NULL"
    " AND put_away = 0 AND (correcting = 0 OR state = 'sealed') ORDER BY opened_at, id LIMIT 100";

Result<std::vector<InspectionRow>> InspectionStore::without_visit(Instant from, Instant to) {
  auto row = db_.use(kWithoutVisit);
  row.bind(1, from).bind(2, to);
  return read_all(row, read_inspection);
}

#undef RONDA_INSPECTION_COLUMNS

constexpr std::string_view kAdd = R"sql(
  INSERT INTO inspection (id, lodging_id, visit_id, checklist, zone, state, opened_at, saved_at, position, start_fix)
  VALUES (?1, ?2, ?3, ?4, ?5, 'open', ?6, ?6, ?7, ?8)
)sql";

Result<void> InspectionStore::add(const InspectionRow& row) {
  return db_.use(kAdd)
      .bind(1, row.id)
      .bind(2, row.lodging)
      .bind(3, row.visit)
      .bind(4, row.checklist)
      .bind(5, iana_name(row.zone))
      .bind(6, row.opened_at)
      .bind(7, row.position)
      .bind(8, row.start_fix)
      .run();
}

constexpr std::string_view kAnswers = R"sql(
  SELECT item, value, note, answered_at FROM answer WHERE inspection_id = ?1 ORDER BY item LIMIT 1000
)sql";
constexpr std::string_view kAnswerPhotos = R"sql(
  SELECT item, sha256 FROM answer_photo WHERE inspection_id = ?1 ORDER BY item, added_at, sha256 LIMIT 1000
)sql";

Result<domain::Answers> InspectionStore::answers(InspectionId id) {
  domain::Answers answers;
  auto row = db_.use(kAnswers);
  row.bind(1, id);
  while (row.step()) {
    domain::Answer answer;
    answer.item = row.text(0);
    if (!row.is_null(1)) {
      auto value = value_of_json(row.text(1));
      if (!value) return Error{ErrorCode::corrupt, "an answer cannot be read", "answer " + answer.item};
      answer.value = *std::move(value);
    }
    answer.note = row.text(2);
    answer.at = row.instant(3);
    answers[answer.item] = std::move(answer);
  }
  if (!row.ok()) return row.error();
  auto photo = db_.use(kAnswerPhotos);
  photo.bind(1, id);
  while (photo.step()) {
    domain::Answer& answer = answers[photo.text(0)];
    answer.item = photo.text(0);
    answer.photos.push_back(to_hex(photo.blob(1)));
  }
  if (!photo.ok()) return photo.error();
  return answers;
}

constexpr std::string_view kPutAnswer = R"sql(
  INSERT INTO answer (inspection_id, item, value, note, answered_at) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (inspection_id, item) DO UPDATE SET value = ?3, note = ?4, answered_at = ?5
)sql";

Result<void> InspectionStore::put_answer(InspectionId id, const domain::Answer& answer) {
  std::optional<std::string> value;
  if (answer.has_value()) value = value_json(answer.value);
  return db_.use(kPutAnswer)
      .bind(1, id)
      .bind(2, answer.item)
      .bind(3, value)
      .bind(4, text_or_nothing(answer.note))
      .bind(5, answer.at)
      .run();
}

constexpr std::string_view kRemoveAnswer = "DELETE FROM answer WHERE inspection_id = ?1 AND item = ?2";

Result<void> InspectionStore::remove_answer(InspectionId id, std::string_view item) {
  return db_.use(kRemoveAnswer).bind(1, id).bind(2, item).run();
}

constexpr std::string_view kDispositions = R"sql(
  SELECT finding_id, disposition, reason FROM disposition WHERE inspection_id = ?1 ORDER BY finding_id LIMIT 1000
)sql";

Result<std::map<FindingId, GivenDisposition>> InspectionStore::dispositions(InspectionId id) {
  std::map<FindingId, GivenDisposition> out;
  auto row = db_.use(kDispositions);
  row.bind(1, id);
  while (row.step()) out[row.id<FindingId>(0)] = {stored(domain::parse_disposition(row.text(1))), row.text(2)};
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kPutDisposition = R"sql(
  INSERT INTO disposition (inspection_id, finding_id, disposition, reason, at) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (inspection_id, finding_id) DO UPDATE SET disposition = ?3, reason = ?4, at = ?5
)sql";

Result<void> InspectionStore::put_disposition(InspectionId id, FindingId finding, const GivenDisposition& given,
                                              Instant at) {
  return db_.use(kPutDisposition)
      .bind(1, id)
      .bind(2, finding)
      .bind(3, word(given.disposition))
      .bind(4, text_or_nothing(given.reason))
      .bind(5, at)
      .run();
}

constexpr std::string_view kClearDisposition = "DELETE FROM disposition WHERE inspection_id = ?1 AND finding_id = ?2";

Result<void> InspectionStore::clear_disposition(InspectionId id, FindingId finding) {
  return db_.use(kClearDisposition).bind(1, id).bind(2, finding).run();
}

constexpr std::string_view kOfficerSignatures = R"sql(
  SELECT officer_id, signed_at FROM officer_signature WHERE inspection_id = ?1 ORDER BY signed_at, officer_id LIMIT 100
)sql";

Result<std::vector<domain::OfficerSignature>> InspectionStore::officer_signatures(InspectionId id) {
  std::vector<domain::OfficerSignature> out;
  auto row = db_.use(kOfficerSignatures);
  row.bind(1, id);
  while (row.step()) out.push_back({row.id<OfficerId>(0), row.instant(1)});
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kSign = R"sql(
  INSERT OR IGNORE INTO officer_signature (inspection_id, officer_id, signed_at) VALUES (?1, ?2, ?3)
)sql";

Result<void> InspectionStore::sign(InspectionId id, OfficerId officer, Instant at) {
  return db_.use(kSign).bind(1, id).bind(2, officer).bind(3, at).run();
}

constexpr std::string_view kUnsign = "DELETE FROM officer_signature WHERE inspection_id = ?1 AND officer_id = ?2";

Result<void> InspectionStore::unsign(InspectionId id, OfficerId officer) {
  return db_.use(kUnsign).bind(1, id).bind(2, officer).run();
}

constexpr std::string_view kSetPosition = R"sql(
  UPDATE inspection SET position = ?2, draft_version = draft_version + 1 WHERE id = ?1 AND state = 'open'
)sql";

Result<void> InspectionStore::set_position(InspectionId id, std::string_view item) {
  return db_.use(kSetPosition).bind(1, id).bind(2, item).run();
}

constexpr std::string_view kSetOutcome = R"sql(
  UPDATE inspection SET outcome = ?2, outcome_reason = ?3 WHERE id = ?1 AND state = 'open'
)sql";

Result<void> InspectionStore::set_outcome(InspectionId id, domain::Outcome outcome, const std::string& reason) {
  return db_.use(kSetOutcome).bind(1, id).bind(2, word(outcome)).bind(3, text_or_nothing(reason)).run();
}

constexpr std::string_view kSetManager =
    "UPDATE inspection SET manager_signature = ?2 WHERE id = ?1 AND state = 'open'";

Result<void> InspectionStore::set_manager_signature(InspectionId id, const std::optional<std::string>& json) {
  return db_.use(kSetManager).bind(1, id).bind(2, json).run();
}

constexpr std::string_view kSetStartFix = "UPDATE inspection SET start_fix = ?2 WHERE id = ?1 AND state = 'open'";
constexpr std::string_view kSetEndFix = "UPDATE inspection SET end_fix = ?2 WHERE id = ?1 AND state = 'open'";

Result<void> InspectionStore::set_fix(InspectionId id, bool at_end, const std::string& json) {
  return db_.use(at_end ? kSetEndFix : kSetStartFix).bind(1, id).bind(2, json).run();
}

constexpr std::string_view kSetEmergency = "UPDATE inspection SET emergency_at = ?2 WHERE id = ?1 AND state = 'open'";

Result<void> InspectionStore::set_emergency(InspectionId id, Instant at) {
  return db_.use(kSetEmergency).bind(1, id).bind(2, at).run();
}

constexpr std::string_view kNote = R"sql(
  INSERT INTO answer_journal (inspection_id, at, what, item, value, officer_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
)sql";
constexpr std::string_view kSaved = R"sql(
  UPDATE inspection SET saved_at = ?2, draft_version = draft_version + 1 WHERE id = ?1
)sql";

Result<void> InspectionStore::note(InspectionId id, Instant at, std::string_view what,
                                   const std::optional<std::string>& item, const std::optional<std::string>& value) {
  auto noted = db_.use(kNote).bind(1, id).bind(2, at).bind(3, what).bind(4, item).bind(5, value).bind(6, by_).run();
  if (!noted) return noted;
  return db_.use(kSaved).bind(1, id).bind(2, at).run();
}

constexpr std::string_view kJournalLines = "SELECT count(*) FROM answer_journal WHERE inspection_id = ?1";

Result<std::int64_t> InspectionStore::journal_lines(InspectionId id) {
  auto row = db_.use(kJournalLines);
  row.bind(1, id);
  if (row.step()) return row.int64(0);
  return row.error();
}

constexpr std::string_view kJournal = R"sql(
  SELECT at, what, item, officer_id FROM answer_journal WHERE inspection_id = ?1 ORDER BY seq DESC LIMIT ?2
)sql";

Result<std::vector<JournalLine>> InspectionStore::journal(InspectionId id, int most) {
  auto row = db_.use(kJournal);
  row.bind(1, id).bind(2, most);
  return read_all(row, [](const Row& r) {
    return JournalLine{r.instant(0), r.text(1), r.optional_text(2), r.optional_id<OfficerId>(3)};
  });
}

constexpr std::string_view kSeal = R"sql(
  UPDATE inspection
     SET state = 'sealed', sealed_at = ?2, saved_at = ?2, new_findings = ?3, persisting = ?4, record_seq = ?5,
         portal_token = ?6, paper = ?7
   WHERE id = ?1 AND state = 'open'
)sql";

Result<void> InspectionStore::seal(InspectionId id, const SealRow& row) {
  return db_.use(kSeal)
      .bind(1, id)
      .bind(2, row.sealed_at)
      .bind(3, row.new_findings)
      .bind(4, row.persisting)
      .bind(5, row.record_seq)
      .bind(6, std::span<const std::uint8_t>(row.portal_token))
      .bind(7, row.paper)
      .run();
}

constexpr std::string_view kAddFinding = R"sql(
  INSERT INTO sealed_finding (id, inspection_id, lodging_id, code, severity, text_id, text_en, note, opened_on, due_on)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
)sql";

Result<void> InspectionStore::add_sealed_finding(const InspectionRow& inspection, const domain::SealedFinding& finding,
                                                 const domain::Text& text, LocalDate opened_on) {
  return db_.use(kAddFinding)
      .bind(1, finding.finding)
      .bind(2, inspection.id)
      .bind(3, inspection.lodging)
      .bind(4, finding.item)
      .bind(5, word(finding.severity))
      .bind(6, text.id)
      .bind(7, text.en)
      .bind(8, text_or_nothing(finding.note))
      .bind(9, opened_on)
      .bind(10, finding.due_on)
      .run();
}

constexpr std::string_view kPaper = "SELECT paper FROM inspection WHERE id = ?1";

Result<std::string> InspectionStore::paper(InspectionId id) {
  auto row = db_.use(kPaper);
  row.bind(1, id);
  if (row.step()) return row.text(0);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "there is no such inspection", {}};
}

}  // namespace ronda::field
