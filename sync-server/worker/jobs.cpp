#include "sync-server/worker/jobs.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/service/change_feed.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/ledger.hpp"
#include "sync-server/service/rederive.hpp"
#include "sync-server/service/replan.hpp"
#include "sync-server/store/draft_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

constexpr std::int64_t kDraftLifeMs = 30LL * 24 * 3600 * 1000;  // an unfinished inspection nobody touched for a month

constexpr int kTombstoneDays = 90;  // how long the change feed tells of what is gone

constexpr std::size_t kRememberedJobs = 100;
constexpr int kEditsCounted = 100'000;

JobProgress progress_of(const scheduling::Progress& at) {
  JobProgress progress;
  progress.state = "running";
  progress.done = at.done;
  progress.planned = at.planned;
  progress.unplanned = at.unplanned;
  progress.travel_min = static_cast<double>(at.travel_s) / 60.0;
  progress.cost_min = at.cost / 60.0;
  progress.elapsed_s = at.elapsed_s;
  return progress;
}

Error refused_by_checker(const std::vector<scheduling::Violation>& violations) {
  const auto& first = violations.front();
  return {ErrorCode::corrupt,
          "the checker refused the plan: " + std::to_string(violations.size()) + " broken rules, first " + first.rule +
              ", " + first.what,
          ""};
}

// A lock that cannot be kept is told with the name of its day, not with its place in a list.
Error in_words(const Error& error, const BuiltProblem& built) {
  constexpr std::string_view kLocks = "/locks/";
  if (error.where.rfind(kLocks, 0) != 0) return error;
  std::size_t index = 0;
  for (const char c : error.where.substr(kLocks.size())) {
    if (c < '0' || c > '9') return error;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  if (index >= built.problem.locks.size()) return error;
  const auto& lock = built.problem.locks[index];
  const std::string day = lock.day > 0 ? " on day " + std::to_string(lock.day) : "";
  return {error.code, "a locked visit" + day + " cannot be kept: " + error.message,
          "/lodgings/" + to_text(built.lodgings[static_cast<std::size_t>(lock.lodging)])};
}

std::function<double()> started_stopwatch() {
  const auto begun = std::chrono::steady_clock::now();
  return [begun] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(); };
}

}  // namespace

std::string progress_json(const JobProgress& progress) {
  wire::JsonWriter out;
  out.begin_object().key("done").real(progress.done, 3).member("planned", progress.planned);
  out.member("unplanned", progress.unplanned).key("travel_min").real(progress.travel_min, 1);
  out.key("cost_min").real(progress.cost_min, 1).key("elapsed_s").real(progress.elapsed_s, 1).end_object();
  return out.take();
}

Jobs::Jobs(Store& store, LogSink log, Options options) : store_(store), log_(std::move(log)), options_(options) {}

Jobs::~Jobs() { stop(); }

void Jobs::start() {
  const auto requeued = store_.write([](WriteTxn& txn) -> Result<int> {
    const auto left = txn.planning().jobs_in_state("running");
    if (!left) return left.error();
    for (auto job : *left) {
      job.state = "queued";
      if (auto put = txn.planning().put_job(job); !put) return std::move(put).error();
    }
    return static_cast<int>(left->size());
  });
  if (!requeued) note(LogLevel::error, "jobs.requeue_failed code=" + std::string(word(requeued.error().code)));
  planner_ = std::thread([this] { plan_loop(); });
  clock_ = std::thread([this] { clock_loop(); });
}

void Jobs::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (planner_.joinable()) planner_.join();
  if (clock_.joinable()) clock_.join();
}

void Jobs::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void Jobs::cancel(JobId job) {
  const std::lock_guard lock(mutex_);
  cancelled_.insert(job);
}

void Jobs::dropped(JobId job) {
  JobProgress over;
  over.state = "cancelled";
  set_progress(job, over);
}

std::optional<JobProgress> Jobs::progress(JobId job) const {
  const std::lock_guard lock(mutex_);
  const auto known = progress_.find(job);
  return known == progress_.end() ? std::nullopt : std::optional<JobProgress>(known->second);
}

void Jobs::plan_loop() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || woken_; });
      if (stopping_) return;
      woken_ = false;
    }
    while (auto job = claim()) {
      run(std::move(*job));
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
  }
}

