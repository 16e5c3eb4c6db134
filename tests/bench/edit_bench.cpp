// edit_bench [--lodgings N] [--teams N] [--questions N] [--seconds S]: live editing of a city's month in process. A
// city of its own making (12 teams, 400 lodgings with four or five visits) is planned, then a person's questions are
// asked: what does this move cost (try_move), what does it cost everywhere (the month of prices), where is it cheapest
// (offers). One JSON line each, the limit beside the figure; nothing is asserted.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "shared/scheduling/editing.hpp"
#include "shared/scheduling/random.hpp"
#include "shared/scheduling/solver.hpp"

namespace {

using namespace ronda::scheduling;
using Clock = std::chrono::steady_clock;

double us_since(Clock::time_point from) {
  return std::chrono::duration<double, std::micro>(Clock::now() - from).count();
}

struct Size {
  int lodgings = 400, teams = 12, questions = 20'000;
  double seconds = 5;
};

Problem city(const Size& size) {
  Random random(20261201);
  Problem problem;
  problem.name = "city";
  problem.days = 30;
  std::vector<std::pair<double, double>> points;
  for (int t = 0; t < size.teams; ++t) {
    problem.teams.push_back({t, t, 0});
    points.emplace_back(5 + random.below(3000) / 1000.0, 5 + random.below(3000) / 1000.0);
    for (int day = 1; day <= problem.days; ++day) {
      if ((day + t) % 7 >= 5) continue;
      const bool night = random.below(4) == 0;
      problem.team_days.push_back({t, day, night ? Band::night : Band::morning, night ? 23 * 60 : 8 * 60, 300 * 60});
    }
  }
  std::stable_sort(problem.team_days.begin(), problem.team_days.end(),
                   [](const TeamDay& a, const TeamDay& b) { return a.day < b.day; });
  for (int i = 0; i < size.lodgings; ++i) {
    Lodging lodging;
    lodging.place = static_cast<int>(points.size());
    points.emplace_back(random.below(13'000) / 1000.0, random.below(13'000) / 1000.0);
    lodging.visits = 4 + random.below(2);
    lodging.min_gap_days = lodging.visits == 4 ? 4 : 3;
    lodging.max_gap_days = lodging.visits == 4 ? 12 : 10;
    lodging.service_s = (20 + random.below(20)) * 60;
    lodging.risk = random.below(3);
    problem.lodgings.push_back(lodging);
  }
  problem.places = static_cast<int>(points.size());
  for (const auto& a : points)
    for (const auto& b : points)
      problem.travel_s.push_back(
          static_cast<int>(std::hypot(a.first - b.first, a.second - b.second) * 1.3 / 20 * 3600));
  return problem;
}

void print(const char* what, std::vector<double>& us, double limit_us) {
  std::sort(us.begin(), us.end());
  const auto at = [&](double share) {
    return us[static_cast<std::size_t>(share * static_cast<double>(us.size() - 1))];
  };
  std::printf(
      "{\"workload\":\"edit_%s\",\"n\":%zu,\"p50_us\":%.1f,\"p99_us\":%.1f,\"max_us\":%.1f,\"limit_us\":%.0f}\n", what,
      us.size(), at(0.5), at(0.99), us.back(), limit_us);
}

double number(int argc, char** argv, const char* name, double otherwise) {
  for (int i = 1; i + 1 < argc; ++i)
    if (std::string(argv[i]) == name) return std::atof(argv[i + 1]);
  return otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  Size size;
  size.lodgings = static_cast<int>(number(argc, argv, "--lodgings", size.lodgings));
  size.teams = static_cast<int>(number(argc, argv, "--teams", size.teams));
  size.questions = static_cast<int>(number(argc, argv, "--questions", size.questions));
  size.seconds = number(argc, argv, "--seconds", size.seconds);
  const auto problem = std::make_shared<const Problem>(city(size));
  Options options;
  options.seconds = size.seconds;
  const auto start = Clock::now();
  options.stopwatch = [start] { return us_since(start) / 1e6; };
  const auto plan = solve(*problem, options);
  if (!plan) {
    std::fprintf(stderr, "%s %s\n", plan.error().message.c_str(), plan.error().where.c_str());
    return 1;
  }
  const auto before_opening = Clock::now();
  auto editor = Editor::open(problem, *plan);
  if (!editor) return 1;
  const double open_ms = us_since(before_opening) / 1000;

  std::vector<VisitAt> visits;
  for (const auto& route : plan->routes)
    for (const int lodging : route.lodgings)
      visits.push_back({lodging, problem->team_days[static_cast<std::size_t>(route.team_day)].day});
  Random random(7);
  const auto any = [&](const auto& list) -> const auto& {
    return list[static_cast<std::size_t>(random.below(static_cast<int>(list.size())))];
  };
  std::vector<double> tries, months, offers;
  for (int n = 0; n < size.questions; ++n) {
    const VisitAt visit = any(visits);
    const TeamDay& shift = any(problem->team_days);
    const auto begun = Clock::now();
    const auto change = editor->try_move(visit, {shift.day, shift.team, -1});
    tries.push_back(us_since(begun));
    if (!change) return 1;
  }
  for (int n = 0; n < size.questions / 100 + 1; ++n) {
    const VisitAt visit = any(visits);
    auto begun = Clock::now();
    for (const TeamDay& shift : problem->team_days) {
      if (!editor->try_move(visit, {shift.day, shift.team, -1})) return 1;
    }
    months.push_back(us_since(begun));
    begun = Clock::now();
    if (!editor->offers(visit, 3)) return 1;
    offers.push_back(us_since(begun));
  }
  std::printf("{\"workload\":\"edit_city\",\"lodgings\":%d,\"teams\":%d,\"visits\":%zu,\"open_ms\":%.1f}\n",
              size.lodgings, size.teams, visits.size(), open_ms);
  print("try_move", tries, 10'000);
  print("month_of_prices", months, 100'000);
  print("offers", offers, 100'000);
  return 0;
}
