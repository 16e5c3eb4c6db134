#include "shared/scheduling/solver.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shared/scheduling/construct.hpp"
#include "shared/scheduling/moves/moves.hpp"
#include "shared/scheduling/readout.hpp"
#include "shared/scheduling/round_days.hpp"
#include "shared/scheduling/search.hpp"
#include "shared/scheduling/validate.hpp"

namespace ronda::scheduling {
namespace {

constexpr int kReach = 512;  // a city has fewer team-days, so that none is overlooked there

/// A fresh state with the given tours; visits that `from` has pinned stay pinned.
void rebuild(State& state, const State& from, const std::vector<std::vector<int>>& tours) {
  const Model& model = state.model();
  state.begin();
  for (const Lock& lock : model.problem.locks)
    if (lock.done) state.insert_done(lock.lodging, lock.day, lock.team);
  for (int s = 0; s < static_cast<int>(tours.size()); ++s) {
    for (const int site : tours[at(s)]) {
      bool pinned = false, fixed = false;
      const Month& month = from.month(site);
      for (int k = 0; k < month.count; ++k) {
        if (month.visits[at(k)].shift != s) continue;
        pinned = month.visits[at(k)].pinned;
        fixed = month.visits[at(k)].fixed;
      }
      state.insert(site, s, static_cast<int>(state.tour(s).stops.size()), pinned, fixed);
    }
    // Visits whose hour is held are pinned: they are in the same tour in every state.
    for (const Timed& timed : from.tour(s).timed) state.hold_hour(timed.site, s, timed.earliest_s, timed.latest_s);
  }
  state.commit();
}

/// The better of two first plans. The detours that an Insertion remembers belong to one state only.
void first_plan(std::unique_ptr<State>& state, std::unique_ptr<Insertion>& insertion, Random& random) {
  auto other = std::make_unique<State>(*state);
  auto other_insertion = std::make_unique<Insertion>(*insertion);
  construct(*state, *insertion, random, Order::farthest_first);
  if (state->unplanned() == 0) return;
  construct(*other, *other_insertion, random, Order::outwards);
  if (other->unplanned() >= state->unplanned()) return;
  state = std::move(other);
  insertion = std::move(other_insertion);
}

/// After the search: straight tours, and one quiet attempt for what is still missing.
void finish(State& state, Insertion& insertion, Random& random) {
  const Model& model = state.model();
  for (int s = 0; s < static_cast<int>(model.shifts.size()); ++s) {
    state.begin();
    moves::straighten(state, s);
    state.commit();
  }
  const std::vector<int> absent = state.absentees();
  for (const int site : absent) {
    state.begin();
    insertion.complete(state, site, random, 0);
    make_legal(state, site);
    // What is cheapest may be illegal for a month that stays incomplete; then any place will do.
    for (Spot spot; state.absent(site) > 0 && (spot = insertion.best_within(state, site, -1, -1)).found();)
      state.insert(site, spot.shift, spot.position);
    state.commit();
  }
}

}  // namespace

Result<Plan> solve(const Problem& problem, const Options& options) {
  const double began_s = options.stopwatch ? options.stopwatch() : 0;
  if (auto fine = validate(problem); !fine) return std::move(fine).error();
  if (options.iterations <= 0 && options.pace.empty() && !options.stopwatch)
    return bad_input("planning by time needs a stopwatch", "/options/stopwatch");
  Random random(options.seed);
  const Model model(problem, draw_round_days(problem, random));
  auto state = std::make_unique<State>(model);
  auto insertion = std::make_unique<Insertion>(model, kReach);
  if (auto placed = place_locks(*state, *insertion); !placed) return std::move(placed).error();
  place_published(*state, *insertion);
  first_plan(state, insertion, random);

  Search search(*state, *insertion, random, options, began_s);
  search.run();
  State best(model);
  rebuild(best, *state, search.best());
  Insertion fresh(model);  // the remembered detours belong to the tours of the other state
  finish(best, fresh, random);
  Plan plan = read_plan(best, fresh);
  plan.iterations = search.iterations();
  plan.pace = search.pace();

  const std::vector<Violation> broken = check(problem, plan);
  if (!broken.empty())
    return Error{ErrorCode::corrupt, "the planner broke rule " + broken[0].rule + ": " + broken[0].what,
                 broken[0].lodging >= 0 ? "/lodgings/" + std::to_string(broken[0].lodging)
                                        : "/team_days/" + std::to_string(broken[0].team_day)};
  return plan;
}

}  // namespace ronda::scheduling
