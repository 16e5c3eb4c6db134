#pragma once
// A stored plan put back on the planner's board: the same integers it was made of, with the visits as they stand now.
// For edits by hand, for the questions before them, and for planning the rest of a month. Inside the caller's
// transaction.

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/scheduling/problem.hpp"
#include "sync-server/service/plan_input.hpp"
#include "sync-server/service/plan_problem.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Which visits lie on the board.
enum class BoardView {
  ahead,  ///< from today on, what may still be changed; done visits are fixed, and those that are under way since
          ///< yesterday
  whole,  ///< the whole month as it was planned, whatever became of each visit; none is done or fixed by being told
};

struct PlanBoard {
  RoundRow round;
  Month month;
  UnitRow unit;
  std::vector<TeamRow> teams;  ///< as BuiltProblem::teams, for names
  std::shared_ptr<const BuiltProblem> built;
  scheduling::Plan plan;                           ///< routes and unplanned; no cost
  std::map<std::pair<int, int>, VisitRow> visits;  ///< by (index of the lodging, day)
  std::vector<PlanLock> done;                      ///< visits carried out in the month, planned or not
  int today = 1;  ///< day of the month; 1 when the month lies ahead, past its last day when it is over

  std::shared_ptr<const scheduling::Problem> problem() const { return {built, &built->problem}; }
  LocalDate date(int day) const { return {month.year, month.month, day}; }
  /// -1 if it is not on the board.
  int lodging_index(LodgingId id) const;
  int team_index(TeamId id) const;
};

/// `newcomers` are lodgings that the plan does not know yet: they get their share of visits for the days from `from`
/// on, as unplanned. Errors: not_found, conflict (nothing is planned yet).
struct Newcomers {
  std::vector<LodgingId> lodgings;
  int from = 1;
};
Result<PlanBoard> read_board(const ReadTxn& txn, UnitId unit, RoundId round, BoardView view,
                             const Newcomers& newcomers = {});

/// The board without the visits that were missed: nobody came, so they are neither planned nor wanted, and no observer
/// has seen them. For figures of a whole month.
PlanBoard without_missed(PlanBoard board);

}  // namespace ronda::server
