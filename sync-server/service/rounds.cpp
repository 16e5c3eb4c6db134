#include "sync-server/service/rounds.hpp"

#include "shared/crypto/crypto.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/plan_rows.hpp"
#include "sync-server/service/plan_snapshot.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

constexpr std::int64_t kEarlyLookMs = 3600 * 1000;

// Nobody can visit in the past: a month that has begun is planned from today unless a later day is asked for.
Result<std::optional<LocalDate>> first_day(const Month& month, LocalDate today, std::optional<LocalDate> from) {
  if (from && (*from < month.first() || *from > month.last()))
    return bad_input("the first day to plan lies outside the month", "/from");
  if (month.last() < today) return Error{ErrorCode::conflict, "this month is over", "/month"};
  if (month.first() < today && (!from || *from < today)) from = today;
  return from;
}

Result<PlanTask> task_of(const ReadTxn& txn, RoundRow round, const Month& month, std::optional<LocalDate> from) {
  PlanTask task;
  task.round = std::move(round);
  task.month = month;
  auto input = read_plan_input(txn, task.round, month);
  if (!input) return std::move(input).error();
  input->from = from;
  if (auto added = add_fixed_visits(txn, task.round.id, *input); !added) return std::move(added).error();
  auto built = build_problem(*input);
  if (!built) return std::move(built).error();
  task.built = std::move(*built);
  return task;
}

}  // namespace

Result<CreatedRound> create_round(WriteTxn& txn, UnitId unit, std::string_view month) {
  const auto read = parse_month(month);
  if (!read) return read.error();
  auto known = txn.planning().round_of_month(unit, month);
  if (!known) return std::move(known).error();
  if (known->has_value()) return CreatedRound{std::move(**known), true};
  RoundRow round;
  round.id = txn.new_id<RoundId>();
  round.unit = unit;
  round.month = std::string(month);
  round.created_at = txn.now();
  if (auto added = txn.planning().add_round(round); !added) return std::move(added).error();
  return CreatedRound{std::move(round), false};
}

Result<PlanJobRow> request_plan(WriteTxn& txn, UnitId unit, RoundId id, int seconds, std::optional<LocalDate> from,
                                const Entropy& entropy) {
  if (seconds < 1 || seconds > 600) return bad_input("planning takes 1 to 600 seconds", "/seconds");
  const auto round = txn.planning().round(unit, id);
  if (!round) return round.error();
  if (round->state != "draft") return Error{ErrorCode::conflict, "this round is published", ""};
  const auto month = parse_month(round->month);
  if (!month) return month.error();
  const auto row = txn.settings().unit(unit);
  if (!row) return row.error();
  const auto first = first_day(*month, local_date(txn.now(), row->zone), from);
  if (!first) return first.error();
  const auto active = txn.planning().active_job(id);
  if (!active) return active.error();
  if (active->has_value()) return Error{ErrorCode::conflict, "a plan is being made already", ""};
  PlanJobRow job;
  job.id = txn.new_id<JobId>();
  job.unit = unit;
  job.round = id;
  job.seconds = seconds;
  job.from = *first;
  job.seed.resize(32);
  entropy(job.seed);
  job.created_at = txn.now();
  if (auto put = txn.planning().put_job(job); !put) return std::move(put).error();
  return job;
}

Result<PlanTask> read_plan_task(const ReadTxn& txn, const PlanJobRow& job) {
  auto round = txn.planning().round(job.unit, job.round);
  if (!round) return std::move(round).error();
  const auto month = parse_month(round->month);
  if (!month) return month.error();
  auto task = task_of(txn, std::move(*round), *month, job.from);
  if (task) task->job = job;
  return task;
}

Result<PlanTask> read_month_task(const ReadTxn& txn, const UnitRow& unit, const Month& month,
                                 std::optional<LocalDate> from) {
  const auto first = first_day(month, local_date(txn.now(), unit.zone), from);
  if (!first) return first.error();
  const std::string name = to_text(month.first()).substr(0, 7);
  auto known = txn.planning().round_of_month(unit.id, name);
  if (!known) return std::move(known).error();
  RoundRow round;
  if (known->has_value()) {
    round = std::move(**known);
  } else {
    round.unit = unit.id;
    round.month = name;
  }
  return task_of(txn, std::move(round), month, *first);
}

std::uint64_t solver_seed(const Bytes& seed) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8 && i < seed.size(); ++i) value = value << 8 | seed[i];
  return value;
}

PlanRunRow run_row(const PlanTask& task, const scheduling::Plan& plan, Instant now) {
  PlanRunRow run;
  run.job = task.job.id;
  run.round = task.job.round;
  run.steps = plan.iterations;
  run.pace = write_pace(plan.pace);
  run.problem = write_snapshot(task.built);
  run.plan_hash = plan_hash(task.built, plan);
  run.made_at = now;
  return run;
}

Result<void> store_plan(WriteTxn& txn, const PlanTask& task, const scheduling::Plan& plan, double seconds) {
  auto round = txn.planning().round(task.job.unit, task.job.round);
  if (!round) return std::move(round).error();
  if (round->state != "draft") return Error{ErrorCode::conflict, "the round was published meanwhile", ""};
  const auto before = txn.planning().visits(round->id, {});
  if (!before) return before.error();
  const auto stored =
      stored_plan(task.built, plan, *round, task.month, KeptVisits(*before), [&txn] { return txn.new_id<VisitId>(); });
  if (auto replaced = txn.planning().replace_plan(round->id, stored); !replaced) return replaced;
  if (auto forgotten = txn.planning().forget_runs(round->id); !forgotten) return forgotten;
  if (auto kept = txn.planning().put_run(run_row(task, plan, txn.now())); !kept) return kept;
  const auto hash = crypto::sha256(std::span<const std::uint8_t>(task.job.seed));
  round->job = task.job.id;
  round->seed = task.job.seed;
  round->seed_hash.assign(hash.begin(), hash.end());
  round->planned_at = txn.now();
  round->figures = figures_json(task.built.problem, plan, seconds, scheduling::check(task.built.problem, plan).size());
  round->checked = true;
  return txn.planning().update_round(*round);
}

Result<RoundRow> publish_round(WriteTxn& txn, UnitId unit, RoundId id, std::int64_t version) {
  auto round = txn.planning().round(unit, id);
  if (!round) return round;
  if (round->version != version) return Error{ErrorCode::stale_version, "the round has changed meanwhile", ""};
  if (round->state != "draft") return Error{ErrorCode::conflict, "this round is published already", ""};
  if (!round->checked) return Error{ErrorCode::conflict, "there is no checked plan to publish", ""};
  const auto active = txn.planning().active_job(id);
  if (!active) return active.error();
  if (active->has_value()) return Error{ErrorCode::conflict, "a plan is being made", ""};
  round->state = "published";
  round->published_at = txn.now();
  if (auto updated = txn.planning().update_round(*round); !updated) return std::move(updated).error();
  ++round->version;
  const auto row = txn.settings().unit(unit);
  if (!row) return row.error();
  if (auto ticked = run_disclosure_clock(txn, *row); !ticked) return std::move(ticked).error();
  return round;
}

Result<void> log_early_look(WriteTxn& txn, RoundId round, OfficerId by) {
  const auto last = txn.planning().last_early_look(round, by);
  if (!last) return last.error();
  if (last->has_value() && txn.now().ms - (*last)->ms < kEarlyLookMs) return {};
  return txn.planning().log_disclosure(round, std::nullopt, "early_look", by, txn.now());
}

}  // namespace ronda::server
