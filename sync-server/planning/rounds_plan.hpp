#pragma once
// A plan as a file (README.md, "The plan file").

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/planning/rounds_problem.hpp"

namespace ronda::planning {

/// The plan with the ids of the problem file. `seconds` is what the run took.
std::string write_rounds_plan(const RoundsProblem& rounds, const scheduling::Plan& plan, std::uint64_t seed,
                              double seconds);

/// The visits of an earlier plan of the same month; visits of lodgings or teams that are no longer in the problem are
/// left out. Errors: bad_input, `where` = line:column or JSON path.
Result<std::vector<scheduling::PublishedVisit>> read_published(const RoundsProblem& rounds, std::string_view text);

}  // namespace ronda::planning
