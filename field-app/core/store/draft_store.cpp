#include "field-app/core/store/draft_store.hpp"

#include <algorithm>

#include "field-app/core/store/inspection_store.hpp"
#include "field-app/core/store/rows.hpp"
#include "shared/wire/inspection_json.hpp"

namespace ronda::field {

using sqlite::Transaction;

namespace {

constexpr int kMostOpen = 200;

std::optional<std::string> text_or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<std::string> json_of(const std::optional<domain::Fix>& fix) {
  if (!fix) return std::nullopt;
  wire::JsonWriter out;
  wire::write_fix(out, *fix);
  return out.take();
}

RemoteDraft read_remote(const sqlite::Row& row) {
  RemoteDraft out;
  out.inspection = row.id<InspectionId>(0);
  out.device_name = row.text(1);
  out.lodging = row.id<LodgingId>(2);
  out.checklist = row.text(3);
  out.version = row.int64(4);
  out.opened_at = row.instant(5);
  out.saved_at = row.instant(6);
  out.answered = row.int32(7);
  out.total = row.int32(8);
  out.photos = row.int32(9);
  out.content = row.text(10);
  return out;
}

}  // namespace

// ---- upwards -----------------------------------------------------------------------------------------------------

constexpr std::string_view kNext = R"sql(
  SELECT id, draft_version, draft_sent = 0, checklist
    FROM inspection
   WHERE state = 'open' AND correcting = 0 AND put_away = 0 AND draft_version > draft_sent
   ORDER BY saved_at, id
   LIMIT ?1
)sql";

Result<std::optional<WaitingDraft>> DraftStore::next(const std::vector<InspectionId>& skipped) {
  auto row = db_.use(kNext);
  row.bind(1, kMostOpen);
  while (row.step()) {
    const auto id = row.id<InspectionId>(0);
    if (std::find(skipped.begin(), skipped.end(), id) != skipped.end()) continue;
    return std::optional<WaitingDraft>(WaitingDraft{id, row.int64(1), row.boolean(2), row.text(3)});
  }
  if (!row.ok()) return row.error();
  return std::optional<WaitingDraft>();
}

constexpr std::string_view kWaiting = R"sql(
  SELECT count(*) FROM inspection
   WHERE state = 'open' AND correcting = 0 AND put_away = 0 AND draft_version > draft_sent
)sql";

Result<std::int64_t> DraftStore::count_waiting() {
  auto row = db_.use(kWaiting);
  if (!row.step()) return row.error();
  return row.int64(0);
}

constexpr std::string_view kVersion = R"sql(
  SELECT draft_version, (SELECT count(DISTINCT sha256) FROM answer_photo WHERE inspection_id = ?1)
    FROM inspection
   WHERE id = ?1
)sql";

Result<domain::Draft> DraftStore::copy(InspectionId id, const domain::Checklist& checklist) {
  InspectionStore store(db_);
  auto found = store.find(id);
  if (!found) return std::move(found).error();
  if (!*found) return Error{ErrorCode::not_found, "there is no such inspection on this device", {}};
  const InspectionRow& row = **found;
  domain::Draft out;
  out.inspection = id;
  {
    auto version = db_.use(kVersion);
    version.bind(1, id);
    if (!version.step()) return version.error();
    out.version = std::max<std::int64_t>(1, version.int64(0));
    out.photos = version.int32(1);
  }
  out.lodging = row.lodging;
  out.visit = row.visit;
  out.checklist = row.checklist;
  out.zone = row.zone;
  out.opened_at = row.opened_at;
  out.saved_at = row.saved_at;
  out.position = row.position;
  out.outcome = row.outcome;
  out.outcome_reason = row.outcome_reason;
  auto answers = store.answers(id);
  if (!answers) return std::move(answers).error();
  auto sample = store.sample(id);
  if (!sample) return std::move(sample).error();
  const auto progress = domain::progress_of(checklist, domain::with_sample(checklist, *answers, counted(*sample)));
  out.answered = progress.answered;
  out.total = progress.total;
  for (auto& [item, answer] : *answers) {
    answer.photos.clear();
    if (answer.has_value() || !answer.note.empty()) out.answers.push_back(std::move(answer));
  }
  if (*sample) {
    auto at = store.sampled_at(id);
    if (!at) return std::move(at).error();
    out.sample = domain::DraftSample{**std::move(sample), *at};
  }
  auto dispositions = store.dispositions(id);
  if (!dispositions) return std::move(dispositions).error();
  for (const auto& [finding, given] : *dispositions) {
    out.dispositions.push_back({finding, given.disposition, given.reason});
  }
  auto start = wire::parse_fix(row.start_fix);
  if (!start) return std::move(start).error();
  out.start_fix = *start;
  auto end = wire::parse_fix(row.end_fix);
  if (!end) return std::move(end).error();
  out.end_fix = *end;
  out.emergency_at = row.emergency_at;
  return out;
}

