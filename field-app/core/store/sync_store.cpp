#include "field-app/core/store/sync_store.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"
#include "shared/base/planted.hpp"

namespace ronda::field {

using sqlite::Transaction;

namespace {

template <std::size_t N>
Result<std::array<std::uint8_t, N>> fixed(const Bytes& blob) {
  std::array<std::uint8_t, N> out{};
  if (blob.size() != N) return Error{ErrorCode::corrupt, "a stored key or hash has the wrong length", "enrolment"};
  std::copy(blob.begin(), blob.end(), out.begin());
  return out;
}

DeviceState device_state_of(std::string_view text) {
  for (const auto state : {DeviceState::revoked, DeviceState::forked, DeviceState::unknown}) {
    if (text == word(state)) return state;
  }
  return DeviceState::active;
}

std::optional<Instant> optional_instant(const sqlite::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

}  // namespace

std::string_view word(DeviceState state) {
  switch (state) {
    case DeviceState::active:
      return "active";
    case DeviceState::revoked:
      return "revoked";
    case DeviceState::forked:
      return "forked";
    case DeviceState::unknown:
      return "unknown";
  }
  return "active";
}

// ---- enrolment and marks -----------------------------------------------------------------------------------------

constexpr std::string_view kEnrolment = R"sql(
  SELECT server, device_id, device_name, officer_id, unit_id, token, secret_key, public_key, enrolled_at, log
    FROM enrolment
   WHERE only_row = 1
)sql";

Result<std::optional<Enrolment>> SyncStore::enrolment() {
  auto row = db_.use(kEnrolment);
  if (!row.step()) {
    if (!row.ok()) return row.error();
    return std::optional<Enrolment>();
  }
  Enrolment out;
  out.server = row.text(0);
  out.device = row.id<DeviceId>(1);
  out.device_name = row.text(2);
  out.officer = row.id<OfficerId>(3);
  out.unit = row.id<UnitId>(4);
  out.token = row.text(5);
  const auto secret = fixed<64>(row.blob(6));
  if (!secret) return secret.error();
  const auto open = fixed<32>(row.blob(7));
  if (!open) return open.error();
  out.secret_key = *secret;
  out.public_key = *open;
  out.enrolled_at = row.instant(8);
  out.log = row.int64(9);
  return std::optional<Enrolment>(std::move(out));
}

constexpr std::string_view kMarks = R"sql(
  SELECT epoch, cursor, last_pull_at, last_ok_at, last_try_at, problem_code, skew_ms, replacing, device_state, fed_seq,
         pull_begun
    FROM sync_state
   WHERE only_row = 1
)sql";

Result<SyncMarks> SyncStore::marks() {
  auto row = db_.use(kMarks);
  SyncMarks out;
  if (!row.step()) {
    if (!row.ok()) return row.error();
    return Error{ErrorCode::corrupt, "the state of the synchronisation is missing", "sync_state"};
  }
  if (const auto epoch = parse_uuid(row.text(0))) out.epoch = *epoch;
  out.cursor = row.int64(1);
  out.last_pull_at = optional_instant(row, 2);
  out.last_ok_at = optional_instant(row, 3);
  out.last_try_at = optional_instant(row, 4);
  out.problem_code = row.optional_text(5).value_or("");
  out.skew_ms = row.optional_int64(6);
  out.replacing = row.boolean(7);
  out.device_state = device_state_of(row.text(8));
  out.fed_seq = row.int64(9);
  out.begun = row.optional_int64(10);
  return out;
}

// Sequence numbers have no holes, so the last one is the count; the sums run over what is not acknowledged only. What
// an older log left unsent is carried by today's and counted there.
constexpr std::string_view kRecordCounts = R"sql(
  WITH today AS (SELECT log FROM enrolment)
  SELECT coalesce((SELECT max(log_seq) FROM record WHERE log = (SELECT log FROM today)), 0),
         (SELECT count(*) FROM record WHERE log = (SELECT log FROM today) AND acked = 0),
         (SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM record
           WHERE log = (SELECT log FROM today) AND acked = 0),
         (SELECT count(*) FROM record
           WHERE problem_code IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM record AS carrier WHERE carrier.carries = record.seq))
)sql";