void Jobs::clock_loop() {
  while (true) {
    const auto ticked = store_.write([](WriteTxn& txn) -> Result<ClockOutcome> {
      const auto units = txn.settings().units();
      if (!units) return units.error();
      ClockOutcome sum;
      for (const auto& unit : *units) {
        const auto outcome = run_disclosure_clock(txn, unit);
        if (!outcome) return outcome.error();
        if (const auto roots = write_roots(txn, unit); !roots) return roots.error();
        sum.disclosed += outcome->disclosed;
        sum.missed += outcome->missed;
        sum.closed += outcome->closed;
      }
      if (auto swept = txn.drafts().sweep_drafts({txn.now().ms - kDraftLifeMs}); !swept)
        return std::move(swept).error();
      if (auto pruned = prune_tombstones(txn, kTombstoneDays); !pruned) return std::move(pruned).error();
      return sum;
    });
    if (!ticked) {
      note(LogLevel::error, "disclosure.failed code=" + std::string(word(ticked.error().code)));
    } else if (ticked->disclosed + ticked->missed + ticked->closed > 0) {
      note(LogLevel::info, "disclosure.ticked disclosed=" + std::to_string(ticked->disclosed) + " missed=" +
                               std::to_string(ticked->missed) + " closed=" + std::to_string(ticked->closed));
    }
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, options_.tick, [this] { return stopping_; })) return;
  }
}

// In a write transaction, so that it runs after the one that queued the job.
std::optional<PlanJobRow> Jobs::claim() {
  auto claimed = store_.write([](WriteTxn& txn) -> Result<std::optional<PlanJobRow>> {
    const auto queued = txn.planning().jobs_in_state("queued");
    if (!queued) return queued.error();
    if (queued->empty()) return std::optional<PlanJobRow>();
    auto job = queued->front();
    job.state = "running";
    ++job.attempt;
    if (auto put = txn.planning().put_job(job); !put) return std::move(put).error();
    return std::optional<PlanJobRow>(std::move(job));
  });
  if (claimed) return std::move(*claimed);
  note(LogLevel::error, "plan.claim_failed code=" + std::string(word(claimed.error().code)));
  return std::nullopt;
}

void Jobs::run(PlanJobRow job) {
  JobProgress begun;
  begun.state = "running";
  set_progress(job.id, begun);
  note(LogLevel::info, "plan.started job=" + to_text(job.id) + " seconds=" + std::to_string(job.seconds));
  const auto outcome = work(job);
  finish(std::move(job), outcome);
}

Result<JobProgress> Jobs::work(PlanJobRow& job) {
  if (job.kind == "replan") return plan_rest(job);
  if (job.kind == "rederive") return derive_again(job);
  return make_plan(job);
}

/// A judged plan, and the progress to report with it.
struct Jobs::Solved {
  scheduling::Plan plan;
  JobProgress progress;
};

Result<Jobs::Solved> Jobs::solve(const PlanJobRow& job, const BuiltProblem& built) {
  const auto stopwatch = started_stopwatch();
  scheduling::Options options;
  options.seed = solver_seed(job.seed);
  options.seconds = job.seconds;
  options.stopwatch = stopwatch;
  options.on_progress = [&](const scheduling::Progress& at) { return on_progress(job.id, at); };
  auto plan = scheduling::solve(built.problem, options);
  if (!plan) return in_words(plan.error(), built);
  const auto violations = scheduling::check(built.problem, *plan);
  if (!violations.empty()) return refused_by_checker(violations);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return Error{ErrorCode::cancelled, "the server stopped", ""};
  }
  auto progress = this->progress(job.id).value_or(JobProgress{});
  const auto figures = scheduling::figures(built.problem, *plan);
  progress.done = 1;
  progress.planned = figures.planned;
  progress.unplanned = figures.unplanned;
  progress.travel_min = static_cast<double>(figures.travel_s) / 60.0;
  progress.cost_min = static_cast<double>(plan->cost_s) / 60.0;
  progress.elapsed_s = stopwatch();
  progress.state = asked_to_stop(job.id) ? "cancelled" : "done";
  return Solved{std::move(*plan), std::move(progress)};
}

