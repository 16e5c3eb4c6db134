#pragma once
// From the register, the teams and the policy to the planner's integers and back. Pure values; any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/scheduling/problem.hpp"
#include "sync-server/service/policy.hpp"

namespace ronda::server {

using scheduling::Band;

struct PointE6 {
  std::int32_t lat = 0;  ///< micro-degrees
  std::int32_t lng = 0;
  bool operator==(const PointE6&) const = default;
};

/// Great-circle distance in metres (mean Earth radius 6,371,008.8 m).
double distance_m(PointE6 a, PointE6 b);

struct TravelRule {
  int speed_kmh = 20;    ///< > 0
  int detour_pct = 130;  ///< road length as a share of the straight line, >= 100
};

/// Driving time: straight line x detour / speed, rounded to seconds; 0 for the same point.
std::int32_t travel_seconds(PointE6 a, PointE6 b, const TravelRule& rule);

struct PlanVisitPast {
  LocalDate date;
  std::optional<TeamId> team;
  Band band = Band::morning;
};

struct PlanLodging {
  LodgingId id;
  std::optional<PointE6> point;  ///< absent: the middle of its kelurahan, else of the register
  std::string kelurahan;
  int rooms = 0;  ///< 0 = unknown
  int risk = 0;   ///< 0 low, 1 medium, 2 high
  int open_findings = 0;
  int priority = 0;                    ///< 0..100, from overdue findings
  std::vector<PlanVisitPast> history;  ///< before the month, oldest first
};

struct PlanShift {
  int weekday = 0;  ///< 0 = Monday
  Band band = Band::morning;
  int start_minute = 0;
  int minutes = 0;
};

struct PlanTeam {
  TeamId id;
  PointE6 start;
  std::vector<PlanShift> shifts;
  std::vector<LocalDate> leave;
};

/// A visit that stays. Without a date only its team is held. `minute`, after midnight of the date, needs both.
struct PlanLock {
  LodgingId lodging;
  std::optional<LocalDate> date;
  std::optional<TeamId> team;
  int minute = -1;
  bool done = false;
};

/// Minutes that a person added to a team-day.
struct PlanExtraTime {
  TeamId team;
  LocalDate date;
  int minutes = 0;
};

/// A team-day that a stored plan uses although the roster has no such shift any more.
struct PlanStandingShift {
  TeamId team;
  LocalDate date;
  Band band = Band::morning;
  int start_minute = 0;
  int minutes = 0;
};

struct PlanHoliday {
  LocalDate date;
  bool national = true;  ///< false: collective leave
};

struct PlanRules {
  int visits_min[3] = {4, 4, 5};  ///< by risk
  int visits_max[3] = {4, 5, 5};
  VisitReading reading = VisitReading::premises;
  std::map<int, std::pair<int, int>> gaps = {{4, {4, 12}}, {5, {3, 10}}};  ///< by visits: closest, farthest, days
  int service_base_min = 20;
  int service_per_12_rooms_min = 5;
  TravelRule travel;
};

struct PlanInput {
  std::string name;
  int year = 2026;
  int month = 1;
  std::optional<LocalDate> from;  ///< earliest day to plan, inside the month
  std::vector<PlanLodging> lodgings;
  std::vector<PlanTeam> teams;
  std::vector<PlanHoliday> holidays;
  std::vector<PlanLock> locks;
  std::vector<PlanExtraTime> extra;
  std::vector<PlanStandingShift> standing;
  /// Visits wanted of a lodging where a stored plan has decided already; the rules decide for the others.
  std::map<LodgingId, int> wanted;
  /// Visits in the month whose spacing rule holds for a lodging, if these are others than are wanted now: the rule of a
  /// stored plan outlives a visit that was missed. The number wanted decides for the others.
  std::map<LodgingId, int> spaced_for;
  PlanRules rules;
};

/// A team that does not go out on a day although its roster says so.
struct TeamAbsence {
  TeamId team;
  LocalDate date;
  bool leave = false;  ///< else a holiday or too short a rest
};

struct BuiltProblem {
  scheduling::Problem problem;
  std::vector<LodgingId> lodgings;  ///< by the problem's index
  std::vector<TeamId> teams;
  std::vector<TeamAbsence> absences;
  std::vector<std::pair<int, int>> standing;  ///< (team, day) of shifts that only a stored plan still has
  std::vector<PointE6> places;                ///< by the problem's index of places
  TravelRule travel;
};

/// Driving times between all places, row by row.
std::vector<std::int32_t> travel_matrix(const std::vector<PointE6>& points, const TravelRule& rule);

/// Seconds on site: base + so many minutes for each full dozen of rooms.
int service_seconds(const PlanRules& rules, int rooms);

/// Visits wanted of one lodging: the tier's minimum, one more up to the maximum while findings are open. In a month
/// that begins in the middle, what is done plus the share of the days that are left, at least one.
int wanted_visits(const PlanRules& rules, const PlanLodging& lodging, int done, int days_left, int days);

/// Teams on duty on a holiday: a third (national) or two thirds (collective leave), rounded up, taking turns by day.
bool is_on_duty(const PlanHoliday& holiday, std::size_t team, std::size_t teams);

/// Errors: bad_input (no lodging, no team with a shift, `from` outside the month, a lock on something unknown).
Result<BuiltProblem> build_problem(const PlanInput& input);

/// One stop of a plan with its place in the day.
struct PlannedStop {
  LodgingId lodging;
  TeamId team;
  LocalDate date;
  Band band = Band::morning;
  int order = 1;
  int planned_minute = 0;  ///< minutes after midnight of `date` at which the visit begins
  int shift_start = 0;
  int shift_end = 0;
  int service_s = 0;
  int travel_s = 0;  ///< from the stop before or from the start
};

struct TeamDayUse {
  TeamId team;
  LocalDate date;
  Band band = Band::morning;
  int visits = 0;
  int used_s = 0;
  int budget_s = 0;
};

struct ReadPlan {
  std::vector<PlannedStop> stops;  ///< by date, team, order
  std::vector<TeamDayUse> days;    ///< every team-day, also empty ones
};

/// The planner's routes in the unit's words; times run along each route from the start of the shift.
ReadPlan read_plan(const BuiltProblem& built, const scheduling::Plan& plan, int year, int month);

}  // namespace ronda::server
