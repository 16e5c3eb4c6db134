#pragma once
#include "shared/scheduling/insertion.hpp"

namespace ronda::scheduling {

/// Why the missing visits of `site` found no place in the finished plan, and what would make room at the least cost.
/// Precondition: at least one visit of the lodging is missing.
Unplanned explain(const State& state, Insertion& insertion, int site);

}  // namespace ronda::scheduling
