#include "sync-server/service/teams.hpp"

#include <algorithm>
#include <set>

#include "shared/domain/words.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/store/access_store.hpp"

namespace ronda::server {

namespace {

/// As the planner wants it: it would refuse the whole month otherwise.
bool may_start_then(const ShiftRow& shift) {
  const int minute = shift.start.minutes;
  if (shift.band == "morning") return minute >= 5 * 60 && minute < 15 * 60;
  if (shift.band == "afternoon") return minute >= 12 * 60 && minute < 23 * 60;
  return minute >= 18 * 60 || minute < 7 * 60;
}

Result<void> check_members(const ReadTxn& txn, const TeamRow& team) {
  std::set<OfficerId> seen;
  for (std::size_t n = 0; n < team.members.size(); ++n) {
    const std::string where = "/members/" + std::to_string(n);
    if (!seen.insert(team.members[n]).second) return bad_input("an officer is named twice", where);
    auto officer = txn.access().officer(team.members[n]);
    if (!officer && officer.error().code != ErrorCode::not_found) return std::move(officer).error();
    if (!officer || officer->unit != team.unit) return bad_input("no such officer in this unit", where);
    if (officer->team && *officer->team != team.id) {
      return Error{ErrorCode::conflict, "this officer is in another team", where};
    }
  }
  return {};
}

Result<void> check_team(const ReadTxn& txn, TeamRow& team) {
  auto unit = txn.settings().unit(team.unit);
  if (!unit) return std::move(unit).error();
  if (team.name.empty() || team.name.size() > 80) return bad_input("a name has 1 to 80 characters", "/name");
  if (!is_in_area(*unit, team.start_lat_e6, team.start_lng_e6)) {
    return bad_input("the start lies outside the unit's area", "/start");
  }
  if (team.start_name.size() > 120) return bad_input("at most 120 characters", "/start/name");
  std::sort(team.shifts.begin(), team.shifts.end(),
            [](const ShiftRow& a, const ShiftRow& b) { return a.weekday < b.weekday; });
  for (std::size_t n = 0; n < team.shifts.size(); ++n) {
    const auto& shift = team.shifts[n];
    if (shift.weekday < 0 || shift.weekday > 6) return bad_input("a weekday is 0 (Monday) to 6", "/shifts");
    if (n > 0 && shift.weekday == team.shifts[n - 1].weekday) return bad_input("one shift a weekday", "/shifts");
    if (!domain::parse_band(shift.band)) return bad_input("expected morning, afternoon or night", "/shifts");
    if (!may_start_then(shift)) {
      return bad_input("a morning shift starts from 05 to 15, an afternoon from 12 to 23, a night from 18 to 07",
                       "/shifts");
    }
    if (shift.minutes < 30 || shift.minutes > 720) return bad_input("a shift has 30 to 720 minutes", "/shifts");
  }
  std::sort(team.leave.begin(), team.leave.end());
  team.leave.erase(std::unique(team.leave.begin(), team.leave.end()), team.leave.end());
  if (team.leave.size() > 366) return bad_input("at most 366 days of leave", "/leave");
  return check_members(txn, team);
}

/// Devices learn of an officer's team through the officer.
Result<void> touch_members(WriteTxn& txn, UnitId unit, const std::vector<OfficerId>& before,
                           const std::vector<OfficerId>& after) {
  std::set<OfficerId> changed(before.begin(), before.end());
  for (const auto& officer : after) {
    if (!changed.insert(officer).second) changed.erase(officer);
  }
  for (const auto& officer : changed) {
    if (auto touched = txn.touch("officer", officer.uuid, unit); !touched) return touched;
  }
  return {};
}

Result<TeamRow> store_team(WriteTxn& txn, TeamRow team, const std::vector<OfficerId>& before) {
  if (auto checked = check_team(txn, team); !checked) return std::move(checked).error();
  if (auto put = txn.settings().put_team(team); !put) return std::move(put).error();
  if (auto touched = touch_members(txn, team.unit, before, team.members); !touched) return std::move(touched).error();
  return team;
}

}  // namespace

Result<TeamRow> change_team(WriteTxn& txn, UnitId unit, TeamId id, TeamRow wanted, std::int64_t expected_version) {
  auto stored = txn.settings().team(unit, id);
  if (!stored) return stored;
  if (stored->version != expected_version) {
    return Error{ErrorCode::stale_version, "somebody changed this team in the meantime", "team"};
  }
  wanted.id = id;
  wanted.unit = unit;
  wanted.version = stored->version + 1;
  auto changed = store_team(txn, std::move(wanted), stored->members);
  if (!changed || changed->members == stored->members) return changed;
  auto row = txn.settings().unit(unit);
  if (!row) return std::move(row).error();
  if (auto shown = show_visits_again(txn, *row, id); !shown) return std::move(shown).error();
  return changed;
}

Result<TeamRow> add_team(WriteTxn& txn, UnitId unit, TeamRow wanted) {
  wanted.id = txn.new_id<TeamId>();
  wanted.unit = unit;
  wanted.version = 1;
  return store_team(txn, std::move(wanted), {});
}

}  // namespace ronda::server
