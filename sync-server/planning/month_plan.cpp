#include "sync-server/planning/month_plan.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "shared/crypto/crypto.hpp"
#include "shared/scheduling/predictability.hpp"
#include "shared/scheduling/solver.hpp"
#include "sync-server/planning/month_file.hpp"
#include "sync-server/planning/unit_month.hpp"

namespace ronda::planning {

namespace {

constexpr int kDone = 0, kFailed = 1, kBadInput = 2;

std::atomic<bool> stop_asked{false};

void on_interrupt(int) { stop_asked.store(true); }

struct MonthCall {
  UnitMonthCall of;
  std::string out;
  double seconds = 10;
  std::int64_t iterations = 0;
  std::optional<std::uint64_t> seed;
  int threads = 1;
};

int report(const std::string& what, const Error& error) {
  const char* colon = error.where.empty() || error.where[0] == '/' ? ": " : ":";
  std::fprintf(stderr, "%s%s%s: %s\n", what.c_str(), error.where.empty() ? "" : colon, error.where.c_str(),
               error.message.c_str());
  const bool machine = error.code == ErrorCode::corrupt || error.code == ErrorCode::io_failed;
  return machine ? kFailed : kBadInput;
}

void show(const scheduling::Progress& now) {
  std::fprintf(stderr, "\r%3.0f %%  %.1f s  %d planned, %d unplanned, cost %.1f h   ", now.done * 100, now.elapsed_s,
               now.planned, now.unplanned, now.cost / 3600);
}

// What is kept of a plan is secret until its days come; without --seed nobody can guess it either.
std::uint64_t fresh_seed() {
  std::vector<std::uint8_t> bytes(8);
  crypto::entropy()(bytes);
  std::uint64_t seed = 0;
  for (const auto byte : bytes) seed = seed << 8 | byte;
  return seed;
}

struct Run {
  std::uint64_t seed = 0;
  std::optional<Result<scheduling::Plan>> plan;
  int unplanned = 0;
};

// The first has the seed asked for, so that one thread is reproducible alone.
std::vector<Run> run_all(const scheduling::Problem& problem, const MonthCall& call, std::uint64_t seed,
                         const std::function<double()>& clock) {
  std::vector<Run> runs(static_cast<std::size_t>(call.threads));
  std::vector<std::thread> threads;
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  for (std::size_t n = 0; n < runs.size(); ++n) {
    runs[n].seed = seed + n * 0x9E3779B97F4A7C15ULL;
    const auto work = [&, n] {
      scheduling::Options options;
      options.seed = runs[n].seed;
      options.seconds = std::max(0.0, call.seconds - clock());
      options.iterations = call.iterations;
      options.stopwatch = clock;
      options.on_progress = [&, n](const scheduling::Progress& now) {
        if (n == 0 && terminal) show(now);
        return !stop_asked.load();
      };
      runs[n].plan = scheduling::solve(problem, options);
      if (*runs[n].plan) runs[n].unplanned = scheduling::figures(problem, **runs[n].plan).unplanned;
    };
    if (n + 1 < runs.size())
      threads.emplace_back(work);
    else
      work();
  }
  for (std::thread& thread : threads) thread.join();
  if (terminal) std::fprintf(stderr, "\r%*s\r", 78, "");
  return runs;
}

void print_figures(const UnitMonth& month, const scheduling::Plan& plan, const char* more) {
  const auto& problem = month.task.built.problem;
  const auto f = scheduling::figures(problem, plan);
  const auto guessing = scheduling::predictability(problem, plan);
  std::printf(
      "unit=\"%s\" month=%s lodgings=%zu teams=%zu wanted=%d planned=%d unplanned=%d violations=%zu off_spacing=%d "
      "travel_min_per_visit=%.2f weekday_entropy=%.3f gap_guess=%.3f gap_entropy_bits=%.2f learner_lift=%.2f "
      "team_repeats=%d team_use_mean=%.3f team_use_max_minus_mean_points=%.1f team_day_use=%.2f/%.2f/%.2f%s\n",
      month.unit.name.c_str(), problem.name.c_str(), problem.lodgings.size(), problem.teams.size(), f.wanted, f.planned,
      f.unplanned, scheduling::check(problem, plan).size(), f.off_spacing, f.travel_min_per_visit, f.weekday_entropy,
      f.best_gap_guess, guessing.overall.gap_entropy_bits, guessing.overall.learner_lift(), f.rotation_repeats,
      f.team_use_mean, 100 * (f.team_use_max - f.team_use_mean), f.use_min, f.use_mean, f.use_max, more);
}

// Readable by its owner only: it says who is visited when.
bool write_private(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  std::size_t written = 0;
  while (written < text.size()) {
    const auto n = ::write(file, text.data() + written, text.size() - written);
    if (n <= 0) break;
    written += static_cast<std::size_t>(n);
  }
  return ::close(file) == 0 && written == text.size();
}

int plan_month(const MonthCall& call) {
  const auto start = std::chrono::steady_clock::now();
  const auto clock = [start] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const auto month = read_unit_month(call.of);
  if (!month) return report(call.of.data, month.error());
  const auto& problem = month->task.built.problem;
  const std::uint64_t seed = call.seed ? *call.seed : fresh_seed();

  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  const auto runs = run_all(problem, call, seed, clock);
  const Run* best = nullptr;
  for (const Run& run : runs) {
    if (!*run.plan) return report(call.of.data, run.plan->error());
    const bool better = best == nullptr || run.unplanned < best->unplanned ||
                        (run.unplanned == best->unplanned && (**run.plan).cost_s < (**best->plan).cost_s);
    if (better) best = &run;
  }
  const double seconds = clock();
  const MonthRun made{month->now, best->seed, call.iterations > 0 ? 0 : seconds};
  if (!write_private(call.out, write_month_plan(*month, **best->plan, made) + "\n")) {
    std::fprintf(stderr, "%s: cannot be written\n", call.out.c_str());
    return kFailed;
  }
  char more[120];
  std::snprintf(more, sizeof more, " cost_h=%.2f iterations=%lld seconds=%.2f",
                static_cast<double>((**best->plan).cost_s) / 3600, static_cast<long long>((**best->plan).iterations),
                seconds);
  print_figures(*month, **best->plan, more);
  return kDone;
}

struct CheckCall {
  UnitMonthCall of;
  std::string plan;
};

int check_month(CheckCall call) {
  std::ifstream file(call.plan, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) return report(call.plan, bad_input("cannot be read"));
  const auto head = read_month_head(text);
  if (!head) return report(call.plan, head.error());
  call.of.unit = head->unit;
  call.of.month = head->month;
  if (!head->from.empty()) call.of.from = head->from;
  // Judged on the day it was made: a month under way had that day as its first.
  if (!call.of.today_at) call.of.today_at = head->made_at;
  const auto month = read_unit_month(call.of);
  if (!month) return report(call.of.data, month.error());
  const auto plan = read_month_plan(*month, text);
  if (!plan) return report(call.plan, plan.error());
  const auto& built = month->task.built;
  const auto violations = scheduling::check(built.problem, *plan);
  for (const auto& broken : violations) {
    std::string who;
    if (broken.lodging >= 0) {
      const auto id = built.lodgings[static_cast<std::size_t>(broken.lodging)];
      const auto name = month->lodging_names.find(id);
      who = (name == month->lodging_names.end() ? to_text(id) : name->second) + ": ";
    }
    std::printf("%s %s%s\n", broken.rule.c_str(), who.c_str(), broken.what.c_str());
  }
  print_figures(*month, *plan, "");
  return violations.empty() ? kDone : kFailed;
}

void add_data(CLI::App& command, UnitMonthCall& of) {
  command.add_option("--data", of.data, "the server's data folder; it is only read, a server may run on it")
      ->required();
  command.add_option("--clock", of.today_at, "what is taken for now (RFC 3339), for drills and tests");
}

}  // namespace

std::function<int()> add_month(CLI::App& app) {
  const auto call = std::make_shared<MonthCall>();
  CLI::App* month = app.add_subcommand("month", "Plan a month of a real unit as its server would; nothing is changed.");
  add_data(*month, call->of);
  month->add_option("--unit", call->of.unit, "the unit's name; needed where the data has several");
  month->add_option("--month", call->of.month, "the month, for example 2026-12")->required();
  month->add_option("--from", call->of.from, "first day to plan; a month under way begins today");
  month->add_option("--out", call->out, "where to write the plan, JSON; readable by its owner only")->required();
  auto* seconds = month->add_option("--seconds", call->seconds, "time to plan, from the start of the program")
                      ->check(CLI::Range(0.0, 86400.0))
                      ->capture_default_str();
  month->add_option("--iterations", call->iterations, "instead of --seconds: the same plan every time, bit for bit")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
      ->excludes(seconds);
  month->add_option("--seed", call->seed, "another seed, another plan; without it one that nobody knows");
  month->add_option("--threads", call->threads, "runs side by side with different seeds; the best one is written")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  return [call] { return plan_month(*call); };
}

std::function<int()> add_month_check(CLI::App& app) {
  const auto call = std::make_shared<CheckCall>();
  CLI::App* check = app.add_subcommand("check", "Judge the plan file of a real month against the unit's data.");
  add_data(*check, call->of);
  check->add_option("--plan", call->plan, "a file that `ronda-plan month` wrote")->required();
  return [call] { return check_month(*call); };
}

}  // namespace ronda::planning
