#include "shared/scheduling/readout.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "shared/scheduling/explain.hpp"

namespace ronda::scheduling {
namespace {

const Lock* day_lock(const Problem& problem, int lodging, const Shift& shift) {
  for (const Lock& lock : problem.locks)
    if (!lock.done && lock.lodging == lodging && lock.day == shift.day) return &lock;
  return nullptr;
}

bool is_visited_on(const Month& month, int day) {
  for (int k = 0; k < month.count; ++k)
    if (month.visits[at(k)].day == day) return true;
  return false;
}

Result<void> load_stop(State& state, int shift, int lodging, const std::string& where) {
  const Model& model = state.model();
  if (lodging < 0 || lodging >= static_cast<int>(model.sites.size())) return bad_input("no such lodging", where);
  const Month& month = state.month(lodging);
  if (month.count >= kMaxVisits) return bad_input("more visits than a month has days", where);
  if (is_visited_on(month, model.shifts[at(shift)].day))
    return bad_input("a second visit to the lodging on the same day", where);
  const Lock* lock = day_lock(model.problem, lodging, model.shifts[at(shift)]);
  state.insert(lodging, shift, static_cast<int>(state.tour(shift).stops.size()), false, lock != nullptr);
  if (lock == nullptr || lock->minute < 0 || lock->team != model.shifts[at(shift)].team) return {};
  const int earliest = (lock->minute - model.shifts[at(shift)].start_minute) * 60;
  state.hold_hour(lodging, shift, earliest, earliest + lock->late_min * 60);
  return {};
}

}  // namespace

Result<void> load_plan(State& state, const Plan& plan) {
  const Model& model = state.model();
  std::vector<int> shift_of(model.shifts.size());
  for (int s = 0; s < static_cast<int>(model.shifts.size()); ++s) shift_of[at(model.shifts[at(s)].team_day)] = s;
  state.begin();
  for (const Lock& lock : model.problem.locks)
    if (lock.done) state.insert_done(lock.lodging, lock.day, lock.team);
  for (std::size_t r = 0; r < plan.routes.size(); ++r) {
    const Route& route = plan.routes[r];
    const std::string where = "/routes/" + std::to_string(r);
    if (route.team_day < 0 || route.team_day >= static_cast<int>(shift_of.size()))
      return bad_input("no such team-day", where + "/team_day");
    const int shift = shift_of[at(route.team_day)];
    if (!state.tour(shift).stops.empty()) return bad_input("a second route of the team-day", where + "/team_day");
    for (std::size_t v = 0; v < route.lodgings.size(); ++v)
      if (auto loaded = load_stop(state, shift, route.lodgings[v], where + "/lodgings/" + std::to_string(v)); !loaded)
        return loaded;
  }
  state.commit();
  return {};
}

Plan read_plan(const State& state, Insertion& insertion) {
  Plan plan;
  const Model& model = state.model();
  for (int s = 0; s < static_cast<int>(model.shifts.size()); ++s)
    if (!state.tour(s).stops.empty()) plan.routes.push_back(Route{model.shifts[at(s)].team_day, state.tour(s).stops});
  for (int i = 0; i < static_cast<int>(model.sites.size()); ++i)
    if (state.absent(i) > 0) plan.unplanned.push_back(explain(state, insertion, i));
  plan.terms = state.terms();
  plan.cost_s = state.cost();
  return plan;
}

}  // namespace ronda::scheduling
