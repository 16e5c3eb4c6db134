#pragma once
// Problem in, plan out. Pure and seeded: the same problem, seed and iterations give the same plan on every machine.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/scheduling/problem.hpp"

namespace ronda::scheduling {

/// The state of the search, reported a few times a second.
struct Progress {
  std::int64_t iterations = 0;
  double elapsed_s = 0;
  int planned = 0;
  int unplanned = 0;
  std::int64_t travel_s = 0;
  double cost = 0;
  double done = 0;  ///< 0..1, share of the budget used
};

struct Options {
  std::uint64_t seed = 1;
  double seconds = 10;          ///< wall budget; ignored if iterations > 0
  std::int64_t iterations = 0;  ///< > 0 makes the run reproducible bit for bit
  /// Plan::pace of an earlier run, with its Plan::iterations (which may be 0): that run is made once more, step by
  /// step, and stops where it stopped. Empty: a new run.
  std::vector<std::int64_t> pace;
  /// Called from the solving thread; returning false stops the search, the best plan so far is returned.
  std::function<bool(const Progress&)> on_progress;
  /// Monotonic seconds, from the host; needed when `seconds` is used.
  std::function<double()> stopwatch;
};

/// Plans the month. Every hard rule H1-H9 of the model holds in the result; each visit that found no place is in
/// `unplanned` with its reason. Errors: bad_input naming the path of the broken field (for example
/// "/lodgings/3/visits").
Result<Plan> solve(const Problem& problem, const Options& options);

/// One broken hard rule.
struct Violation {
  std::string rule;  ///< "H1" … "H9"
  std::string what;  ///< for a person
  int lodging = -1;
  int team_day = -1;
};

/// The independent judge: shares no code with the engine beyond the types above. Empty = the plan may be used.
std::vector<Violation> check(const Problem& problem, const Plan& plan);

/// What is printed with every plan.
struct Figures {
  int wanted = 0;
  int planned = 0;
  int unplanned = 0;
  double travel_min_per_visit = 0;
  double use_min = 0, use_mean = 0, use_max = 0;  ///< share of team-day budgets used
  int rotation_repeats = 0;
  double weekday_entropy = 0;  ///< inside the month, normalised, mean over lodgings
  double best_gap_guess = 0;   ///< share of the most frequent gap, over all lodgings together
  int off_spacing = 0;         ///< gaps outside the limits, history and tail included (0 in a legal plan)
  double team_use_mean = 0, team_use_max = 0;  ///< used / budget of the month, over teams
  std::int64_t travel_s = 0, service_s = 0;
  int moved_visits = 0;  ///< against Problem::published: not on the same day with the same team any more
};
Figures figures(const Problem& problem, const Plan& plan);

/// Wire word of a reason, for example "budget", and of the rule that a relaxation bends.
std::string_view word(Reason reason);
std::string_view word(Bend bend);

}  // namespace ronda::scheduling