constexpr std::string_view kPhotoCounts = R"sql(
  SELECT count(*), coalesce(sum(bytes - sent_bytes), 0)
    FROM photo
   WHERE on_server = 0
     AND EXISTS (SELECT 1 FROM answer_photo JOIN inspection ON inspection.id = answer_photo.inspection_id
                  WHERE answer_photo.sha256 = photo.sha256 AND inspection.state = 'sealed')
)sql";

Result<SyncCounts> SyncStore::counts() {
  SyncCounts out;
  {
    auto row = db_.use(kRecordCounts);
    if (!row.step()) return row.error();
    out.records = row.int64(0);
    out.acked_records = out.records - row.int64(1);
    out.record_bytes = row.int64(2);
    out.held = row.int64(3);
  }
  auto row = db_.use(kPhotoCounts);
  if (!row.step()) return row.error();
  out.photos = row.int64(0);
  out.photo_bytes = row.int64(1);
  return out;
}

constexpr std::string_view kHasWaiting = R"sql(
  SELECT EXISTS (SELECT 1 FROM record WHERE log = (SELECT log FROM enrolment) AND acked = 0)
      OR EXISTS (SELECT 1 FROM photo JOIN answer_photo ON answer_photo.sha256 = photo.sha256
                   JOIN inspection ON inspection.id = answer_photo.inspection_id
                  WHERE photo.on_server = 0 AND inspection.state = 'sealed')
)sql";

Result<bool> SyncStore::has_waiting() {
  auto row = db_.use(kHasWaiting);
  if (!row.step()) return row.error();
  return row.boolean(0);
}

// ---- the device log ----------------------------------------------------------------------------------------------

constexpr std::string_view kRecordsAfter = R"sql(
  SELECT log_seq, hash, text FROM record
   WHERE log = (SELECT log FROM enrolment) AND log_seq > ?1
   ORDER BY log_seq
   LIMIT ?2
)sql";

Result<std::vector<LogRecord>> SyncStore::records_after(std::int64_t after_seq, std::int64_t most,
                                                        std::size_t most_bytes) {
  auto row = db_.use(kRecordsAfter);
  row.bind(1, after_seq).bind(2, most);
  std::vector<LogRecord> out;
  std::size_t size = 0;
  while (row.step()) {
    LogRecord record;
    record.seq = row.int64(0);
    const auto hash = fixed<32>(row.blob(1));
    if (!hash) return hash.error();
    record.hash = *hash;
    record.text = row.text(2);
    if (record.seq != after_seq + 1 + static_cast<std::int64_t>(out.size())) {
      return Error{ErrorCode::corrupt, "the device log has a hole", "record"};
    }
    size += record.text.size() + 1;
    if (!out.empty() && size > most_bytes) break;
    out.push_back(std::move(record));
  }
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kAckedSeq = R"sql(
  WITH today AS (SELECT log FROM enrolment)
  SELECT coalesce((SELECT log_seq FROM record WHERE log = (SELECT log FROM today) AND acked = 0
                    ORDER BY log_seq LIMIT 1) - 1,
                  (SELECT max(log_seq) FROM record WHERE log = (SELECT log FROM today)), 0)
)sql";

Result<std::int64_t> SyncStore::acked_seq() {
  auto row = db_.use(kAckedSeq);
  if (!row.step()) return row.error();
  return row.int64(0);
}

constexpr std::string_view kLastSeq = R"sql(
  SELECT coalesce(max(log_seq), 0) FROM record WHERE log = (SELECT log FROM enrolment)
)sql";

Result<std::int64_t> SyncStore::last_seq() {
  auto row = db_.use(kLastSeq);
  if (!row.step()) return row.error();
  return row.int64(0);
}