constexpr std::string_view kMarkSent = "UPDATE inspection SET draft_sent = max(draft_sent, ?2) WHERE id = ?1";

Result<void> DraftStore::mark_sent(InspectionId id, std::int64_t version) {
  return db_.use(kMarkSent).bind(1, id).bind(2, version).run();
}

constexpr std::string_view kOfferAgain = "UPDATE inspection SET draft_sent = 0 WHERE state = 'open' AND draft_sent > 0";
constexpr std::string_view kWantLook = "UPDATE sync_state SET drafts_wanted = 1 WHERE only_row = 1";

Result<void> DraftStore::offer_again() {
  if (auto offered = db_.use(kOfferAgain).run(); !offered) return offered;
  return want_look();
}

// ---- downwards ---------------------------------------------------------------------------------------------------

Result<void> DraftStore::want_look() { return db_.use(kWantLook).run(); }

constexpr std::string_view kIsLookWanted = "SELECT drafts_wanted FROM sync_state WHERE only_row = 1";

Result<bool> DraftStore::is_look_wanted() {
  auto row = db_.use(kIsLookWanted);
  if (!row.step()) return row.error();
  return row.boolean(0);
}

constexpr std::string_view kForgetTold = "DELETE FROM remote_draft";
constexpr std::string_view kTell = R"sql(
  INSERT OR REPLACE INTO remote_draft (inspection_id, device_id, device_name, lodging_id, checklist, version, opened_at,
                                       saved_at, answered, total, photos, content)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
)sql";
constexpr std::string_view kLooked = "UPDATE sync_state SET drafts_at = ?1, drafts_wanted = 0 WHERE only_row = 1";

Result<void> DraftStore::keep_told(const std::vector<wire::ToldDraft>& told, Instant now) {
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  if (auto forgot = db_.use(kForgetTold).run(); !forgot) return forgot;
  for (const auto& one : told) {
    const auto document = wire::JsonDocument::parse(one.content);
    if (!document) continue;
    const auto draft = wire::read_draft(document->root());
    if (!draft) continue;  // of a newer program
    auto row = db_.use(kTell);
    row.bind(1, draft->inspection).bind(2, one.device).bind(3, one.device_name).bind(4, draft->lodging);
    row.bind(5, draft->checklist).bind(6, draft->version).bind(7, draft->opened_at).bind(8, draft->saved_at);
    row.bind(9, draft->answered).bind(10, draft->total).bind(11, draft->photos).bind(12, one.content);
    if (auto kept = row.run(); !kept) return kept;
  }
  if (auto looked = db_.use(kLooked).bind(1, now).run(); !looked) return looked;
  return txn->commit();
}

constexpr std::string_view kLookedAt = "SELECT drafts_at FROM sync_state WHERE only_row = 1";

Result<std::optional<Instant>> DraftStore::looked_at() {
  auto row = db_.use(kLookedAt);
  if (!row.step()) return row.error();
  return row.is_null(0) ? std::optional<Instant>() : std::optional<Instant>(row.instant(0));
}

#define RONDA_REMOTE_COLUMNS                                                                                          \
  "SELECT inspection_id, device_name, lodging_id, checklist, version, opened_at, saved_at, answered, total, photos, " \
  "content FROM remote_draft "

// Known as sealed, by the feed or by this device itself, is finished; open here is not elsewhere.
constexpr std::string_view kElsewhere = RONDA_REMOTE_COLUMNS
    "WHERE NOT EXISTS (SELECT 1 FROM inspection WHERE inspection.id = remote_draft.inspection_id)"
    " AND NOT EXISTS (SELECT 1 FROM inspection_summary WHERE inspection_summary.id = remote_draft.inspection_id)"
    " ORDER BY saved_at DESC, inspection_id";

