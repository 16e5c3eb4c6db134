#pragma once
// SQL for sending and receiving: enrolment, acknowledgements of the device log, the feed's cursor, photos on their way,
// the diary. Tables are those of 0003_device.sql. One thread, the database's.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "field-app/core/store/draft_store.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/domain/text.hpp"
#include "shared/ledger/record.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/sync_json.hpp"

namespace ronda::field {

/// Who this device is. Written once, by enrolment; the secret key never leaves the database file (mode 0600).
struct Enrolment {
  std::string server;  ///< base URL without a slash at its end
  DeviceId device;
  std::string device_name;
  OfficerId officer;
  UnitId unit;
  std::string token;
  crypto::SecretKey secret_key{};
  crypto::PublicKey public_key{};
  Instant enrolled_at;
  std::int64_t log = 1;  ///< which of this folder's logs is written under this identity; set by the store
};

/// What the last exchange with the server said about this device.
enum class DeviceState {
  active,
  revoked,  ///< switched off by the unit head: the app shows and exports, and changes nothing
  forked,   ///< another device has the same identity, or this one was restored from an older copy of itself
  unknown,  ///< the server does not know it: restored from a backup older than the enrolment
};
std::string_view word(DeviceState state);

/// How far this device got with the server.
struct SyncMarks {
  std::optional<Uuid> epoch;
  std::int64_t cursor = 0;
  std::optional<std::int64_t> begun{};  ///< head of the feed when the pull from 0 that is under way began
  std::int64_t fed_seq = 0;             ///< how far the feed's pages say that the server has today's log
  std::optional<Instant> last_pull_at;
  std::optional<Instant> last_ok_at;
  std::optional<Instant> last_try_at;
  std::string problem_code;  ///< word of an ErrorCode, empty when all is well
  std::optional<std::int64_t> skew_ms;
  bool replacing = false;
  DeviceState device_state = DeviceState::active;
};

struct LogRecord {
  std::int64_t seq = 0;
  ledger::Hash hash{};
  std::string text;
};

struct WaitingPhoto {
  crypto::Sha256 sha256{};
  std::string type;
  std::int64_t bytes = 0;
  std::int64_t sent_bytes = 0;
};

/// What is still to send and what was confirmed.
struct SyncCounts {
  std::int64_t records = 0;
  std::int64_t acked_records = 0;
  std::int64_t record_bytes = 0;  ///< of those not acknowledged
  std::int64_t photos = 0;        ///< waiting, of sealed inspections
  std::int64_t photo_bytes = 0;   ///< what is left of them
  std::int64_t held = 0;          ///< records in quarantine
  std::int64_t pending_records() const { return records - acked_records; }
};

/// One sealed inspection as the sync sheet shows it.
struct SealedVisit {
  InspectionId inspection;
  std::string lodging;
  Instant sealed_at;
  std::int64_t seq = 0;
  bool acked = false;
  std::string problem_code;
  std::int64_t photos = 0;
  std::int64_t photos_on_server = 0;
};

struct DiaryLine {
  Instant at;
  std::string event;  ///< push, pull, photo, enrol, error
  domain::Text text;
};

/// What applying one page did.
struct AppliedPage {
  std::int64_t changed = 0;
  std::int64_t refused = 0;  ///< changes this program could not read; the others stand
  std::int64_t unknown = 0;  ///< changes of entities that this program does not know
};

class SyncStore {
 public:
  explicit SyncStore(sqlite::Database& db) : db_(db) {}

  Result<std::optional<Enrolment>> enrolment();
  /// Stores who we are and the server's epoch. Errors: conflict (already enrolled), disk_full, io_failed.
  Result<void> save_enrolment(const Enrolment& enrolment, const Uuid& epoch, std::int64_t skew_ms);
  /// Enrols anew on the same folder, in one transaction: the old identity is put beside, a new log begins, and what the
  /// server does not hold is offered again in it (carry_records; everything if the epoch is another one).
  /// Precondition: enrolled. Errors: too_large, disk_full, io_failed.
  Result<void> renew_enrolment(const Enrolment& enrolment, const Uuid& epoch, std::int64_t skew_ms, IdSource& ids);

  Result<SyncMarks> marks();
  Result<SyncCounts> counts();
  /// True if a record or a photo of a sealed inspection is not on the server. Cheap: asked after every write.
  Result<bool> has_waiting();

  // ---- the device log, upwards
  /// The run after `after_seq`, in order, at most so many and so large; always at least one record if there is one.
  Result<std::vector<LogRecord>> records_after(std::int64_t after_seq, std::int64_t most, std::size_t most_bytes);
  // Numbers are those of today's log.
  /// The last seq of the unbroken run of acknowledged records; 0 if record 1 is not acknowledged.
  Result<std::int64_t> acked_seq();
  Result<std::int64_t> last_seq();
  /// Marks everything up to `acked_seq` (never past our own last record) and what the server holds back.
  Result<void> acknowledge(std::int64_t acked_seq, const std::vector<wire::QuarantinedRecord>& held, Instant now);

  // ---- the feed, downwards
  /// Applies a page and its cursor in one transaction. A page of another epoch than the stored one must have been
  /// announced by change_epoch() before. On the last page of a full pull, what it did not bring leaves this device.
  /// `has_seq`: how far the server had today's log when it wrote the page, 0 if that is not known. Own words up to
  /// there are in the page's; only later ones are laid over it.
  Result<AppliedPage> apply_page(const wire::PullPage& page, std::int64_t has_seq, Instant now);
  /// The next pull starts at 0 and replaces everything.
  Result<void> begin_full_pull();
  /// Which program works on this folder from now on. If it is another than before and that one left something of the
  /// feed alone, everything is fetched again (PROTOCOL.md, versions). Errors: disk_full, io_failed.
  Result<void> begun_by(const std::string& app_version);
  /// The server was restored or begun anew: everything is offered again and pulled again.
  Result<void> change_epoch(const Uuid& epoch, Instant now, IdSource& ids);

  // ---- photos
  /// The next photo of a sealed inspection that is not whole on the server, by age, leaving out `skipped`.
  Result<std::optional<WaitingPhoto>> next_photo(const std::vector<crypto::Sha256>& skipped);
  Result<Bytes> photo_bytes(const crypto::Sha256& sha256, std::int64_t offset, std::int64_t most);
  Result<void> mark_photo(const crypto::Sha256& sha256, std::int64_t sent_bytes, bool on_server);

  // ---- unfinished inspections
  DraftStore drafts() { return DraftStore(db_); }
  sqlite::Database& database() { return db_; }

  // ---- what a person reads
  Result<std::vector<SealedVisit>> sealed_visits(std::int64_t most);
  Result<void> add_diary(Instant at, const std::string& event, const domain::Text& text);
  Result<std::vector<DiaryLine>> diary(std::int64_t most);
  Result<void> note_try(Instant at);
  Result<void> note_ok(Instant at);
  Result<void> note_problem(const std::string& code);
  Result<void> note_skew(std::int64_t skew_ms);
  Result<void> note_device_state(DeviceState state);

 private:
  Result<AppliedPage> apply_changes(const wire::PullPage& page);
  /// The cursor goes to 0; the caller holds the transaction.
  Result<void> start_anew();
  /// No acknowledgement counts any more: those books are gone.
  Result<void> forget_acknowledgements();
  /// Offers what older logs hold in today's log: what no server acknowledged. Once per record.
  Result<void> carry_records(const Enrolment& who, Instant now, IdSource& ids);

  sqlite::Database& db_;
};

}  // namespace ronda::field
