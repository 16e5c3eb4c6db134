#pragma once
// Background work: one thread makes plans, one keeps the disclosure clock. Its functions may be called from any thread.

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "shared/base/log.hpp"
#include "shared/base/time.hpp"
#include "shared/scheduling/solver.hpp"
#include "sync-server/service/rounds.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// How far a job is, for people.
struct JobProgress {
  std::string state;  ///< queued, running, done, failed, cancelled
  double done = 0;    ///< 0..1
  int planned = 0;
  int unplanned = 0;
  double travel_min = 0;
  double cost_min =
      0;  ///< of the best plan so far, in minutes of driving; what it lacks comes first and is `unplanned`
  double elapsed_s = 0;
};
/// `{"done","planned","unplanned","travel_min","cost_min","elapsed_s"}`
std::string progress_json(const JobProgress& progress);

class Jobs {
 public:
  struct Options {
    std::chrono::milliseconds tick{5000};  ///< of the disclosure clock, real time
  };

  /// `store`, and what `log` writes to, must outlive this. Nothing runs before start().
  Jobs(Store& store, LogSink log, Options options);
  Jobs(Store& store, LogSink log) : Jobs(store, std::move(log), Options{}) {}
  /// As stop().
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  /// Jobs that a crash left running are queued again. Call once.
  void start();
  /// Asks the solver to stop, waits for both threads. A plan cut off this way is queued again at the next start.
  void stop();

  /// Says that a job was queued. May be called inside the transaction that queues it: the job is claimed in a later
  /// one.
  void wake();
  /// Asks a job that was claimed to stop; the best plan so far is kept. Whether it does in time is for progress() to
  /// say.
  void cancel(JobId job);
  /// Says that a job was cancelled before it was claimed, so that whoever watches it hears of it.
  void dropped(JobId job);
  /// What this process knows of a job. Nothing for jobs of an earlier run.
  std::optional<JobProgress> progress(JobId job) const;

 private:
  void plan_loop();
  void clock_loop();
  std::optional<PlanJobRow> claim();
  void run(PlanJobRow job);
  Result<JobProgress> work(PlanJobRow& job);
  Result<JobProgress> make_plan(const PlanJobRow& job);
  Result<JobProgress> plan_rest(const PlanJobRow& job);
  Result<JobProgress> derive_again(PlanJobRow& job);
  struct Solved;
  Result<Solved> solve(const PlanJobRow& job, const BuiltProblem& built);
  void finish(PlanJobRow job, const Result<JobProgress>& outcome);
  bool on_progress(JobId job, const scheduling::Progress& at);
  void set_progress(JobId job, const JobProgress& progress);
  bool asked_to_stop(JobId job) const;
  bool is_stopping() const;
  void note(LogLevel level, const std::string& line) const;

  Store& store_;
  LogSink log_;
  Options options_;

  mutable std::mutex mutex_;  ///< guards everything below
  std::condition_variable changed_;
  bool stopping_ = false;
  bool woken_ = true;
  std::set<JobId> cancelled_;
  std::map<JobId, JobProgress> progress_;
  std::thread planner_;
  std::thread clock_;
};

}  // namespace ronda::server
