#pragma once
// A plan opened for changes by hand: what a move would cost and which rules it would bend, at once and before it is
// made. Not for several threads at a time.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/scheduling/problem.hpp"

namespace ronda::scheduling {

/// What a change made by hand may bend, each with two numbers: what is, and what the rule allows.
enum class BentRule : std::uint8_t {
  no_shift,          ///< H4: the team does not work that day: is 0, allowed 1
  round_days,        ///< H4: round-days of the unit, or shifts of the team, used; allowed (RoundRule)
  round_gap,         ///< H4: days between two of them; least
  twice_a_day,       ///< H3: visits to the lodging on that day; allowed 1
  done,              ///< H5: the visit is carried out; day it was done on, 0
  locked,            ///< H5: the visit is locked; day it is locked to (-1: to a team only), 0
  too_early,         ///< H3: day; first day that may be planned
  closed_weekday,    ///< H3: weekday (0 = Monday), 0
  blackout,          ///< H3: day, 0
  band,              ///< H3: band of the shift (bit); bands allowed (mask)
  skill,             ///< H4: skills of the team; skills needed (masks)
  conflict,          ///< H7: team, 0 (conflict of interest)
  budget,            ///< H4: minutes used, rounded up; budget in minutes
  band_end,          ///< H4: minute after midnight at which the last visit ends; at which the band ends
  rest,              ///< H6: minutes of rest between two shifts; 660
  hour,              ///< H5: minute after midnight at which a visit of a locked hour would begin; the latest allowed
  gap_short,         ///< H2: days between two visits; least
  gap_long,          ///< H2: days between two visits, or from the last one to the month's end; greatest
  same_team_in_row,  ///< H8: times in a row; allowed
  same_team_share,   ///< H8: visits of the team in the month; allowed
  weekday_share,     ///< H9: visits on that weekday of the month; allowed
  past_weekday,      ///< H9: visits on that weekday among the last eight and the month; allowed
  past_cell,         ///< H9: visits on that weekday in that band among the last eight and the month; allowed
  missing,           ///< H1: visits of the lodging that are not planned any more; 0
};
/// Wire word, for example "gap_short".
std::string_view word(BentRule rule);
/// The hard rule it belongs to, "H1" … "H9".
std::string_view hard_rule(BentRule rule);

struct Bent {
  BentRule rule = BentRule::no_shift;
  int is = 0;
  int allowed = 0;
  int lodging = -1;     ///< index, -1 if it is the team's rule
  int team = -1;        ///< index, -1 if it is the lodging's rule
  int day = 0;          ///< day of the month it shows on
  bool before = false;  ///< the plan bends it already, as much or more
};

/// Which visit. A lodging is visited at most once a day, so lodging and day name it.
struct VisitAt {
  int lodging = 0;
  int day = 0;  ///< 0: one of the lodging's visits that are not planned yet
};

/// Where to. `day` 0 takes the visit out of the plan.
struct Target {
  int day = 0;
  int team = 0;
  int position = -1;  ///< in the driving order without the visit itself, from 0; -1: the cheapest
};

/// A team-day that a change touches.
struct TouchedShift {
  int team_day = 0;  ///< index into Problem::team_days
  int used_before_s = 0, used_after_s = 0;
  int budget_s = 0;
};

struct Change {
  bool possible = false;   ///< it can be made at all: not for no_shift, twice_a_day and done
  bool legal = false;      ///< possible, and no rule is bent that was not bent as much before
  CostTerms cost;          ///< after minus before, by soft rule; zero if not possible
  int unplanned = 0;       ///< after minus before
  int position = 0;        ///< where in the driving order the visit would be
  std::vector<Bent> bent;  ///< all rules that the lodging and the two team-days bend afterwards
  std::vector<TouchedShift> shifts;
};

/// An opened plan. Keeps its problem alive; knows nothing of the search that made the plan.
class Editor {
 public:
  /// Errors: bad_input at the path of what the problem or the plan says that cannot be ("/routes/3/visits/0": unknown,
  /// twice on one day). A plan that bends rules opens: people's changes may have bent them.
  static Result<Editor> open(std::shared_ptr<const Problem> problem, const Plan& plan);
  Editor(Editor&&) noexcept;
  Editor& operator=(Editor&&) noexcept;
  ~Editor();

  /// What the move would do. Leaves the plan as it is. Some 10 µs in a city.
  /// Errors: not_found (no such visit; nothing of that lodging is missing), bad_input (unknown lodging, team, day or
  /// position, at "/lodging", "/team", "/day", "/position").
  Result<Change> try_move(VisitAt visit, Target to);
  /// Makes the move if it is possible, legal or not: whether a person may bend a rule is the caller's to decide.
  Result<Change> apply(VisitAt visit, Target to);
  /// The cheapest legal targets of a visit, cheapest first, at most `most`. Errors as try_move.
  struct Offer {
    Target to;
    Change change;
  };
  Result<std::vector<Offer>> offers(VisitAt visit, int most);

  /// The plan as it is now, with reasons and relaxations of what is missing.
  Plan plan();
  /// Rules bent now by any lodging or team-day.
  std::vector<Bent> bent() const;
  /// Why visits of a lodging are missing. Errors: not_found if none is, bad_input if there is no such lodging.
  Result<Unplanned> explain(int lodging);

 private:
  struct Inside;
  explicit Editor(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace ronda::scheduling