Result<JobProgress> Jobs::make_plan(const PlanJobRow& job) {
  auto task = store_.read([&](const ReadTxn& txn) { return read_plan_task(txn, job); });
  if (!task) return std::move(task).error();
  auto solved = solve(job, task->built);
  if (!solved) return std::move(solved).error();
  auto stored =
      store_.write([&](WriteTxn& txn) { return store_plan(txn, *task, solved->plan, solved->progress.elapsed_s); });
  if (!stored) return std::move(stored).error();
  return std::move(solved->progress);
}

Result<JobProgress> Jobs::plan_rest(const PlanJobRow& job) {
  auto task = store_.read([&](const ReadTxn& txn) { return read_replan_task(txn, job); });
  if (!task) return std::move(task).error();
  auto solved = solve(job, task->plan.built);
  if (!solved) return std::move(solved).error();
  auto stored =
      store_.write([&](WriteTxn& txn) { return store_proposal(txn, *task, solved->plan, solved->progress.elapsed_s); });
  if (!stored) return std::move(stored).error();
  return std::move(solved->progress);
}

Result<JobProgress> Jobs::derive_again(PlanJobRow& job) {
  std::size_t edits = 0;
  auto list = store_.read([&](const ReadTxn& txn) -> Result<std::vector<Rederivation>> {
    const auto log = txn.planning().edits(job.round, kEditsCounted);
    if (!log) return log.error();
    for (const auto& edit : *log) edits += edit.undone_at || edit.kind == "replan" ? 0 : 1;
    return read_rederivations(txn, job);
  });
  if (!list) return std::move(list).error();
  const auto stopwatch = started_stopwatch();
  std::vector<Rederived> runs;
  for (const auto& one : *list) {
    auto again = rederive(one, [&](const scheduling::Progress& at) { return on_progress(job.id, at); });
    if (!again) return std::move(again).error();
    if (asked_to_stop(job.id) || is_stopping()) return Error{ErrorCode::cancelled, "stopped before the end", ""};
    runs.push_back(std::move(*again));
  }
  job.result = rederivation_json(runs, edits);
  auto progress = this->progress(job.id).value_or(JobProgress{});
  progress.done = 1;
  progress.elapsed_s = stopwatch();
  progress.state = "done";
  return progress;
}

void Jobs::finish(PlanJobRow job, const Result<JobProgress>& outcome) {
  JobProgress last = outcome ? *outcome : progress(job.id).value_or(JobProgress{});
  const bool stopped = !outcome && outcome.error().code == ErrorCode::cancelled;
  const bool interrupted = stopped && !asked_to_stop(job.id);  // by the end of the program: begun again at its start
  if (!outcome) {
    last.state = interrupted ? "queued" : stopped ? "cancelled" : "failed";
    if (!stopped) {
      job.error_code = std::string(word(outcome.error().code));
      job.error_message = outcome.error().message;
    }
  }
  job.state = last.state;
  job.progress = interrupted ? std::nullopt : std::optional(progress_json(last));
  auto kept = store_.write([&](WriteTxn& txn) -> Result<void> {
    if (!interrupted) job.finished_at = txn.now();
    return txn.planning().put_job(job);
  });
  note(outcome || interrupted ? LogLevel::info : LogLevel::error,
       "plan.finished job=" + to_text(job.id) + " state=" + job.state + " planned=" + std::to_string(last.planned) +
           " unplanned=" + std::to_string(last.unplanned) +
           (job.error_message ? " error=\"" + *job.error_message + "\"" : std::string()));
  if (!kept) note(LogLevel::error, "plan.not_recorded code=" + std::string(word(kept.error().code)));
  set_progress(job.id, last);
  const std::lock_guard lock(mutex_);
  cancelled_.erase(job.id);
}

bool Jobs::on_progress(JobId job, const scheduling::Progress& at) {
  set_progress(job, progress_of(at));
  const std::lock_guard lock(mutex_);
  return !stopping_ && !cancelled_.contains(job);
}

void Jobs::set_progress(JobId job, const JobProgress& progress) {
  const std::lock_guard lock(mutex_);
  progress_[job] = progress;
  // Identities are made in the order of time: the first is the oldest.
  if (progress_.size() > kRememberedJobs) progress_.erase(progress_.begin());
}

bool Jobs::is_stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

bool Jobs::asked_to_stop(JobId job) const {
  const std::lock_guard lock(mutex_);
  return cancelled_.contains(job);
}

void Jobs::note(LogLevel level, const std::string& line) const {
  if (log_) log_(level, line);
}

}  // namespace ronda::server
