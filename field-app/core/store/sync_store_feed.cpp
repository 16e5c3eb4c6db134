// The change feed's half of the sync store: a page and its cursor in one transaction, full pulls, a new epoch.
#include <cstdlib>

#include "field-app/core/store/reference_changes.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "shared/base/planted.hpp"

namespace ronda::field {

using sqlite::Transaction;

namespace {

constexpr std::string_view kSeenAllTheSame = R"sql(
  INSERT OR IGNORE INTO full_pull_seen (entity, id)
  SELECT ?1, ?2 WHERE (SELECT replacing FROM sync_state WHERE only_row = 1) = 1
)sql";

constexpr std::string_view kOneChange = "SAVEPOINT one_change";
constexpr std::string_view kKeepChange = "RELEASE one_change";

constexpr std::string_view kNoteFed = "UPDATE sync_state SET fed_seq = max(fed_seq, ?1) WHERE only_row = 1";
constexpr std::string_view kForgetFed = "UPDATE sync_state SET fed_seq = 0 WHERE only_row = 1";

// At the end of the feed all is told that the server made of what it has, also where that is no summary of the
// inspection: eleven newer ones, or a lodging that left the scope. What is held back waits for a person.
constexpr std::string_view kToldAll = R"sql(
  UPDATE inspection SET on_feed = 1
   WHERE on_feed = 0 AND state = 'sealed'
     AND EXISTS (SELECT 1 FROM record AS sent
                  WHERE (sent.seq = inspection.record_seq OR sent.carries = inspection.record_seq)
                    AND sent.acked = 1 AND sent.problem_code IS NULL
                    AND (sent.log < (SELECT log FROM enrolment) OR sent.log_seq <= ?1))
)sql";

constexpr std::string_view kSetCursor = R"sql(
  UPDATE sync_state SET cursor = ?1, last_pull_at = iif(?2, ?3, last_pull_at), replacing = iif(?2, 0, replacing),
                        pull_begun = iif(?2, NULL, ?4)
   WHERE only_row = 1
)sql";

constexpr std::string_view kStartAnew = "UPDATE sync_state SET cursor = 0, replacing = 1 WHERE only_row = 1";
constexpr std::string_view kNoteUnread = "UPDATE sync_state SET unread = 1 WHERE only_row = 1 AND unread = 0";
constexpr std::string_view kProgram = "SELECT program, unread FROM sync_state WHERE only_row = 1";
constexpr std::string_view kBegunBy = "UPDATE sync_state SET program = ?1 WHERE only_row = 1";
constexpr std::string_view kNewEpoch = "UPDATE sync_state SET epoch = ?1 WHERE only_row = 1";
constexpr std::int64_t kClocksAgreeMs = 24LL * 3600 * 1000;

bool is_unreadable(const Error& error) {
  return error.code == ErrorCode::bad_input || error.code == ErrorCode::conflict ||
         error.code == ErrorCode::stale_schema || error.code == ErrorCode::not_found ||
         error.code == ErrorCode::truncated;
}

}  // namespace

Result<AppliedPage> SyncStore::apply_changes(const wire::PullPage& page) {
  AppliedPage out;
  for (const auto& change : page.changes) {
    // Each change by itself: one that cannot be read leaves nothing half-written and does not hold up the others.
    if (auto marked = db_.use(kOneChange).run(); !marked) return std::move(marked).error();
    const auto applied = change.deleted   ? remove_entity(db_, change.entity, change.id)
                         : change.content ? apply_change(db_, change.entity, change.id, *change.content)
                                          : apply_change(db_, change.entity, change.id, change.data);
    if (applied) {
      if (auto kept = db_.use(kKeepChange).run(); !kept) return std::move(kept).error();
      ++(is_known_entity(change.entity) ? out.changed : out.unknown);
      continue;
    }
    if (!is_unreadable(applied.error())) return applied.error();
    if (auto undone = db_.execute("ROLLBACK TO one_change; RELEASE one_change"); !undone) {
      return std::move(undone).error();
    }
    ++out.refused;
    // The server still has it, so what this device held of it before stays when the full pull ends.
    if (auto seen = db_.use(kSeenAllTheSame).bind(1, change.entity).bind(2, change.id).run(); !seen) {
      return std::move(seen).error();
    }
  }
  return out;
}

