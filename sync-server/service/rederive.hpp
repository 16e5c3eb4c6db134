#pragma once
// Proof that a plan came from its seed: what the planner was given is solved once more with the same seed and steps,
// and the result compared with what was kept then. Changes that people made afterwards are logged and listed beside.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/service/rounds.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Queues the job. Errors: not_found, conflict (nothing planned, a job runs, or what the plan was made from was not
/// kept).
Result<PlanJobRow> request_rederivation(WriteTxn& txn, UnitId unit, RoundId round, std::optional<OfficerId> by);

/// One run of the planner to be repeated.
struct Rederivation {
  PlanJobRow job;  ///< that made the plan
  PlanRunRow run;
  bool replan = false;
};
/// The runs that the round's plan rests on: the plan itself, then each accepted replan, in order.
Result<std::vector<Rederivation>> read_rederivations(const ReadTxn& txn, const PlanJobRow& asking);

struct Rederived {
  Rederivation of;
  Bytes plan_hash;  ///< what came out now
  bool same() const { return plan_hash == of.run.plan_hash; }
};
/// Outside any transaction; takes as long as planning did. Errors: corrupt (what was kept cannot be read), those of
/// solve().
Result<Rederived> rederive(const Rederivation& what,
                           const std::function<bool(const scheduling::Progress&)>& on_progress);

/// The job's result: `{"same","edits","runs":[{"job","kind","seed_hash","steps","plan_hash","derived_hash","same"}]}`.
std::string rederivation_json(const std::vector<Rederived>& runs, std::size_t edits);

}  // namespace ronda::server
