// Who this device is: the first enrolment, and enrolling anew on the same folder. Nothing that was written under an
// older identity is changed; what the server does not hold of it travels again as `record.carried` (PROTOCOL.md §3).
#include "field-app/core/store/log_store.hpp"
#include "field-app/core/store/reference_changes.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "shared/wire/carried_json.hpp"

namespace ronda::field {

using sqlite::Transaction;

namespace {

constexpr std::string_view kSaveEnrolment = R"sql(
  INSERT INTO enrolment (only_row, server, device_id, device_name, officer_id, unit_id, token, secret_key, public_key,
                         enrolled_at, log)
  VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
)sql";

constexpr std::string_view kFirstEpoch = R"sql(
  UPDATE sync_state SET epoch = ?1, cursor = 0, replacing = 0, skew_ms = ?2, problem_code = NULL,
                        device_state = 'active', fed_seq = 0
   WHERE only_row = 1
)sql";

Result<void> insert(sqlite::Database& db, const Enrolment& enrolment, std::int64_t log, const Uuid& epoch,
                    std::int64_t skew_ms) {
  auto saved = db.use(kSaveEnrolment)
                   .bind(1, enrolment.server)
                   .bind(2, enrolment.device)
                   .bind(3, enrolment.device_name)
                   .bind(4, enrolment.officer)
                   .bind(5, enrolment.unit)
                   .bind(6, enrolment.token)
                   .bind(7, std::span<const std::uint8_t>(enrolment.secret_key))
                   .bind(8, std::span<const std::uint8_t>(enrolment.public_key))
                   .bind(9, enrolment.enrolled_at)
                   .bind(10, log)
                   .run();
  if (!saved) return saved;
  return db.use(kFirstEpoch).bind(1, to_text(epoch)).bind(2, skew_ms).run();
}

constexpr std::string_view kPutBeside = R"sql(
  INSERT INTO past_enrolment (log, server, device_id, device_name, officer_id, unit_id, secret_key, public_key,
                              enrolled_at, ended_at, ended_as)
  SELECT log, server, device_id, device_name, officer_id, unit_id, secret_key, public_key, enrolled_at, ?1,
         (SELECT device_state FROM sync_state WHERE only_row = 1)
    FROM enrolment
)sql";
constexpr std::string_view kClearEnrolment = "DELETE FROM enrolment";
constexpr std::string_view kStartAnew = "UPDATE sync_state SET cursor = 0, replacing = 1 WHERE only_row = 1";
constexpr std::string_view kOfferRecords = R"sql(
  UPDATE record SET acked = 0, acked_at = NULL, problem_code = NULL, problem_text = NULL WHERE acked = 1
)sql";
constexpr std::string_view kOfferPhotos = "UPDATE photo SET sent_bytes = 0, on_server = 0 WHERE sent_bytes > 0";

// One record that is to be carried; its own carriers of older logs do not count again.
constexpr std::string_view kNextToCarry = R"sql(
  SELECT seq, inspection_id, text FROM record
   WHERE log < ?1 AND seq > ?2 AND carries IS NULL
     AND NOT EXISTS (SELECT 1 FROM record AS carrier WHERE carrier.carries = record.seq AND carrier.log = ?1)
     AND acked = 0
     AND NOT EXISTS (SELECT 1 FROM record AS carrier WHERE carrier.carries = record.seq AND carrier.acked = 1)
   ORDER BY seq
   LIMIT 1
)sql";

struct ToCarry {
  std::int64_t place = 0;
  std::optional<InspectionId> inspection;
  std::string text;
};

Result<std::optional<ToCarry>> next_to_carry(sqlite::Database& db, std::int64_t log, std::int64_t after) {
  auto row = db.use(kNextToCarry);
  row.bind(1, log).bind(2, after);
  std::optional<ToCarry> out;
  if (row.step()) out = ToCarry{row.int64(0), row.optional_id<InspectionId>(1), row.text(2)};
  if (!row.ok()) return row.error();
  return out;
}

}  // namespace

Result<void> SyncStore::save_enrolment(const Enrolment& enrolment, const Uuid& epoch, std::int64_t skew_ms) {
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  const auto present = this->enrolment();
  if (!present) return present.error();
  if (*present) return Error{ErrorCode::conflict, "this device is enrolled already", {}};
  if (auto saved = insert(db_, enrolment, 1, epoch, skew_ms); !saved) return saved;
  return txn->commit();
}

Result<void> SyncStore::renew_enrolment(const Enrolment& enrolment, const Uuid& epoch, std::int64_t skew_ms,
                                        IdSource& ids) {
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  const auto before = this->enrolment();
  if (!before) return before.error();
  if (!*before) return Error{ErrorCode::unauthenticated, "this device is not enrolled", {}};
  const auto marks = this->marks();
  if (!marks) return marks.error();
  Enrolment who = enrolment;
  who.log = (*before)->log + 1;
  const Instant now = enrolment.enrolled_at;
  const bool other_books = marks->epoch != epoch;
  if (auto kept = db_.use(kPutBeside).bind(1, now).run(); !kept) return kept;
  if (auto cleared = db_.use(kClearEnrolment).run(); !cleared) return cleared;
  if (auto saved = insert(db_, who, who.log, epoch, skew_ms); !saved) return saved;
  if (other_books) {
    if (auto forgotten = forget_acknowledgements(); !forgotten) return forgotten;
  }
  if (auto carried = carry_records(who, now, ids); !carried) return carried;
  if (auto offered = drafts().offer_again(); !offered) return offered;
  if (auto begun = field::begin_full_pull(db_); !begun) return begun;
  if (auto started = db_.use(kStartAnew).run(); !started) return started;
  return txn->commit();
}

Result<void> SyncStore::forget_acknowledgements() {
  if (auto offered = db_.use(kOfferRecords).run(); !offered) return offered;
  return db_.use(kOfferPhotos).run();
}

Result<void> SyncStore::carry_records(const Enrolment& who, Instant now, IdSource& ids) {
  LogStore log(db_);
  for (std::int64_t after = 0;;) {
    const auto next = next_to_carry(db_, who.log, after);
    if (!next) return next.error();
    if (!*next) return {};
    after = (*next)->place;
    NewRecord record{std::string(wire::kCarriedKind), wire::carried_body((*next)->text), (*next)->inspection, after};
    const auto appended = log.append(record, ids.make<RecordId>(now), who.device, who.officer, now);
    if (!appended) return appended.error();
  }
}

}  // namespace ronda::field
