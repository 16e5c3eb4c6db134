#pragma once
// The plan of a real unit's month as a file (README.md, "The plan of a real month").

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/scheduling/problem.hpp"
#include "sync-server/planning/unit_month.hpp"

namespace ronda::planning {

/// How a plan was made, so that it can be made again.
struct MonthRun {
  Instant at;
  std::uint64_t seed = 0;
  double seconds = 0;
};

std::string write_month_plan(const UnitMonth& month, const scheduling::Plan& plan, const MonthRun& run);

/// What the head of such a file says: enough to read the month that it belongs to.
struct MonthFileHead {
  std::string unit;
  std::string month;
  std::string from;  ///< empty: the first of the month
  std::string made_at;
};
/// Errors: bad_input (`where`: line:column or JSON path).
Result<MonthFileHead> read_month_head(std::string_view text);

/// The plan in the planner's integers. Errors: bad_input (as above; also a lodging, team or team-day that the month
/// does not know, and a plan of another unit or month).
Result<scheduling::Plan> read_month_plan(const UnitMonth& month, std::string_view text);

}  // namespace ronda::planning
