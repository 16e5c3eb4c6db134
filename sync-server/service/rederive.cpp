#include "sync-server/service/rederive.hpp"

#include <algorithm>

#include "shared/crypto/crypto.hpp"
#include "shared/scheduling/solver.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/service/plan_snapshot.hpp"

namespace ronda::server {

namespace {

constexpr int kLogRead = 5000;

}  // namespace

Result<PlanJobRow> request_rederivation(WriteTxn& txn, UnitId unit, RoundId id, std::optional<OfficerId> by) {
  const auto round = txn.planning().round(unit, id);
  if (!round) return round.error();
  if (!round->job) return Error{ErrorCode::conflict, "nothing is planned in this round yet", ""};
  if (auto run = txn.planning().run(*round->job); !run) {
    if (run.error().code != ErrorCode::not_found) return std::move(run).error();
    return Error{ErrorCode::conflict, run.error().message, ""};
  }
  const auto active = txn.planning().active_job(id);
  if (!active) return active.error();
  if (active->has_value()) return Error{ErrorCode::conflict, "a plan is being made; wait for it or stop it", ""};
  const auto made = txn.planning().job(unit, *round->job);
  if (!made) return made.error();
  PlanJobRow job;
  job.id = txn.new_id<JobId>();
  job.unit = unit;
  job.round = id;
  job.kind = "rederive";
  job.seconds = made->seconds;
  job.seed = made->seed;
  job.asked_by = by;
  job.created_at = txn.now();
  if (auto put = txn.planning().put_job(job); !put) return std::move(put).error();
  return job;
}

Result<std::vector<Rederivation>> read_rederivations(const ReadTxn& txn, const PlanJobRow& asking) {
  const auto round = txn.planning().round(asking.unit, asking.round);
  if (!round) return round.error();
  const auto edits = txn.planning().edits(asking.round, kLogRead);
  if (!edits) return edits.error();
  std::vector<std::pair<JobId, bool>> jobs;
  if (round->job) jobs.emplace_back(*round->job, false);
  for (auto edit = edits->rbegin(); edit != edits->rend(); ++edit) {
    if (edit->kind == "replan" && edit->job) jobs.emplace_back(*edit->job, true);
  }
  std::vector<Rederivation> list;
  for (const auto& [id, replan] : jobs) {
    auto job = txn.planning().job(asking.unit, id);
    if (!job) return std::move(job).error();
    auto run = txn.planning().run(id);
    if (!run) return std::move(run).error();
    list.push_back({std::move(*job), std::move(*run), replan});
  }
  return list;
}

Result<Rederived> rederive(const Rederivation& what,
                           const std::function<bool(const scheduling::Progress&)>& on_progress) {
  const auto built = read_snapshot(what.run.problem);
  if (!built) return built.error();
  auto pace = read_pace(what.run.pace);
  if (!pace) return Error{ErrorCode::corrupt, "the kept pace cannot be read", pace.error().where};
  scheduling::Options options;
  options.seed = solver_seed(what.job.seed);
  options.iterations = what.run.steps;
  options.pace = std::move(*pace);
  options.on_progress = on_progress;
  const auto plan = scheduling::solve(built->problem, options);
  if (!plan) return plan.error();
  return Rederived{what, plan_hash(*built, *plan)};
}

std::string rederivation_json(const std::vector<Rederived>& runs, std::size_t edits) {
  const bool same = std::all_of(runs.begin(), runs.end(), [](const Rederived& run) { return run.same(); });
  wire::JsonWriter out;
  out.begin_object().member("same", same).member("edits", edits).key("runs").begin_array();
  for (const auto& run : runs) {
    const auto hash = crypto::sha256(std::span<const std::uint8_t>(run.of.job.seed));
    out.begin_object().member("job", run.of.job.id).member("kind", run.of.replan ? "replan" : "plan");
    out.member("seed_hash", to_hex(Bytes(hash.begin(), hash.end()))).member("steps", run.of.run.steps);
    out.member("plan_hash", to_hex(run.of.run.plan_hash)).member("derived_hash", to_hex(run.plan_hash));
    out.member("same", run.same()).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace ronda::server
