// ronda-plan: the planner on the command line (shared/scheduling/README.md).

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "shared/scheduling/solver.hpp"
#include "sync-server/planning/month_plan.hpp"
#include "sync-server/planning/pvrp_plan.hpp"
#include "sync-server/planning/rounds_plan.hpp"

namespace {

using ronda::Error;
using ronda::Result;
namespace planning = ronda::planning;
namespace scheduling = ronda::scheduling;

constexpr int kDone = 0, kFailed = 1, kBadInput = 2;

std::atomic<bool> stop_asked{false};

void on_interrupt(int) { stop_asked.store(true); }

struct RoundsCall {
  std::string problem, out, keep;
  double seconds = 10;
  std::uint64_t seed = 1;
  int threads = 1;
  std::int64_t iterations = 0;
};

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) return ronda::bad_input("cannot be read");
  return text;
}

int report(const std::string& file, const Error& error) {
  const char* colon = error.where.empty() || error.where[0] == '/' ? ": " : ":";
  std::fprintf(stderr, "%s%s%s: %s\n", file.c_str(), error.where.empty() ? "" : colon, error.where.c_str(),
               error.message.c_str());
  return error.code == ronda::ErrorCode::corrupt ? kFailed : kBadInput;
}

/// One run of the planner and what it said about itself.
struct Run {
  std::optional<Result<scheduling::Plan>> plan;
  double first_plan_s = 0;
  std::int64_t iterations = 0;
};

void show(const scheduling::Progress& now) {
  std::fprintf(stderr, "\r%3.0f %%  %.1f s  %d planned, %d unplanned, cost %.1f h   ", now.done * 100, now.elapsed_s,
               now.planned, now.unplanned, now.cost / 3600);
}

/// Runs with different seeds side by side; the first has the seed asked for, so that one thread is reproducible alone.
std::vector<Run> run_all(const scheduling::Problem& problem, const RoundsCall& call, double began_s,
                         const std::function<double()>& clock) {
  std::vector<Run> runs(static_cast<std::size_t>(call.threads));
  std::vector<std::thread> threads;
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  for (std::size_t n = 0; n < runs.size(); ++n) {
    const auto work = [&, n] {
      scheduling::Options options;
      options.seed = call.seed + n * 0x9E3779B97F4A7C15ULL;
      options.seconds = std::max(0.0, call.seconds - (clock() - began_s));
      options.iterations = call.iterations;
      options.stopwatch = clock;
      options.on_progress = [&, n](const scheduling::Progress& now) {
        if (now.iterations == 0) runs[n].first_plan_s = clock() - began_s;
        runs[n].iterations = now.iterations;
        if (n == 0 && terminal) show(now);
        return !stop_asked.load();
      };
      runs[n].plan = scheduling::solve(problem, options);
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

bool better(const scheduling::Problem& problem, const scheduling::Plan& a, const scheduling::Plan& b) {
  const int missing_a = scheduling::figures(problem, a).unplanned,
            missing_b = scheduling::figures(problem, b).unplanned;
  return missing_a != missing_b ? missing_a < missing_b : a.cost_s < b.cost_s;
}

void print_figures(const planning::RoundsProblem& rounds, const scheduling::Plan& plan, const Run& run,
                   double seconds) {
  const scheduling::Figures f = scheduling::figures(rounds.problem, plan);
  std::printf(
      "instance=%s wanted=%d planned=%d unplanned=%d off_spacing=%d travel_min_per_visit=%.2f weekday_entropy=%.3f "
      "gap_guess=%.3f team_repeats=%d team_use_mean=%.3f team_use_max_minus_mean_points=%.1f "
      "team_day_use=%.2f/%.2f/%.2f",
      rounds.problem.name.c_str(), f.wanted, f.planned, f.unplanned, f.off_spacing, f.travel_min_per_visit,
      f.weekday_entropy, f.best_gap_guess, f.rotation_repeats, f.team_use_mean,
      100 * (f.team_use_max - f.team_use_mean), f.use_min, f.use_mean, f.use_max);
  if (!rounds.problem.published.empty())
    std::printf(" published=%zu moved=%d", rounds.problem.published.size(), f.moved_visits);
  std::printf(" cost_h=%.2f first_plan_s=%.2f iterations=%lld seconds=%.2f\n", static_cast<double>(plan.cost_s) / 3600,
              run.first_plan_s, static_cast<long long>(run.iterations), seconds);
}

int plan_rounds(const RoundsCall& call) {
  const auto start = std::chrono::steady_clock::now();
  const auto clock = [start] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  auto text = read_file(call.problem);
  if (!text) return report(call.problem, text.error());
  auto rounds = planning::read_rounds_problem(*text);
  if (!rounds) return report(call.problem, rounds.error());
  if (!call.keep.empty()) {
    auto previous = read_file(call.keep);
    if (!previous) return report(call.keep, previous.error());
    auto published = planning::read_published(*rounds, *previous);
    if (!published) return report(call.keep, published.error());
    rounds->problem.published = std::move(*published);
  }

  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  const std::vector<Run> runs = run_all(rounds->problem, call, 0, clock);
  const Run* best = nullptr;
  for (const Run& run : runs) {
    if (!*run.plan) return report(call.problem, run.plan->error());
    if (best == nullptr || better(rounds->problem, **run.plan, **best->plan)) best = &run;
  }
  const double seconds = clock();
  std::ofstream out(call.out, std::ios::binary | std::ios::trunc);
  out << planning::write_rounds_plan(*rounds, **best->plan, call.seed, call.iterations > 0 ? 0 : seconds) << '\n';
  out.close();
  if (!out) {
    std::fprintf(stderr, "%s: cannot be written\n", call.out.c_str());
    return kFailed;
  }
  print_figures(*rounds, **best->plan, *best, seconds);
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Plans a month of rounds. shared/scheduling/README.md describes the files and the rules."};
  app.name("ronda-plan");
  app.set_version_flag("--version", std::string("ronda-plan ") + RONDA_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 the plan is written (visits without a place are listed in it; check: no rule is broken),\n"
      "1 the plan could not be written (check: a rule is broken),\n"
      "2 wrong arguments or a wrong file (the message names the file and the line or the JSON path).");

  RoundsCall call;
  CLI::App* rounds = app.add_subcommand("rounds", "Plan the visits of a month: days, teams and order.");
  rounds->add_option("--problem", call.problem, "the month to plan, JSON")->required();
  rounds->add_option("--out", call.out, "where to write the plan, JSON")->required();
  auto* seconds = rounds->add_option("--seconds", call.seconds, "time to plan, from the start of the program")
                      ->check(CLI::Range(0.0, 86400.0))
                      ->capture_default_str();
  rounds->add_option("--iterations", call.iterations, "instead of --seconds: the same plan every time, bit for bit")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
      ->excludes(seconds);
  rounds->add_option("--seed", call.seed, "another seed, another plan")->capture_default_str();
  rounds->add_option("--threads", call.threads, "runs side by side with different seeds; the best one is written")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  rounds->add_option("--keep", call.keep, "a plan of the same month: move as few of its visits as possible");
  const std::function<int()> plan_pvrp = planning::add_pvrp(app);
  const std::function<int()> plan_month = planning::add_month(app);
  const std::function<int()> check_month = planning::add_month_check(app);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kBadInput;
  }
  if (app.got_subcommand("month")) return plan_month();
  if (app.got_subcommand("check")) return check_month();
  return app.got_subcommand("pvrp") ? plan_pvrp() : plan_rounds(call);
}