Result<std::vector<RemoteDraft>> DraftStore::elsewhere() {
  auto row = db_.use(kElsewhere);
  return read_all(row, read_remote);
}

constexpr std::string_view kTold = RONDA_REMOTE_COLUMNS "WHERE inspection_id = ?1";
#undef RONDA_REMOTE_COLUMNS

Result<std::optional<RemoteDraft>> DraftStore::told(InspectionId id) {
  auto row = db_.use(kTold);
  row.bind(1, id);
  return read_one(row, read_remote);
}

// ---- taking over -------------------------------------------------------------------------------------------------

constexpr std::string_view kBegin = R"sql(
  INSERT INTO inspection (id, lodging_id, visit_id, checklist, zone, state, opened_at, saved_at, position, outcome,
                          outcome_reason, start_fix, end_fix, emergency_at, draft_version)
  VALUES (?1, ?2, ?3, ?4, ?5, 'open', ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
)sql";

Result<void> DraftStore::begin(const domain::Draft& draft) {
  auto row = db_.use(kBegin);
  row.bind(1, draft.inspection).bind(2, draft.lodging).bind(3, draft.visit).bind(4, draft.checklist);
  row.bind(5, iana_name(draft.zone)).bind(6, draft.opened_at).bind(7, draft.saved_at).bind(8, draft.position);
  row.bind(9, word(draft.outcome)).bind(10, text_or_nothing(draft.outcome_reason));
  row.bind(11, json_of(draft.start_fix)).bind(12, json_of(draft.end_fix)).bind(13, draft.emergency_at);
  row.bind(14, draft.version);
  if (auto begun = row.run(); !begun) return begun;
  InspectionStore store(db_);
  for (const auto& answer : draft.answers) {
    if (auto put = store.put_answer(draft.inspection, answer); !put) return put;
  }
  if (draft.sample) {
    const auto& [state, at] = *draft.sample;
    if (auto put = store.put_sample(draft.inspection, state.plan, at); !put) return put;
    for (std::size_t i = 0; i < state.entries.size(); ++i) {
      if (auto put = store.put_entry(draft.inspection, static_cast<int>(i) + 1, state.entries[i], at); !put) return put;
    }
    if (auto put = store.set_most_blank(draft.inspection, state.most_blank); !put) return put;
  }
  for (const auto& given : draft.dispositions) {
    const GivenDisposition kept{given.disposition, given.reason};
    if (auto put = store.put_disposition(draft.inspection, given.finding, kept, draft.saved_at); !put) return put;
  }
  return {};
}

constexpr std::string_view kSharePhotos = R"sql(
  INSERT OR IGNORE INTO answer_photo (inspection_id, item, sha256, added_at)
  SELECT ?2, item, sha256, added_at FROM answer_photo WHERE inspection_id = ?1
)sql";

Result<void> DraftStore::share_photos(InspectionId from, InspectionId to) {
  return db_.use(kSharePhotos).bind(1, from).bind(2, to).run();
}

constexpr std::string_view kSealedElsewhere = R"sql(
  SELECT EXISTS (SELECT 1 FROM inspection_summary WHERE id = ?1)
     AND NOT EXISTS (SELECT 1 FROM inspection WHERE id = ?1 AND state = 'sealed')
)sql";

Result<bool> DraftStore::is_sealed_elsewhere(InspectionId id) {
  auto row = db_.use(kSealedElsewhere);
  row.bind(1, id);
  if (!row.step()) return row.error();
  return row.boolean(0);
}

constexpr std::string_view kPutAway = "UPDATE inspection SET put_away = 1 WHERE id = ?1 AND state = 'open'";

Result<void> DraftStore::put_away(InspectionId id) { return db_.use(kPutAway).bind(1, id).run(); }

constexpr std::string_view kIsPutAway = "SELECT 1 FROM inspection WHERE id = ?1 AND put_away = 1";

Result<bool> DraftStore::is_put_away(InspectionId id) {
  auto row = db_.use(kIsPutAway);
  row.bind(1, id);
  const bool found = row.step();
  if (!row.ok()) return row.error();
  return found;
}

}  // namespace ronda::field
