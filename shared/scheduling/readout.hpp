#pragma once
// A plan as a state, and a state as a plan.

#include "shared/base/result.hpp"
#include "shared/scheduling/insertion.hpp"
#include "shared/scheduling/state.hpp"

namespace ronda::scheduling {

/// Loads what is done and the routes of a plan, legal or not, into an empty state; visits that are locked to their day
/// are marked fixed, none is pinned. Errors: bad_input at "/routes/<n>…" (unknown team-day or lodging, a team-day or a
/// lodging twice a day, more visits than a month can hold).
Result<void> load_plan(State& state, const Plan& plan);

/// The plan that a state holds, with the reasons for what is missing.
Plan read_plan(const State& state, Insertion& insertion);

}  // namespace ronda::scheduling
