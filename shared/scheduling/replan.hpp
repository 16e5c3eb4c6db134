#pragma once
// What happened since a plan was published, as a new problem; and which visits moved because of it.

#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/scheduling/problem.hpp"

namespace ronda::scheduling {

/// A visit that was carried out.
struct VisitDone {
  int lodging = 0;
  int day = 1;
  int team = -1;  ///< -1: not known
};

struct TeamAbsent {
  int team = 0;
  int day = 1;
};

/// What changed after a plan was published. All indices are those of the problem.
struct Events {
  int today = 1;  ///< first day that may still be planned; planned visits before it that are not in
                  ///< `done` were missed
  std::vector<VisitDone> done;
  std::vector<TeamAbsent> absent;     ///< team-days that fell out
  std::vector<Lodging> new_lodgings;  ///< appended to Problem::lodgings; their `place` is in the travel matrix already
  std::vector<Lock> locks;            ///< appended to Problem::locks
};

/// The problem to solve again: done and locked visits stay, all others of `published` are held where they are as far as
/// possible (S7). Order of stops is kept. Errors: bad_input with the path of what does not exist, for example
/// "/absent/0/team".
Result<Problem> replan_problem(const Problem& problem, const Plan& published, const Events& events);

/// Why a visit is not where it was published.
enum class MoveCause : std::uint8_t {
  team_absent,     ///< its team-day fell out
  missed,          ///< its day has passed and it was not carried out
  done_elsewhere,  ///< the lodging was visited on another day instead
  locked,          ///< a lock of this lodging holds it elsewhere
  same_lodging,    ///< another visit of the lodging moved, and the gaps or the rotation between them had to be kept
  makes_room,      ///< it made room in its team-day for a visit that had to go there
  new_lodging,     ///< the visit is new: it had no place before
  better,          ///< none of these: the whole month became better by it
};
/// Wire word, for example "team_absent".
std::string_view word(MoveCause cause);

struct MovedVisit {
  int lodging = 0;
  int from_day = 0, from_team = -1;  ///< 0, -1: was not planned
  int to_day = 0, to_team = -1;      ///< 0, -1: is not planned any more
  MoveCause cause = MoveCause::better;
  int because_of =
      -1;  ///< makes_room: the lodging whose visit came; same_lodging, locked, done_elsewhere: the other day
};

/// The visits that moved, by day: `before` is the published plan of `problem`, `after` the plan of `replanned`, which
/// is replan_problem(problem, before, events).
std::vector<MovedVisit> moved_visits(const Problem& problem, const Plan& before, const Events& events,
                                     const Problem& replanned, const Plan& after);

}  // namespace ronda::scheduling
