#pragma once
// The search for a periodic plan: annealed ruin and recreate in cycles, the later ones from crossed plans.

#include <cstdint>
#include <functional>
#include <optional>

#include "shared/scheduling/periodic/problem.hpp"

namespace ronda::scheduling::periodic {

/// The state of the search, reported after every round.
struct Progress {
  std::int64_t iterations = 0;
  double best = 0;  ///< travel of the best legal plan; infinity before the first
  double done = 0;  ///< 0..1, share of the budget used
};

struct Options {
  std::uint64_t seed = 1;
  double seconds = 30;          ///< budget on `stopwatch`; ignored if iterations > 0
  std::int64_t iterations = 0;  ///< > 0: rounds of 200 steps; the same plan every time, bit for bit
  /// Seconds since the start, from the host; needed when `seconds` is used.
  std::function<double()> stopwatch;
  /// Called from the solving thread; returning false stops the search.
  std::function<bool(const Progress&)> on_progress;
};

struct Outcome {
  std::optional<Plan> plan;  ///< the best legal plan; nothing if none was found
  std::int64_t iterations = 0;
  double found_s = 0;  ///< stopwatch when the best plan was found
};

/// Searches for the plan with the least travel. Preconditions: `problem` as read_cordeau returns it; a stopwatch or
/// iterations. Deterministic for a given seed and number of iterations.
Outcome solve(const Problem& problem, const Options& options);

}  // namespace ronda::scheduling::periodic
