#pragma once
// Questions before a change by hand: what would this move cost, which rules would it bend, where is it cheapest.
// Nothing is changed here.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/scheduling/editing.hpp"
#include "sync-server/service/plan_board.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Which visit is meant: a planned one, or (by lodging) one that has no place yet.
struct VisitChoice {
  std::optional<VisitId> visit;
  std::optional<LodgingId> lodging;
};

/// A place for a visit. `position` in the driving order without the visit, from 0; nothing: the cheapest.
struct Place {
  LocalDate date;
  TeamId team;
  std::optional<int> position;
};

/// What a move would do, in the board's own indices.
struct Tried {
  scheduling::Change change;
  scheduling::VisitAt visit;
  scheduling::Target target;
  bool may_bend = false;  ///< what is newly bent, if anything, is a person's to bend
};

/// One answer of the month of prices: a team-day and what the visit would cost there.
struct Price {
  int day = 1;
  int team = 0;
  Tried tried;
};

/// Errors: not_found (no such visit ahead; nothing of that lodging is unplanned), bad_input (neither or both named).
Result<scheduling::VisitAt> choose(const PlanBoard& board, const VisitChoice& choice);

/// Errors: as choose; bad_input (a date outside the month, an unknown team or position).
Result<Tried> try_place(const PlanBoard& board, scheduling::Editor& editor, const VisitChoice& choice,
                        const Place& place);

/// Every team-day that lies ahead, by day and team. Errors: as choose.
Result<std::vector<Price>> price_month(const PlanBoard& board, scheduling::Editor& editor, const VisitChoice& choice);

/// Opened plans of rounds, kept until the round or what it stands on changes, so that a question costs no reading.
/// Any thread; one question at a time.
class OpenPlans {
 public:
  using Ask = std::function<Result<void>(const PlanBoard&, scheduling::Editor&)>;
  /// Opens the plan unless it lies open, and asks. `ask` must leave the editor's plan as it is.
  /// Errors: those of read_board, of Editor::open and of `ask`.
  Result<void> with(const ReadTxn& txn, UnitId unit, RoundId round, const Ask& ask);

 private:
  struct Opened {
    std::string stamp;
    PlanBoard board;
    scheduling::Editor editor;
  };
  Result<std::shared_ptr<Opened>> open(const ReadTxn& txn, UnitId unit, RoundId round);

  std::mutex mutex_;                                                ///< guards plans_ and every editor in it
  std::vector<std::pair<RoundId, std::shared_ptr<Opened>>> plans_;  ///< the last used at the end
};

}  // namespace ronda::server
