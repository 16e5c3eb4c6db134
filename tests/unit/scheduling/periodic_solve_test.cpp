// The search for periodic plans: legal, repeatable, and best on instances small enough to try everything.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "shared/scheduling/periodic/solver.hpp"
#include "shared/scheduling/random.hpp"

namespace ronda::scheduling::periodic {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

double leg(const Problem& problem, int a, int b) {
  const Place& from = problem.places[static_cast<std::size_t>(a)];
  const Place& to = problem.places[static_cast<std::size_t>(b)];
  return std::hypot(from.x - to.x, from.y - to.y);
}

Problem scattered(Random& random, int customers, int days, int vehicles) {
  Problem problem;
  problem.vehicles = vehicles;
  problem.places.resize(static_cast<std::size_t>(customers) + 1);
  double load = 0;
  for (std::size_t k = 0; k < problem.places.size(); ++k) {
    Place& place = problem.places[k];
    place.x = random.below(1000) / 10.0;
    place.y = random.below(1000) / 10.0;
    if (k == 0) continue;
    place.service = random.below(10);
    place.demand = 1 + random.below(9);
    const std::uint32_t all = (1U << days) - 1;
    switch (random.below(3)) {
      case 0:
        place.patterns = {all};
        break;
      case 1:
        for (int d = 0; d < days; ++d) place.patterns.push_back(1U << d);
        break;
      default:
        for (int d = 0; d + 1 < days; ++d) place.patterns.push_back(3U << d);
    }
    load += place.demand;
  }
  for (int d = 0; d < days; ++d) problem.days.push_back({500, std::ceil(load / vehicles) + 5});
  return problem;
}

/// Least travel of one day, all orders and all ways to cut them tried.
double best_day(const Problem& problem, std::size_t day, std::vector<int> who) {
  if (who.empty()) return 0;
  const Day& limits = problem.days[day];
  double best = kNone;
  std::sort(who.begin(), who.end());
  do {
    for (unsigned cuts = 0; cuts < (1U << (who.size() - 1)); ++cuts) {
      int routes = 1, at = 0;
      double total = 0, travel = 0, load = 0, service = 0;
      bool legal = true;
      const auto close = [&] {
        travel += leg(problem, at, 0);
        legal = legal && load <= limits.capacity && travel + service <= limits.duration;
        total += travel;
        travel = load = service = 0;
        at = 0;
      };
      for (std::size_t k = 0; k < who.size(); ++k) {
        const Place& place = problem.places[static_cast<std::size_t>(who[k])];
        travel += leg(problem, at, who[k]);
        load += place.demand;
        service += place.service;
        at = who[k];
        if (k + 1 < who.size() && ((cuts >> k) & 1U) != 0) {
          close();
          ++routes;
        }
      }
      close();
      if (legal && routes <= problem.vehicles) best = std::min(best, total);
    }
  } while (std::next_permutation(who.begin(), who.end()));
  return best;
}

double best_of_all(const Problem& problem, std::size_t customer, std::vector<std::uint32_t>& chosen) {
  if (customer == problem.places.size()) {
    double total = 0;
    for (std::size_t d = 0; d < problem.days.size() && total < kNone; ++d) {
      std::vector<int> who;
      for (std::size_t c = 1; c < problem.places.size(); ++c)
        if ((chosen[c] >> d) & 1U) who.push_back(static_cast<int>(c));
      total += best_day(problem, d, who);
    }
    return total;
  }
  double best = kNone;
  for (const std::uint32_t pattern : problem.places[customer].patterns) {
    chosen[customer] = pattern;
    best = std::min(best, best_of_all(problem, customer + 1, chosen));
  }
  return best;
}

Outcome solved(const Problem& problem, std::int64_t iterations, std::uint64_t seed = 1) {
  Options options;
  options.seed = seed;
  options.iterations = iterations;
  return solve(problem, options);
}

TEST(PeriodicSolve, FindsTheBestPlanOfTinyInstances) {
  Random random(7);
  for (int round = 0; round < 25; ++round) {
    Problem problem = scattered(random, 5, 2 + round % 2, 1 + round % 3);
    if (round % 4 == 1) problem.days[0].duration = 150;  // some of these have no legal plan
    std::vector<std::uint32_t> chosen(problem.places.size());
    const double best = best_of_all(problem, 1, chosen);
    const Outcome outcome = solved(problem, 60);
    ASSERT_EQ(outcome.plan.has_value(), best < kNone) << "round " << round;
    if (!outcome.plan) continue;
    EXPECT_TRUE(check(problem, *outcome.plan).empty()) << "round " << round;
    EXPECT_NEAR(outcome.plan->cost, best, 1e-6) << "round " << round;
  }
}

TEST(PeriodicSolve, EveryPlanPassesTheCheck) {
  Random random(11);
  for (int round = 0; round < 12; ++round) {
    const Problem problem = scattered(random, 8 + 5 * round, 2 + round % 6, 2 + round % 3);
    const Outcome outcome = solved(problem, 60);
    if (!outcome.plan) continue;
    const auto wrong = check(problem, *outcome.plan);
    EXPECT_TRUE(wrong.empty()) << "round " << round << ": " << wrong[0];
  }
}

TEST(PeriodicSolve, TheSameSeedGivesTheSamePlan) {
  Random random(5);
  const Problem problem = scattered(random, 40, 4, 3);
  const Outcome first = solved(problem, 30), second = solved(problem, 30), other = solved(problem, 30, 2);
  ASSERT_TRUE(first.plan && second.plan && other.plan);
  EXPECT_EQ(*first.plan, *second.plan);
  EXPECT_EQ(first.iterations, 30);
}

TEST(PeriodicSolve, StopsWhenAskedAndKeepsTheBestPlan) {
  Random random(5);
  const Problem problem = scattered(random, 30, 3, 3);
  Options options;
  options.iterations = 1'000'000'000;
  options.on_progress = [](const Progress& now) { return now.iterations < 5; };
  const Outcome outcome = solve(problem, options);
  EXPECT_EQ(outcome.iterations, 5);
  ASSERT_TRUE(outcome.plan);
  EXPECT_TRUE(check(problem, *outcome.plan).empty());
}

TEST(PeriodicSolve, TakesOneCustomerAtTheDepotAndOneDay) {
  Problem problem;
  problem.vehicles = 1;
  problem.days = {{kNone, kNone}};
  problem.places.resize(2);
  problem.places[1].patterns = {1};
  const Outcome outcome = solved(problem, 3);
  ASSERT_TRUE(outcome.plan);
  EXPECT_EQ(outcome.plan->cost, 0);
  EXPECT_TRUE(check(problem, *outcome.plan).empty());
}

TEST(PeriodicCheck, NamesEachBrokenRule) {
  Random random(3);
  const Problem problem = scattered(random, 12, 3, 2);
  const Outcome outcome = solved(problem, 10);
  ASSERT_TRUE(outcome.plan);
  const Plan& good = *outcome.plan;
  ASSERT_TRUE(check(problem, good).empty());
  std::size_t day = 0;
  while (good.days[day].empty()) ++day;

  Plan plan = good;
  plan.cost += 1;
  EXPECT_EQ(check(problem, plan).size(), 1U);
  plan = good;
  plan.days[day][0].push_back(plan.days[day][0][0]);
  EXPECT_FALSE(check(problem, plan).empty());
  plan = good;
  plan.days[day][0].erase(plan.days[day][0].begin());
  EXPECT_FALSE(check(problem, plan).empty());
  plan = good;
  plan.days[day][0][0] = 13;
  EXPECT_FALSE(check(problem, plan).empty());
  plan = good;
  plan.days.pop_back();
  EXPECT_FALSE(check(problem, plan).empty());

  Problem tight = problem;
  tight.days[day].capacity = 0.5;
  EXPECT_FALSE(check(tight, good).empty());
  tight = problem;
  tight.days[day].duration = 0.5;
  EXPECT_FALSE(check(tight, good).empty());
  tight = problem;
  tight.vehicles = 0;
  EXPECT_FALSE(check(tight, good).empty());
}

}  // namespace
}  // namespace ronda::scheduling::periodic
