#pragma once
#include "shared/base/result.hpp"
#include "shared/scheduling/problem.hpp"

namespace ronda::scheduling {

/// Errors: bad_input at the path of the first field that makes no sense, for example "/lodgings/3/visits".
Result<void> validate(const Problem& problem);

}  // namespace ronda::scheduling