constexpr std::string_view kAcknowledge = R"sql(
  UPDATE record SET acked = 1, acked_at = ?2
   WHERE log = (SELECT log FROM enrolment) AND log_seq <= ?1 AND acked = 0
)sql";
constexpr std::string_view kHold = R"sql(
  UPDATE record SET problem_code = ?2, problem_text = ?3 WHERE log = (SELECT log FROM enrolment) AND log_seq = ?1
)sql";

Result<void> SyncStore::acknowledge(std::int64_t acked_seq, const std::vector<wire::QuarantinedRecord>& held,
                                    Instant now) {
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  if (RONDA_PLANTED(unsent_counts_as_sent)) acked_seq = last_seq().value_or(acked_seq);
  if (auto marked = db_.use(kAcknowledge).bind(1, acked_seq).bind(2, now).run(); !marked) return marked;
  for (const auto& one : held) {
    auto marked = db_.use(kHold).bind(1, one.seq).bind(2, one.code).bind(3, one.message).run();
    if (!marked) return marked;
  }
  return txn->commit();
}

// ---- photos ------------------------------------------------------------------------------------------------------

// The list of skipped ones is a JSON array of hex texts: a round skips few, and a bound list keeps one statement.
constexpr std::string_view kNextPhoto = R"sql(
  SELECT photo.sha256, photo.type, photo.bytes, photo.sent_bytes
    FROM photo
   WHERE photo.on_server = 0
     AND EXISTS (SELECT 1 FROM answer_photo JOIN inspection ON inspection.id = answer_photo.inspection_id
                  WHERE answer_photo.sha256 = photo.sha256 AND inspection.state = 'sealed')
     AND lower(hex(photo.sha256)) NOT IN (SELECT value FROM json_each(?1))
   ORDER BY photo.added_at, photo.sha256
   LIMIT 1
)sql";

Result<std::optional<WaitingPhoto>> SyncStore::next_photo(const std::vector<crypto::Sha256>& skipped) {
  std::string list = "[";
  for (const auto& one : skipped) list += (list.size() > 1 ? ",\"" : "\"") + to_hex(one) + "\"";
  list += "]";
  auto row = db_.use(kNextPhoto);
  row.bind(1, list);
  if (!row.step()) {
    if (!row.ok()) return row.error();
    return std::optional<WaitingPhoto>();
  }
  WaitingPhoto out;
  const auto hash = fixed<32>(row.blob(0));
  if (!hash) return hash.error();
  out.sha256 = *hash;
  out.type = row.text(1);
  out.bytes = row.int64(2);
  out.sent_bytes = row.int64(3);
  return std::optional<WaitingPhoto>(std::move(out));
}

constexpr std::string_view kPhotoBytes = "SELECT substr(content, ?2, ?3) FROM photo WHERE sha256 = ?1";

Result<Bytes> SyncStore::photo_bytes(const crypto::Sha256& sha256, std::int64_t offset, std::int64_t most) {
  auto row = db_.use(kPhotoBytes);
  row.bind(1, std::span<const std::uint8_t>(sha256)).bind(2, offset + 1).bind(3, most);
  if (!row.step()) {
    if (!row.ok()) return row.error();
    return Error{ErrorCode::not_found, "this photo is not on the device", to_hex(sha256)};
  }
  return row.blob(0);
}

constexpr std::string_view kMarkPhoto = "UPDATE photo SET sent_bytes = ?2, on_server = ?3 WHERE sha256 = ?1";

Result<void> SyncStore::mark_photo(const crypto::Sha256& sha256, std::int64_t sent_bytes, bool on_server) {
  return db_.use(kMarkPhoto)
      .bind(1, std::span<const std::uint8_t>(sha256))
      .bind(2, sent_bytes)
      .bind(3, on_server)
      .run();
}

// ---- what a person reads -----------------------------------------------------------------------------------------

