#include "sync-server/planning/pvrp_plan.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "shared/scheduling/periodic/cordeau.hpp"
#include "shared/scheduling/periodic/solver.hpp"
#include "shared/wire/json.hpp"

namespace ronda::planning {
namespace {

namespace periodic = scheduling::periodic;

constexpr int kFailed = 1, kBadInput = 2;
constexpr std::uintmax_t kMostBytes = 64U << 20U;

struct PvrpCall {
  std::string instance, out;
  double seconds = 30;
  std::uint64_t seed = 1;
  int threads = 1;
  std::int64_t iterations = 0;
};

std::atomic<bool> stop_asked{false};

void on_interrupt(int) { stop_asked.store(true); }

Result<std::string> read_instance(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) return bad_input("cannot be read");
  if (std::filesystem::file_size(path, failed) > kMostBytes) return bad_input("is too large for an instance");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) return bad_input("cannot be read");
  return text;
}

int report(const std::string& file, const Error& error) {
  std::fprintf(stderr, "%s%s%s: %s\n", file.c_str(), error.where.empty() ? "" : ":", error.where.c_str(),
               error.message.c_str());
  return kBadInput;
}

std::string write_plan(const periodic::Plan& plan, const std::string& name, const PvrpCall& call, double seconds) {
  wire::JsonWriter json;
  json.begin_object().member("instance", name).key("days").begin_array();
  for (std::size_t d = 0; d < plan.days.size(); ++d) {
    json.begin_object().member("day", d + 1).key("routes").begin_array();
    for (const std::vector<int>& route : plan.days[d]) {
      json.begin_array();
      for (const int customer : route) json.value(customer);
      json.end_array();
    }
    json.end_array().end_object();
  }
  json.end_array().key("cost").real(plan.cost, 6).member("solver", "ronda-plan " RONDA_VERSION);
  json.key("seed").raw(std::to_string(call.seed));
  if (call.iterations == 0) json.key("seconds").real(seconds, 2);  // else the file is the same at every run
  return json.end_object().take();
}

/// Runs with different seeds side by side; the first has the seed asked for.
std::vector<periodic::Outcome> run_all(const periodic::Problem& problem, const PvrpCall& call,
                                       const std::function<double()>& clock) {
  std::vector<periodic::Outcome> outcomes(static_cast<std::size_t>(call.threads));
  std::vector<std::thread> threads;
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  double shown = -1;
  for (std::size_t n = 0; n < outcomes.size(); ++n) {
    const auto work = [&, n] {
      periodic::Options options;
      options.seed = call.seed + n * 0x9E3779B97F4A7C15ULL;
      options.seconds = call.seconds;
      options.iterations = call.iterations;
      options.stopwatch = clock;
      options.on_progress = [&, n](const periodic::Progress& now) {
        if (n == 0 && terminal && clock() > shown + 0.2) {
          shown = clock();
          std::fprintf(stderr, "\r%3.0f %%  %.1f s  %lld rounds, best %.2f   ", now.done * 100, shown,
                       static_cast<long long>(now.iterations), now.best);
        }
        return !stop_asked.load();
      };
      outcomes[n] = periodic::solve(problem, options);
    };
    if (n + 1 < outcomes.size())
      threads.emplace_back(work);
    else
      work();
  }
  for (std::thread& thread : threads) thread.join();
  if (terminal) std::fprintf(stderr, "\r%*s\r", 78, "");
  return outcomes;
}

int plan_pvrp(const PvrpCall& call) {
  const auto start = std::chrono::steady_clock::now();
  const auto clock = [start] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  auto text = read_instance(call.instance);
  if (!text) return report(call.instance, text.error());
  const auto problem = periodic::read_cordeau(*text);
  if (!problem) return report(call.instance, problem.error());

  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  const std::vector<periodic::Outcome> outcomes = run_all(*problem, call, clock);
  const periodic::Outcome* best = nullptr;
  std::int64_t iterations = 0;
  for (const periodic::Outcome& outcome : outcomes) {
    iterations += outcome.iterations;
    if (outcome.plan && (best == nullptr || outcome.plan->cost < best->plan->cost)) best = &outcome;
  }
  const double seconds = clock();
  if (best == nullptr) {
    std::fprintf(stderr, "%s: no plan within the limits was found in %.1f s\n", call.instance.c_str(), seconds);
    return kFailed;
  }
  for (const std::string& wrong : periodic::check(*problem, *best->plan)) {
    std::fprintf(stderr, "%s: the plan is not right and was not written: %s\n", call.instance.c_str(), wrong.c_str());
    return kFailed;
  }
  const std::string name = std::filesystem::path(call.instance).stem().string();
  std::ofstream out(call.out, std::ios::binary | std::ios::trunc);
  out << write_plan(*best->plan, name, call, seconds) << '\n';
  out.close();
  if (!out) {
    std::fprintf(stderr, "%s: cannot be written\n", call.out.c_str());
    return kFailed;
  }
  std::size_t routes = 0, visits = 0;
  for (const auto& day : best->plan->days) {
    routes += day.size();
    for (const auto& route : day) visits += route.size();
  }
  std::printf(
      "instance=%s customers=%d days=%zu visits=%zu routes=%zu cost=%.4f iterations=%lld found_s=%.2f seconds=%.2f\n",
      name.c_str(), problem->customers(), problem->days.size(), visits, routes, best->plan->cost,
      static_cast<long long>(iterations), best->found_s, seconds);
  return 0;
}

}  // namespace

std::function<int()> add_pvrp(CLI::App& app) {
  const auto call = std::make_shared<PvrpCall>();
  CLI::App* pvrp = app.add_subcommand("pvrp", "Plan a classic instance of periodic routing (Cordeau's text format).");
  pvrp->add_option("--instance", call->instance, "the instance")->required();
  pvrp->add_option("--out", call->out, "where to write the plan, JSON")->required();
  auto* seconds = pvrp->add_option("--seconds", call->seconds, "time to plan, from the start of the program")
                      ->check(CLI::Range(0.0, 86400.0))
                      ->capture_default_str();
  pvrp->add_option("--iterations", call->iterations, "instead of --seconds: the same plan every time, bit for bit")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
      ->excludes(seconds);
  pvrp->add_option("--seed", call->seed, "another seed, another plan")->capture_default_str();
  pvrp->add_option("--threads", call->threads, "runs side by side with different seeds; the best one is written")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  return [call] { return plan_pvrp(*call); };
}

}  // namespace ronda::planning
