#include "field-app/core/store/device_verdict.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/domain/photo.hpp"
#include "shared/ledger/record.hpp"
#include "shared/wire/carried_json.hpp"

namespace ronda::field {

namespace {

Error bad(std::string what, std::string where) { return Error{ErrorCode::corrupt, std::move(what), std::move(where)}; }

/// One identity of this device and how far its log was walked.
struct Log {
  DeviceId device;
  std::int64_t seq = 0;
  ledger::Hash head{};
};

/// A row of `record`.
struct Kept {
  std::int64_t place = 0;
  RecordId id;
  std::string kind;
  std::optional<InspectionId> inspection;
  Instant at;
  Bytes hash;
  std::string text;
  std::int64_t log = 0;
  std::int64_t log_seq = 0;
  std::optional<std::int64_t> carries;
};

constexpr std::string_view kKeys = R"sql(
  SELECT log, device_id, secret_key, public_key FROM past_enrolment
  UNION ALL
  SELECT log, device_id, secret_key, public_key FROM enrolment
   ORDER BY log
)sql";

/// Every identity with its log; a secret key that does not belong to its public one can vouch for nothing.
Result<std::map<std::int64_t, Log>> read_logs(sqlite::Database& db) {
  std::map<std::int64_t, Log> logs;
  auto row = db.use(kKeys);
  while (row.step()) {
    const std::int64_t n = row.int64(0);
    const auto secret = row.blob(2);
    const auto open = row.blob(3);
    crypto::SecretKey secret_key{};
    crypto::PublicKey public_key{};
    const bool sized = secret.size() == secret_key.size() && open.size() == public_key.size();
    if (sized) {
      std::copy(secret.begin(), secret.end(), secret_key.begin());
      std::copy(open.begin(), open.end(), public_key.begin());
    }
    const std::string probe = "ronda-verify";
    const auto again = [&] {
      std::array<std::uint8_t, 32> seed{};
      std::copy_n(secret_key.begin(), seed.size(), seed.begin());
      return crypto::key_pair_from_seed(seed);
    };
    if (!sized || again().secret_key != secret_key ||
        !crypto::verify(probe, crypto::sign(probe, secret_key), public_key)) {
      return bad("the key of this log was changed", "log " + std::to_string(n));
    }
    logs[n] = Log{row.id<DeviceId>(1), 0, {}};
  }
  if (!row.ok()) return row.error();
  return logs;
}

constexpr std::string_view kTextAt = "SELECT text FROM record WHERE seq = ?1";

Result<std::string> text_at(sqlite::Database& db, std::int64_t place) {
  auto row = db.use(kTextAt);
  row.bind(1, place);
  if (row.step()) return row.text(0);
  if (!row.ok()) return row.error();
  return std::string();
}

/// The inspection that a record is about, as its bytes say.
std::optional<InspectionId> inspection_in(const wire::ReadRecord& record) {
  const auto body = record.body();
  if (record.head.kind == "inspection.sealed") {
    const auto id = body.id<InspectionId>("inspection");
    return id ? std::optional(*id) : std::nullopt;
  }
  if (record.head.kind == "inspection.corrected") {
    const auto inner = body.member("inspection");
    const auto id = inner ? inner->id<InspectionId>("inspection") : Result<InspectionId>(inner.error());
    return id ? std::optional(*id) : std::nullopt;
  }
  return std::nullopt;
}

/// What is wrong with a record; nothing when all is well.
Result<std::optional<std::string>> fault_of(sqlite::Database& db, const Kept& kept, std::map<std::int64_t, Log>& logs) {
  const auto hash = ledger::record_hash(kept.text);
  if (!std::equal(hash.begin(), hash.end(), kept.hash.begin(), kept.hash.end())) {
    return std::optional<std::string>("its bytes were changed");
  }
  const auto read = wire::read_record(kept.text);
  if (!read) return std::optional<std::string>("it cannot be read: " + read.error().message);
  const auto log = logs.find(kept.log);
  if (log == logs.end()) return std::optional<std::string>("it belongs to no log of this device");
  const auto& head = read->head;
  if (head.seq != kept.log_seq || head.device != log->second.device || head.id != kept.id || head.kind != kept.kind ||
      head.at != kept.at) {
    return std::optional<std::string>("it lies in the place of another one");
  }
  if (!ledger::continues(head, log->second.seq, log->second.head)) {
    return std::optional<std::string>("it does not follow the one before it in its log");
  }
  log->second.seq = head.seq;
  log->second.head = hash;
  if ((head.kind == wire::kCarriedKind) != kept.carries.has_value()) {
    return std::optional<std::string>("what it carries is not what its bytes say");
  }
  if (!kept.carries) {
    if (inspection_in(*read) == kept.inspection) return std::optional<std::string>();
    return std::optional<std::string>("it is filed under another inspection");
  }
  const auto carried = wire::read_carried(kept.text, *read);
  if (!carried) return std::optional<std::string>("the record it carries cannot be read: " + carried.error().message);
  const auto older = text_at(db, *kept.carries);
  if (!older) return older.error();
  if (*older != carried->text) return std::optional<std::string>("what it carries is not what its bytes say");
  if (inspection_in(carried->record) == kept.inspection) return std::optional<std::string>();
  return std::optional<std::string>("it is filed under another inspection");
}

constexpr std::string_view kRecords = R"sql(
  SELECT seq, id, kind, inspection_id, at, hash, text, log, log_seq, carries FROM record ORDER BY seq
)sql";

