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
  int minute = -1;    ///< minutes after midnight of `day` before which the visit does not begin (a team that is early
                      ///< waits, on its budget); nights count on, 00:30 is 1470. Needs a day and a team
  int late_min = 15;  ///< and by how many minutes it may begin later
};

/// A visit of the plan that is already published: staying on its day and with its team is cheaper than moving (S7).
struct PublishedVisit {
  int lodging = 0;
  int day = 1;
  int team = 0;
  int minute = -1;  ///< minutes after midnight at which it was to begin; -1: the hour is not held
};

/// The three readings of "4-5 times a month".
enum class Reading : std::uint8_t {
  premises,  ///< each lodging is visited so often: Lodging::visits says all
  unit,      ///< the unit goes out on so many days of the month, all its teams together
  officer,   ///< each team goes out so many times
};

/// What the readings `unit` and `officer` limit besides the lodgings' own visits. Ignored for `premises`.
struct RoundRule {
  Reading reading = Reading::premises;
  int rounds = 5;  ///< round-days of the unit, or shifts of each team, in the month; those before Problem::first_day
                   ///< that are in Problem::locks as done count
  int min_gap_days = 1;   ///< between two round-days of the unit, or two shifts of one team
  int max_gap_days = 31;  ///< of the unit only, as far as its working days allow it
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
  RoundRule round_rule;

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

/// The rule that a relaxation bends.
enum class Bend : std::uint8_t {
  budget,    ///< overtime
  gap,       ///< a gap too short or too long
  open,      ///< a closed or blacked-out day opened
  band,      ///< an hour band that the lodging is not to be visited in
  rotation,  ///< the same team once more
  weekday,   ///< the same weekday, or weekday and band, once more
  rest,      ///< less than the rest between two shifts
};

/// What would be enough to make a missing visit: one bent rule and, with it, some overtime where no time is left.
struct Relaxation {
  Bend bend = Bend::budget;
  int minutes = 0;            ///< overtime of that team-day; 0 if its time is enough
  int gap_days = 0;           ///< Bend::gap: days by which the gap misses its limits
  int team = 0;               ///< index into Problem::teams
  int day = 1;                ///< day of the month
  Band band = Band::morning;  ///< of that team-day
  int cost_min = 0;           ///< what the unit is taken to pay for it, in minutes; the order of relaxations
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
  std::vector<Relaxation> relaxations;        ///< the same (up to three) as values, the cheapest first
};

/// A cost by the soft rule it comes from (README.md), in seconds of travel.
struct CostTerms {
  std::int64_t travel = 0;          ///< S1
  std::int64_t spacing = 0;         ///< S2
  std::int64_t predictability = 0;  ///< S3
  std::int64_t rotation = 0;        ///< S4
  std::int64_t balance = 0;         ///< S5
  std::int64_t risk = 0;            ///< S6
  std::int64_t stability = 0;       ///< S7
  std::int64_t slack = 0;           ///< S8: waiting, and too little time in reserve

  std::int64_t total() const {
    return travel + spacing + predictability + rotation + balance + risk + stability + slack;
  }
  CostTerms& operator+=(const CostTerms& other) { return add(other, 1); }
  CostTerms& operator-=(const CostTerms& other) { return add(other, -1); }
  bool operator==(const CostTerms&) const = default;

 private:
  CostTerms& add(const CostTerms& other, int sign) {
    travel += sign * other.travel;
    spacing += sign * other.spacing;
    predictability += sign * other.predictability;
    rotation += sign * other.rotation;
    balance += sign * other.balance;
    risk += sign * other.risk;
    stability += sign * other.stability;
    slack += sign * other.slack;
    return *this;
  }
};

struct Plan {
  std::vector<Route> routes;
  std::vector<Unplanned> unplanned;
  std::int64_t cost_s = 0;      ///< what the search minimised after the unplanned visits, in seconds of travel
  CostTerms terms;              ///< the same by soft rule; their sum is cost_s
  std::int64_t iterations = 0;  ///< steps of the search that were made
  /// Steps made when each further 1/128 of the budget was seen to be used up, the first at 0. With seed and
  /// `iterations` all that Options needs to derive the plan once more, bit for bit: also one made by seconds, or
  /// stopped by a person.
  std::vector<std::int64_t> pace;
};

}  // namespace ronda::scheduling
