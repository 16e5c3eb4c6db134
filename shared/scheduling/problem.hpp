#pragma once
// A month of rounds as the planner sees it: integers in, integers out (shared/scheduling/README.md). Plain values.

#include <cstdint>
#include <string>
#include <vector>

namespace ronda::scheduling {

/// Hour bands of a shift, as bits of a mask: morning 07-15, afternoon 15-23, night 23-07.
enum class Band : std::uint8_t { morning = 1, afternoon = 2, night = 4 };

/// A past visit, newest last, used for spacing, rotation and predictability across the month's edge.
struct PastVisit {
  int days_before = 0;  ///< days before day 1 of the month minus one: 1 = the last day of the month before
  int team = -1;        ///< index into Problem::teams, -1 if that team is not in this problem
  int weekday = 0;      ///< 0 = Monday
  Band band = Band::morning;
};

struct Lodging {
  int place = 0;      ///< index into the travel matrix
  int visits = 4;     ///< visits wanted in the month
  int service_s = 0;  ///< seconds on site
  int min_gap_days = 4;
  int max_gap_days = 12;
  std::uint8_t closed_weekdays = 0;  ///< bit w set: closed on weekday w (0 = Monday)
  std::vector<int> blackout_days;    ///< days of the month, 1-based
  std::uint8_t bands = 7;            ///< mask of Band that the lodging may be visited in
  std::uint32_t skills = 0;          ///< skills a team must have, all of them
  std::vector<int> barred_teams;     ///< conflict of interest
  int risk = 0;                      ///< 0 low, 1 medium, 2 high
  int priority = 0;                  ///< from overdue findings and tips, 0..100
  std::vector<PastVisit> history;    ///< up to 12 weeks, oldest first; may be empty (new lodging)
};

struct Team {
  int start_place = 0;
  int end_place = 0;
  std::uint32_t skills = 0;
};

/// One shift of one team. At most one per team and day.
struct TeamDay {
  int team = 0;
  int day = 1;  ///< 1-based day of the month on which the shift starts
  Band band = Band::morning;
  int start_minute = 0;  ///< minutes after midnight of `day`
  int budget_s = 0;      ///< service + travel, seconds
};

/// A visit that must stay. -1 leaves that part open.
struct Lock {
  int lodging = 0;
  int day = -1;
  int team = -1;
  bool done = false;  ///< already carried out: counts as planned, takes no budget
};

/// A visit of the plan that is already published: staying on its day and with its team is cheaper than moving (S7).
struct PublishedVisit {
  int lodging = 0;
  int day = 1;
  int team = 0;
};

struct Problem {
  std::string name;
  int days = 30;          ///< days in the month
  int first_weekday = 0;  ///< weekday of day 1, 0 = Monday
  int first_day = 1;      ///< earliest day that may still be planned (re-planning, first month)
  int max_same_team_in_row = 2;
  std::vector<Lodging> lodgings;
  std::vector<Team> teams;
  std::vector<TeamDay> team_days;
  std::vector<Lock> locks;
  int places = 0;
  std::vector<std::int32_t> travel_s;     ///< places * places, row = from, seconds
  std::vector<PublishedVisit> published;  ///< re-planning: moved as little as possible; may be empty

  std::int32_t travel(int from, int to) const {
    return travel_s[static_cast<std::size_t>(from) * static_cast<std::size_t>(places) + static_cast<std::size_t>(to)];
  }
};

/// Why a visit could not be placed, as the field says it. Wire words; the interface has the sentence.
enum class Reason {
  no_open_day,     ///< closed weekdays, blackout, holidays leave no day that keeps the gaps
  no_band,         ///< no team-day in a band that the lodging allows
  no_skill,        ///< no team with the skill, or all barred (conflict of interest)
  rotation,        ///< only teams that were there too often have time
  budget,          ///< every suitable team-day is full
  too_far,         ///< even alone the trip does not fit any team-day
  spacing,         ///< room exists, but only closer or farther apart than the gaps allow
  predictability,  ///< only weekdays that would make the lodging predictable are left
};

struct Route {
  int team_day = 0;           ///< index into Problem::team_days
  std::vector<int> lodgings;  ///< in driving order
};

struct Unplanned {
  int lodging = 0;
  int count = 1;
  Reason reason = Reason::budget;
  /// The cheapest relaxation as a wire word with numbers, e.g. "budget+25min team=2 day=14"; may be empty.
  std::string relaxation;
  std::vector<std::string> more_relaxations;  ///< the next two, dearer ones, each of another kind
};

struct Plan {
  std::vector<Route> routes;
  std::vector<Unplanned> unplanned;
  std::int64_t cost_s = 0;  ///< what the search minimised after the unplanned visits, in seconds of travel
};

}  // namespace ronda::scheduling
