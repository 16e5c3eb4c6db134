#pragma once
// A plan in a person's hands: locks, moves, visits placed by hand, and taking the last change back. Every change is
// logged, stored at once and judged like the planner's own plans (plan_settle.hpp). Inside the caller's transaction.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/service/open_plans.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Which parts of a visit are fixed. An hour holds only on its day with its team, so `time` brings both.
struct Locks {
  bool day = false;
  bool team = false;
  bool time = false;
};

/// The visits that a lock is for; at least one is named, and a visit has all that are.
struct LockScope {
  std::optional<VisitId> visit;
  std::optional<TeamId> team;
  std::optional<LocalDate> date;
  std::optional<LodgingId> lodging;
};

struct Locked {
  RoundRow round;
  int visits = 0;  ///< whose locks are other than before
};

/// Sets the locks of the visits in scope that still lie ahead. Errors: not_found (none of them does), stale_version,
/// conflict (the round is closed or nothing is planned), bad_input (an empty scope).
Result<Locked> set_locks(WriteTxn& txn, UnitId unit, RoundId round, std::int64_t version, const LockScope& scope,
                         Locks locks, std::optional<OfficerId> by);

struct Moved {
  RoundRow round;
  VisitRow visit;  ///< as it is now
  Tried tried;
  int also_locked =
      0;  ///< other visits of the lodging that were locked to their days, because a rule between them is bent
  int extra_min = 0;  ///< added to the team-day
};

/// Makes a move. `anyway`: a person says so although rules are bent; then the visit is locked to its day and team, so
/// that no later plan mends it, and missing minutes are added to the team-day. Errors: as try_place; stale_version;
/// conflict (impossible; rules are bent and `anyway` is not said; or nobody may bend one of them).
Result<Moved> move_visit(WriteTxn& txn, UnitId unit, RoundId round, std::int64_t version, const VisitChoice& choice,
                         const Place& place, bool anyway, std::optional<OfficerId> by);

/// Applies relaxation `index` (0: the cheapest) of an unplanned lodging. Errors: not_found, stale_version, conflict
/// (nobody may apply it, or it does not make room any more).
Result<Moved> apply_relaxation(WriteTxn& txn, UnitId unit, RoundId round, std::int64_t version, LodgingId lodging,
                               std::size_t index, std::optional<OfficerId> by);

struct Undone {
  RoundRow round;
  PlanEditRow edit;  ///< the first of those that were taken back together
};

/// Takes back the last change of a draft that still stands. Errors: not_found (there is none since the plan was made),
/// stale_version, conflict (the round is published).
Result<Undone> undo_edit(WriteTxn& txn, UnitId unit, RoundId round, std::int64_t version);

/// What undo_edit would take back, if anything.
Result<std::optional<PlanEditRow>> next_undo(const ReadTxn& txn, const RoundRow& round);

}  // namespace ronda::server
