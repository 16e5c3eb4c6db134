// Periodic instances so small that every choice of patterns and every way to cut a day into routes can be looked at.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "shared/scheduling/periodic/solver.hpp"
#include "shared/scheduling/random.hpp"

namespace ronda::scheduling::periodic::testing {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// The least travel of an instance with at most eight customers; infinity if there is no legal plan.
class Exhaustive {
 public:
  explicit Exhaustive(const Problem& problem) : problem_(problem), sets_(std::size_t{1} << problem.customers()) {
    measure_routes();
    for (const Day& day : problem.days) days_.push_back(cut(day));
    chosen_.assign(problem.days.size(), 0);
  }

  double run() {
    descend(1);
    return best_;
  }

 private:
  double distance(int a, int b) const {
    const Place &p = problem_.places[at(a)], &q = problem_.places[at(b)];
    return std::hypot(p.x - q.x, p.y - q.y);
  }

  /// The shortest way round each set of customers (Held, Karp 1962).
  void measure_routes() {
    const int n = problem_.customers();
    std::vector<std::vector<double>> last(sets_, std::vector<double>(at(n), kNever));
    round_.assign(sets_, kNever);
    round_[0] = 0;
    for (std::size_t set = 1; set < sets_; ++set)
      for (int i = 0; i < n; ++i) {
        if (((set >> i) & 1U) == 0) continue;
        const std::size_t rest = set & ~(std::size_t{1} << i);
        double& here = last[set][at(i)];
        if (rest == 0) here = distance(0, i + 1);
        for (int j = 0; j < n; ++j)
          if (((rest >> j) & 1U) != 0) here = std::min(here, last[rest][at(j)] + distance(j + 1, i + 1));
        round_[set] = std::min(round_[set], here + distance(i + 1, 0));
      }
  }

  bool fits(std::size_t set, const Day& day) const {
    double load = 0, duration = round_[set];
    for (int i = 0; i < problem_.customers(); ++i) {
      if (((set >> i) & 1U) == 0) continue;
      load += problem_.places[at(i + 1)].demand;
      duration += problem_.places[at(i + 1)].service;
    }
    return load <= day.capacity + kTolerance && duration <= day.duration + kTolerance;
  }

  /// The least travel of a day for each set of customers, with the vehicles there are.
  std::vector<double> cut(const Day& day) const {
    std::vector<double> now(sets_, kNever);
    now[0] = 0;
    for (int vehicle = 0; vehicle < problem_.vehicles; ++vehicle) {
      std::vector<double> next = now;
      for (std::size_t set = 1; set < sets_; ++set)
        for (std::size_t route = set; route > 0; route = (route - 1) & set)
          if (now[set & ~route] < kNever && fits(route, day))
            next[set] = std::min(next[set], now[set & ~route] + round_[route]);
      now = std::move(next);
    }
    return now;
  }

  void descend(int customer) {
    if (customer > problem_.customers()) {
      double cost = 0;
      for (std::size_t d = 0; d < days_.size(); ++d) cost += days_[d][chosen_[d]];
      best_ = std::min(best_, cost);
      return;
    }
    for (const std::uint32_t pattern : problem_.places[at(customer)].patterns) {
      for (std::size_t d = 0; d < days_.size(); ++d)
        if ((pattern >> d) & 1U) chosen_[d] |= std::size_t{1} << (customer - 1);
      descend(customer + 1);
      for (std::size_t d = 0; d < days_.size(); ++d) chosen_[d] &= ~(std::size_t{1} << (customer - 1));
    }
  }

  const Problem& problem_;
  std::size_t sets_;
  std::vector<double> round_;
  std::vector<std::vector<double>> days_;
  std::vector<std::size_t> chosen_;
  double best_ = kNever;
};

Problem small_instance(std::uint64_t seed) {
  Random random(seed * 104729);
  Problem problem;
  problem.vehicles = 1 + random.below(2);
  const int days = 2 + random.below(3);
  for (int d = 0; d < days; ++d)
    problem.days.push_back({random.below(2) == 0 ? kNever : 260.0 + random.below(120), 16.0 + random.below(12)});
  problem.places.resize(at(5 + random.below(4)));
  for (std::size_t i = 0; i < problem.places.size(); ++i) {
    Place& place = problem.places[i];
    place.x = random.below(100);
    place.y = random.below(100);
    if (i == 0) continue;
    place.service = random.below(10);
    place.demand = 1 + random.below(7);
    const int frequency = 1 + random.below(days);
    for (std::uint32_t mask = 1; mask < (1U << days); ++mask) {
      int bits = 0;
      for (std::uint32_t rest = mask; rest != 0; rest &= rest - 1) ++bits;
      if (bits == frequency && (random.below(4) > 0 || place.patterns.empty())) place.patterns.push_back(mask);
    }
  }
  return problem;
}

TEST(PeriodicOracle, SmallInstancesArePlannedAsWellAsCanBe) {
  int planned = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Problem problem = small_instance(seed);
    const double best = Exhaustive(problem).run();
    Options options;
    options.seed = seed;
    options.iterations = 60;
    const Outcome outcome = solve(problem, options);
    ASSERT_EQ(outcome.plan.has_value(), best < kNever) << "a legal plan is found exactly where there is one";
    if (!outcome.plan) continue;
    ++planned;
    EXPECT_TRUE(check(problem, *outcome.plan).empty());
    EXPECT_NEAR(outcome.plan->cost, best, 1e-6);
  }
  EXPECT_GE(planned, 30) << "the instances are no test if few have a plan";
}

}  // namespace
}  // namespace ronda::scheduling::periodic::testing
