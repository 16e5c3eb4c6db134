#pragma once
// Reading::unit: on which days of the month the unit goes out.

#include <cstdint>

#include "shared/scheduling/problem.hpp"
#include "shared/scheduling/random.hpp"

namespace ronda::scheduling {

/// So many days as the rule allows, in secret: of some day sets drawn at random from those that keep the gaps, each
/// with the same chance (counting from the month's end), the one on which the teams have most time. Days on which
/// something is done or locked are round-days. If no set of that size keeps the gaps, one day less, and so on. Bit d of
/// the result is day d; all bits for the other readings.
std::uint32_t draw_round_days(const Problem& problem, Random& random);

}  // namespace ronda::scheduling