Result<std::int64_t> walk_records(sqlite::Database& db, std::map<std::int64_t, Log>& logs) {
  auto row = db.use(kRecords);
  std::int64_t count = 0;
  while (row.step()) {
    Kept kept;
    kept.place = row.int64(0);
    kept.id = row.id<RecordId>(1);
    kept.kind = row.text(2);
    kept.inspection = row.optional_id<InspectionId>(3);
    kept.at = row.instant(4);
    kept.hash = row.blob(5);
    kept.text = row.text(6);
    kept.log = row.int64(7);
    kept.log_seq = row.int64(8);
    kept.carries = row.optional_int64(9);
    const std::string where = "record " + std::to_string(count + 1) + " (" + to_text(kept.id) + ")";
    if (kept.place != count + 1) return bad("a record is missing before this one, or it was moved", where);
    const auto fault = fault_of(db, kept, logs);
    if (!fault) return fault.error();
    if (*fault) return bad(**fault, where);
    ++count;
  }
  if (!row.ok()) return row.error();
  return count;
}

constexpr std::string_view kPhotos =
    "SELECT sha256, type, bytes, width, height, content FROM photo ORDER BY added_at, sha256";

Result<std::int64_t> walk_photos(sqlite::Database& db) {
  auto row = db.use(kPhotos);
  std::int64_t count = 0;
  while (row.step()) {
    const auto name = row.blob(0);
    const auto content = row.blob(5);
    const std::string where = "photo " + to_hex(name);
    const auto hash = crypto::sha256(std::span(content));
    if (!std::equal(hash.begin(), hash.end(), name.begin(), name.end())) return bad("its bytes were changed", where);
    const auto facts = domain::read_photo(content);
    if (!facts) return bad("it is no photo: " + facts.error().message, where);
    const bool same = row.text(1) == facts->type && row.int64(2) == static_cast<std::int64_t>(content.size()) &&
                      row.int64(3) == facts->width && row.int64(4) == facts->height;
    if (!same) return bad("it is not what is said of it", where);
    ++count;
  }
  if (!row.ok()) return row.error();
  return count;
}

}  // namespace

Result<DeviceVerdict> verify_device(sqlite::Database& db) {
  auto txn = sqlite::Transaction::begin(db, sqlite::Transaction::Kind::read);
  if (!txn) return std::move(txn).error();
  auto logs = read_logs(db);
  if (!logs) return std::move(logs).error();
  const auto records = walk_records(db, *logs);
  if (!records) return records.error();
  const auto photos = walk_photos(db);
  if (!photos) return photos.error();
  const auto pages = db.integrity();
  if (!pages) return pages.error();
  if (*pages != "ok") return bad(*pages, "database");
  return DeviceVerdict{static_cast<std::int64_t>(logs->size()), *records, *photos};
}

}  // namespace ronda::field