// Sealed is what has a record; said this way, its index gives the newest without sorting ten years of them.
constexpr std::string_view kSealedVisits = R"sql(
  SELECT inspection.id, coalesce(lodging.name, ''), inspection.sealed_at,
         coalesce(carrier.log_seq, iif(record.log = (SELECT log FROM enrolment), record.log_seq, 0)),
         record.acked OR coalesce(carrier.acked, 0),
         coalesce(iif(carrier.seq IS NULL, record.problem_code, carrier.problem_code), ''),
         (SELECT count(DISTINCT sha256) FROM answer_photo WHERE inspection_id = inspection.id),
         (SELECT count(DISTINCT photo.sha256) FROM answer_photo JOIN photo ON photo.sha256 = answer_photo.sha256
           WHERE answer_photo.inspection_id = inspection.id AND photo.on_server = 1)
    FROM inspection
    JOIN record ON record.seq = inspection.record_seq
    LEFT JOIN record AS carrier ON carrier.carries = record.seq AND carrier.log = (SELECT log FROM enrolment)
    LEFT JOIN lodging ON lodging.id = inspection.lodging_id
   WHERE inspection.record_seq IS NOT NULL
   ORDER BY inspection.record_seq DESC
   LIMIT ?1
)sql";

Result<std::vector<SealedVisit>> SyncStore::sealed_visits(std::int64_t most) {
  auto row = db_.use(kSealedVisits);
  row.bind(1, most);
  std::vector<SealedVisit> out;
  while (row.step()) {
    SealedVisit visit;
    visit.inspection = row.id<InspectionId>(0);
    visit.lodging = row.text(1);
    visit.sealed_at = row.instant(2);
    visit.seq = row.int64(3);
    visit.acked = row.boolean(4);
    visit.problem_code = row.text(5);
    visit.photos = row.int64(6);
    visit.photos_on_server = row.int64(7);
    out.push_back(std::move(visit));
  }
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kAddDiary = "INSERT INTO diary (at, event, text_id, text_en) VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kTrimDiary = R"sql(
  DELETE FROM diary WHERE seq <= (SELECT seq FROM diary ORDER BY seq DESC LIMIT 1 OFFSET 200)
)sql";

Result<void> SyncStore::add_diary(Instant at, const std::string& event, const domain::Text& text) {
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  auto added = db_.use(kAddDiary).bind(1, at).bind(2, event).bind(3, text.id).bind(4, text.en).run();
  if (!added) return added;
  if (auto trimmed = db_.use(kTrimDiary).run(); !trimmed) return trimmed;
  return txn->commit();
}

constexpr std::string_view kDiary = "SELECT at, event, text_id, text_en FROM diary ORDER BY seq DESC LIMIT ?1";

Result<std::vector<DiaryLine>> SyncStore::diary(std::int64_t most) {
  auto row = db_.use(kDiary);
  row.bind(1, most);
  std::vector<DiaryLine> out;
  while (row.step()) out.push_back({row.instant(0), row.text(1), {row.text(2), row.text(3)}});
  if (!row.ok()) return row.error();
  return out;
}

constexpr std::string_view kNoteTry = "UPDATE sync_state SET last_try_at = ?1 WHERE only_row = 1";
constexpr std::string_view kNoteOk = "UPDATE sync_state SET last_ok_at = ?1, problem_code = NULL WHERE only_row = 1";
constexpr std::string_view kNoteProblem = "UPDATE sync_state SET problem_code = ?1 WHERE only_row = 1";
constexpr std::string_view kNoteSkew = "UPDATE sync_state SET skew_ms = ?1 WHERE only_row = 1";

Result<void> SyncStore::note_try(Instant at) { return db_.use(kNoteTry).bind(1, at).run(); }
Result<void> SyncStore::note_ok(Instant at) { return db_.use(kNoteOk).bind(1, at).run(); }
Result<void> SyncStore::note_problem(const std::string& code) { return db_.use(kNoteProblem).bind(1, code).run(); }
Result<void> SyncStore::note_skew(std::int64_t skew_ms) { return db_.use(kNoteSkew).bind(1, skew_ms).run(); }

constexpr std::string_view kNoteDeviceState = "UPDATE sync_state SET device_state = ?1 WHERE only_row = 1";

Result<void> SyncStore::note_device_state(DeviceState state) {
  return db_.use(kNoteDeviceState).bind(1, word(state)).run();
}

}  // namespace ronda::field
