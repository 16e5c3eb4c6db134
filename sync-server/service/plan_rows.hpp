#pragma once
// A plan of the planner as rows of the store, and its figures as the API gives them. Pure but for new ids.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/scheduling/problem.hpp"
#include "sync-server/service/plan_input.hpp"
#include "sync-server/service/plan_problem.hpp"
#include "sync-server/store/planning_store.hpp"

namespace ronda::server {

/// What a stop of a plan says of its visit; everything else of `row` (identity, locks, state) stays.
void set_stop(VisitRow& row, const PlannedStop& stop);

/// The stored visits that a new plan keeps the identity of: those a person locked, and those a team was told of.
class KeptVisits {
 public:
  explicit KeptVisits(const std::vector<VisitListed>& visits);
  /// The visit that the stop stands for, once; nothing if it is a new one.
  std::optional<VisitRow> take(const PlannedStop& stop);

 private:
  std::multimap<LodgingId, VisitRow> visits_;
};

/// The rows of a plan for a draft. `new_visit` gives identities.
StoredPlan stored_plan(const BuiltProblem& built, const scheduling::Plan& plan, const RoundRow& round,
                       const Month& month, KeptVisits kept, const std::function<VisitId()>& new_visit);

std::vector<UnplannedRow> unplanned_rows(const BuiltProblem& built, const scheduling::Plan& plan, const Month& month);
std::vector<TeamDayRow> team_day_rows(const ReadPlan& read);

/// The figures of API.md, predictability included. `seconds` is what planning took, `violations` are the checker's.
std::string figures_json(const scheduling::Problem& problem, const scheduling::Plan& plan, double seconds,
                         std::size_t violations);

}  // namespace ronda::server
