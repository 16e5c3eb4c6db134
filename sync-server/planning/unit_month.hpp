#pragma once
// A month of a real unit out of a server's data folder, which is only looked at: a server may run on it meanwhile.

#include <map>
#include <optional>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "sync-server/service/rounds.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::planning {

struct UnitMonthCall {
  std::string data;                     ///< the server's data folder
  std::string unit;                     ///< its name; empty: the only one
  std::string month;                    ///< YYYY-MM
  std::optional<std::string> from;      ///< first day to plan, YYYY-MM-DD
  std::optional<std::string> today_at;  ///< the clock, RFC 3339, for drills and tests; else the machine's
};

struct UnitMonth {
  server::UnitRow unit;
  server::PlanTask task;
  std::map<LodgingId, std::string> lodging_names;
  std::map<TeamId, std::string> team_names;
  Instant now;                    ///< when it was read
  std::optional<LocalDate> from;  ///< first day that is planned, if that is not the first of the month
};

/// What the server would plan from if it were asked now. Errors: not_found (no folder, no database in it), bad_input
/// (the unit, the month or a date in words; nothing to plan), conflict (the month is over), unsupported_version (the
/// data is newer or older than this program), io_failed.
Result<UnitMonth> read_unit_month(const UnitMonthCall& call);

}  // namespace ronda::planning
