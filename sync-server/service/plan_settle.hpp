#pragma once
// After a change of a plan's rows: bring order, times, outline and figures in step, and let the checker judge what came
// out. Inside the caller's transaction.

#include <vector>

#include "shared/base/result.hpp"
#include "shared/scheduling/solver.hpp"
#include "sync-server/service/plan_board.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// What the checker finds on a board now, so that a change is not blamed for what was so before (a visit that was
/// missed, a policy that has changed). With `from`, as somebody sees it who may change nothing before that day: visits
/// before it count as carried out.
std::vector<scheduling::Violation> judge(const PlanBoard& board, int from = 1);

/// Reads the round's rows again, writes what follows from them, and counts the round's version up. Disclosed visits
/// whose hour or order changed enter the feed. Errors: conflict (the checker finds a broken rule that is not in
/// `before`; the message names it), stale_version. `from` as in judge().
Result<RoundRow> settle(WriteTxn& txn, UnitId unit, RoundId round, const std::vector<scheduling::Violation>& before,
                        int from = 1);

/// Adds to (or takes from) the number of unplanned visits of a lodging; settle() finds the reason.
Result<void> change_unplanned(WriteTxn& txn, RoundId round, LodgingId lodging, int by);

/// Puts a visit at a place (from 0) of a team-day's order; the others of that day close up. The caller settles.
Result<void> put_in_order(WriteTxn& txn, RoundId round, VisitRow visit, int position);

}  // namespace ronda::server
