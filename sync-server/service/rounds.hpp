#pragma once
// A month of a unit: created, planned by a job, published, looked at. Inside the caller's transaction unless said
// otherwise.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/scheduling/solver.hpp"
#include "sync-server/service/plan_input.hpp"
#include "sync-server/service/plan_problem.hpp"
#include "sync-server/service/policy.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

struct CreatedRound {
  RoundRow round;
  bool existed = false;
};
/// Errors: bad_input (the month).
Result<CreatedRound> create_round(WriteTxn& txn, UnitId unit, std::string_view month);

/// Queues a planning job; its seed is drawn here and only its hash is ever shown before the month is closed.
/// Errors: not_found, conflict (published, or a job runs), bad_input (seconds outside 1..600, `from` outside the
/// month).
Result<PlanJobRow> request_plan(WriteTxn& txn, UnitId unit, RoundId round, int seconds, std::optional<LocalDate> from,
                                const Entropy& entropy);

/// Everything a job needs, read in one snapshot, so that the solver runs outside any transaction.
struct PlanTask {
  PlanJobRow job;
  RoundRow round;
  Month month;
  BuiltProblem built;
};
/// Errors: not_found, bad_input (nothing to plan: no lodging, no team).
Result<PlanTask> read_plan_task(const ReadTxn& txn, const PlanJobRow& job);

/// The same for a month that no job was asked for, whether or not the unit has a round of it; `job` and, without a
/// round, its identity stay empty. `from` as in request_plan. Errors: bad_input (also as read_plan_task), conflict (the
/// month is over).
Result<PlanTask> read_month_task(const ReadTxn& txn, const UnitRow& unit, const Month& month,
                                 std::optional<LocalDate> from);

/// The solver's 64-bit seed: the first eight bytes, big-endian.
std::uint64_t solver_seed(const Bytes& seed);

/// What is kept of a job so that its plan can be derived once more.
PlanRunRow run_row(const PlanTask& task, const scheduling::Plan& plan, Instant now);

/// Stores a plan that the independent checker has passed. The round is read again: a publication meanwhile wins.
/// Errors: conflict (published meanwhile).
Result<void> store_plan(WriteTxn& txn, const PlanTask& task, const scheduling::Plan& plan, double seconds);

/// Errors: not_found, stale_version, conflict (no checked plan, or published before).
Result<RoundRow> publish_round(WriteTxn& txn, UnitId unit, RoundId round, std::int64_t version);

/// Notes that a person looked at visits before their disclosure; once an hour and person is enough.
Result<void> log_early_look(WriteTxn& txn, RoundId round, OfficerId by);

}  // namespace ronda::server
