#pragma once
// The unit head's desk: an office with three teams, a handful of lodgings and a planned month.

#include <string>
#include <vector>

#include "office_fixture.hpp"
#include "sync-server/service/plan_edit.hpp"
#include "sync-server/service/rounds.hpp"

namespace ronda::server::office {

class PlanDesk : public Office {
 public:
  /// Plans December 2026 on 28 November with a fixed number of steps. `lodgings` stand in a row along the coast.
  explicit PlanDesk(int lodgings = 12);

  RoundRow round();
  std::vector<VisitRow> visits();
  VisitRow visit_now(VisitId id) { return visit(id); }
  std::vector<VisitRow> visits_of(LodgingId lodging);
  /// Team and day of every visit, one line each, in order: to compare whole plans.
  std::string text_of_plan();
  std::vector<scheduling::Violation> faults();

  /// What a move would do. Fails the test if it cannot be asked.
  Tried ask(const VisitChoice& choice, const Place& place);
  Result<Moved> move(const VisitChoice& choice, const Place& place, bool anyway = false);
  /// The cheapest legal place on another day than the visit's own.
  Place cheapest_elsewhere(const VisitRow& visit);
  /// A place that is possible and bends exactly this rule, if there is one.
  std::optional<Place> place_that_bends(const VisitRow& visit, scheduling::BentRule rule);
  void publish();
  /// Plans and stores with so many steps, as the worker does.
  void plan(std::int64_t steps, std::optional<LocalDate> from = std::nullopt);

  std::vector<LodgingId> lodgings;
  std::vector<TeamRow> teams;
  RoundId round_id;

 private:
  OpenPlans open_;
};

}  // namespace ronda::server::office
