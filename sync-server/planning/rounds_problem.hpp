#pragma once
// A month of rounds as a file (README.md, "The problem file"): read strictly into the planner's integers.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/scheduling/problem.hpp"

namespace ronda::planning {

/// The planner's problem and the ids that the file uses for what the planner counts from 0.
struct RoundsProblem {
  scheduling::Problem problem;
  std::vector<std::int64_t> lodging_ids, team_ids;
  std::map<std::int64_t, int> lodging_index, team_index;
};

/// Errors: bad_input, `where` = line:column or JSON path.
Result<RoundsProblem> read_rounds_problem(std::string_view text);

}  // namespace ronda::planning
