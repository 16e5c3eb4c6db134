#pragma once
// The text format of the classic instances (Cordeau's "type 1").

#include <string_view>

#include "shared/base/result.hpp"
#include "shared/scheduling/periodic/problem.hpp"

namespace ronda::scheduling::periodic {

/// Reads `1 vehicles customers days`, a line `duration capacity` for each day (0 = no limit), then a line
/// `id x y service demand frequency patterns pattern…` for the depot (id 0) and each customer. A pattern is a number
/// whose lowest bit is the last day. Empty lines are passed over; frequency 0 of a customer stands for the number of
/// days of its first pattern. Errors: bad_input with `where` = the line, counted from 1.
Result<Problem> read_cordeau(std::string_view text);

}  // namespace ronda::scheduling::periodic