Result<AppliedPage> SyncStore::apply_page(const wire::PullPage& page, std::int64_t has_seq, Instant now) {
  if (RONDA_PLANTED(cursor_before_page))
    (void)db_.use(kSetCursor).bind(1, page.cursor).bind(2, false).bind(3, now).run();
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  const auto before = marks();
  if (!before) return before.error();
  // Before the changes: what the server said with our record before it is not laid over by that record.
  if (auto noted = db_.use(kNoteFed).bind(1, has_seq).run(); !noted) return std::move(noted).error();
  auto applied = apply_changes(page);
  if (!applied) return applied;
  if (applied->refused + applied->unknown > 0 && !RONDA_PLANTED(unread_forgotten)) {
    if (auto noted = db_.use(kNoteUnread).run(); !noted) return std::move(noted).error();
  }
  if (!page.more) {
    if (auto told = db_.use(kToldAll).bind(1, has_seq).run(); !told) return std::move(told).error();
  }
  if (before->replacing && !page.more) {
    if (auto dropped = end_full_pull(db_); !dropped) return std::move(dropped).error();
  }
  // Two clocks that contradict each other settle nothing: what time takes away would not come back.
  if (!page.more && std::llabs(page.server_time.ms - now.ms) < kClocksAgreeMs) {
    if (auto aged = forget_aged(db_, page.server_time); !aged) return std::move(aged).error();
  }
  const auto begun = before->cursor == 0 ? page.head : before->begun;
  auto moved = db_.use(kSetCursor).bind(1, page.cursor).bind(2, !page.more).bind(3, now).bind(4, begun).run();
  if (!moved) return std::move(moved).error();
  if (auto committed = txn->commit(); !committed) return std::move(committed).error();
  return applied;
}

Result<void> SyncStore::start_anew() {
  if (auto begun = field::begin_full_pull(db_); !begun) return begun;
  if (auto started = db_.use(kStartAnew).run(); !started) return started;
  return drafts().want_look();
}

Result<void> SyncStore::begin_full_pull() {
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  if (auto started = start_anew(); !started) return started;
  return txn->commit();
}

Result<void> SyncStore::begun_by(const std::string& app_version) {
  bool unread = false;
  {
    auto row = db_.use(kProgram);
    if (!row.step()) return row.ok() ? Result<void>() : Result<void>(row.error());
    if (row.optional_text(0) == app_version) return {};
    unread = row.boolean(1);
  }
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  if (unread) {
    if (auto started = start_anew(); !started) return started;
  }
  if (auto noted = db_.use(kBegunBy).bind(1, app_version).run(); !noted) return noted;
  return txn->commit();
}

Result<void> SyncStore::change_epoch(const Uuid& epoch, Instant now, IdSource& ids) {
  auto txn = Transaction::begin(db_, Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  const auto who = enrolment();
  if (!who) return who.error();
  if (!*who) return Error{ErrorCode::unauthenticated, "this device is not enrolled", {}};
  if (auto set = db_.use(kNewEpoch).bind(1, to_text(epoch)).run(); !set) return set;
  if (auto forgotten = forget_acknowledgements(); !forgotten) return forgotten;
  if (auto forgotten = db_.use(kForgetFed).run(); !forgotten) return forgotten;
  if (auto carried = carry_records(**who, now, ids); !carried) return carried;
  if (auto offered = drafts().offer_again(); !offered) return offered;
  if (auto begun = field::begin_full_pull(db_); !begun) return begun;
  if (auto started = db_.use(kStartAnew).run(); !started) return started;
  return txn->commit();
}

}  // namespace ronda::field
