#pragma once
// The any-time search: take some visits out, put them back better, keep the result more and more strictly
// (simulated annealing). Deterministic by seed and number of iterations.

#include <cstdint>
#include <vector>

#include "shared/scheduling/insertion.hpp"
#include "shared/scheduling/solver.hpp"

namespace ronda::scheduling {

class Search {
 public:
  Search(State& state, Insertion& insertion, Random& random, const Options& options, double began_s);

  /// `began_s`: what the stopwatch showed when planning began.
  /// Improves `state` until the time or the iterations are used or the host says stop. Leaves the best tours in best().
  void run();
  /// Stops of every team-day in the best plan seen.
  const std::vector<std::vector<int>>& best() const { return best_tours_; }
  std::int64_t iterations() const { return iterations_; }
  /// Plan::pace of this run.
  const std::vector<std::int64_t>& pace() const { return pace_; }

 private:
  void step();
  void take_out();
  void put_back();
  void call_absentees();
  bool accept(std::int64_t before, std::int64_t after);
  void keep_if_best();
  bool goes_on();
  bool look_at_clock();
  bool report();
  void follow_pace();
  void plan_heat();
  std::int64_t temperature() const;

  State& state_;
  Insertion& insertion_;
  Random& random_;
  const Options& options_;
  std::int64_t iterations_ = 0;
  double began_s_ = 0, elapsed_s_ = 0, reported_s_ = 0;
  std::int64_t done_ = 0;              // 0 … 65536 of the budget, as the temperature sees it
  std::vector<std::int64_t> pace_{0};  // the only thing that a run has from the clock
  std::int64_t begun_ = 0;             // marks passed before the first step
  std::int64_t hot_ = 0;
  int wanted_ = 0;
  bool prices_each_ = false;  // balance is priced anew for each visit put back, not once a step
  int help_ = -1;             // the lodging with a missing visit that this step is for
  std::vector<int> bank_;
  std::vector<std::vector<int>> best_tours_;
  std::vector<int> stale_;  // tours that differ from best_tours_
  std::vector<char> is_stale_;
  int best_unplanned_ = 0;
  std::int64_t best_cost_ = 0;
};

}  // namespace ronda::scheduling
