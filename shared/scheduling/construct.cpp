#include "shared/scheduling/construct.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling {
namespace {

std::string lock_path(std::size_t index) { return "/locks/" + std::to_string(index); }

bool has_visit_on(const Month& month, int day) {
  for (int k = 0; k < month.count; ++k)
    if (month.visits[at(k)].day == day) return true;
  return false;
}

/// The least gap holds between `day` and all visits before and after.
bool keeps_distance(const Site& site, const Month& month, int day) {
  if (site.last_day != kNoDay && day - site.last_day < site.lo) return false;
  for (int k = 0; k < month.count; ++k)
    if (std::abs(month.visits[at(k)].day - day) < site.lo) return false;
  return true;
}

/// Moves the locked stop to where its hour and those of the others hold. False if there is no such place.
bool hold_hour(State& state, const Lock& lock, int s) {
  const int earliest = (lock.minute - state.model().shifts[at(s)].start_minute) * 60;
  state.hold_hour(lock.lodging, s, earliest, earliest + lock.late_min * 60);
  std::vector<int> others = state.tour(s).stops;
  others.erase(std::find(others.begin(), others.end(), lock.lodging));
  std::vector<int> best = state.tour(s).stops;
  for (std::size_t p = 0; p <= others.size(); ++p) {
    std::vector<int> stops = others;
    stops.insert(stops.begin() + static_cast<std::ptrdiff_t>(p), lock.lodging);
    if (state.length(s, stops) < state.length(s, best)) best = stops;
  }
  state.reorder(s, best);
  return state.tour(s).late_s == 0 && state.slot(s).free_s >= 0;
}

}  // namespace

Result<void> place_locks(State& state, Insertion& insertion) {
  const Model& model = state.model();
  const std::vector<Lock>& locks = model.problem.locks;
  state.begin();
  for (const Lock& lock : locks)
    if (lock.done) state.insert_done(lock.lodging, lock.day, lock.team);
  // Locks with a day first: they leave no choice.
  for (const bool with_day : {true, false})
    for (std::size_t k = 0; k < locks.size(); ++k) {
      const Lock& lock = locks[k];
      if (lock.done || (lock.day >= 0) != with_day) continue;
      if (lock.day >= 0 && has_visit_on(state.month(lock.lodging), lock.day))
        return bad_input("a second visit to the lodging on the same day", lock_path(k));
      if (state.absent(lock.lodging) == 0) return bad_input("more locks than visits wanted", lock_path(k));
      const Spot spot = insertion.best_within(state, lock.lodging, lock.day, lock.team);
      if (!spot.found())
        return bad_input(
            "no such team-day can take the locked visit (working day, budget, rest, skill or conflict of interest)",
            lock_path(k));
      state.insert(lock.lodging, spot.shift, spot.position, true, lock.day >= 0);
      // Locks of a full team-day come one by one; only a straight tour leaves the next one the time it had.
      moves::straighten(state, spot.shift);
      if (lock.minute >= 0 && !hold_hour(state, lock, spot.shift))
        return bad_input("the locked visit cannot begin at that hour (shift, or another locked hour of the team)",
                         "/locks/" + std::to_string(k) + "/minute");
    }
  state.commit();
  return {};
}

void place_published(State& state, Insertion& insertion) {
  const Model& model = state.model();
  for (const PublishedVisit& was : model.problem.published) {
    const Site& site = model.sites[at(was.lodging)];
    if (was.day < model.first_day || state.absent(was.lodging) <= 0) continue;
    if (!keeps_distance(site, state.month(was.lodging), was.day)) continue;
    for (int s = model.first_of_day[at(was.day)]; s < model.first_of_day[at(was.day) + 1]; ++s) {
      const Shift& shift = model.shifts[at(s)];
      if (shift.team != was.team || !model.suits(was.lodging, s) || state.blocked(s)) continue;
      const Detour detour = insertion.detour(state, was.lodging, s);
      const int rest = shift.limit_s - state.tour(s).used_s() - site.service_s;
      if (detour.extra_s > rest) continue;
      state.begin();
      // At its old place in the row if there is time: published visits are listed in driving order.
      state.insert(was.lodging, s, static_cast<int>(state.tour(s).stops.size()));
      if (state.tour(s).used_s() > shift.limit_s || state.tour(s).late_s > 0) {
        state.remove(was.lodging, s);
        state.insert(was.lodging, s, detour.position);
      }
      state.commit();
    }
  }
}

namespace {

/// The way from the nearest base.
int remoteness(const Model& model, int site) {
  int least = std::numeric_limits<int>::max();
  for (const Team& team : model.problem.teams)
    least = std::min(least, model.travel(team.start_place, model.sites[at(site)].place));
  return least;
}

/// All lodgings in an order in which neighbours follow each other and join the tours that were opened for the ones
/// before: from the farthest on, or from the bases outwards.
std::vector<int> chain(const Model& model, Order order) {
  const int count = static_cast<int>(model.sites.size());
  std::vector<int> far(model.sites.size()), rest(model.sites.size()), listed;
  for (int i = 0; i < count; ++i) {
    far[at(i)] = remoteness(model, i);
    rest[at(i)] = i;
  }
  const auto nearer = [&far](int a, int b) { return far[at(a)] < far[at(b)]; };
  auto next = order == Order::farthest_first ? std::max_element(rest.begin(), rest.end(), nearer)
                                             : std::min_element(rest.begin(), rest.end(), nearer);
  while (next != rest.end()) {
    const int here = *next;
    listed.push_back(here);
    *next = rest.back();
    rest.pop_back();
    const std::int32_t* way = model.out_of(model.sites[at(here)].place);
    const int outwards = order == Order::outwards ? 1 : 0;
    next = std::min_element(rest.begin(), rest.end(), [&model, &far, way, outwards](int a, int b) {
      return way[model.sites[at(a)].place] + outwards * far[at(a)] <
             way[model.sites[at(b)].place] + outwards * far[at(b)];
    });
  }
  return listed;
}

}  // namespace

void construct(State& state, Insertion& insertion, Random& random, Order order) {
  const Model& model = state.model();
  for (const int site : chain(model, order)) {
    state.begin();
    state.refresh_balance_prices();
    insertion.complete(state, site, random, 0);
    make_legal(state, site);
    state.commit();
  }
}

void make_legal(State& state, int site) {
  while (!state.legal(site)) {
    const Month& month = state.month(site);
    int best = -1;
    // The visit without which the rest is legal, else the last one that may go.
    for (int k = 0; k < month.count; ++k) {
      if (month.visits[at(k)].pinned) continue;
      best = month.visits[at(k)].shift;
      Month without = month;
      for (int v = k; v + 1 < without.count; ++v) without.visits[at(v)] = without.visits[at(v + 1)];
      --without.count;
      if (state.legal(site, without)) break;
    }
    if (best < 0) return;
    state.remove(site, best);
  }
}

}  // namespace ronda::scheduling
