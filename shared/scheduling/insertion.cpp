#include "shared/scheduling/insertion.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace ronda::scheduling {
namespace {

constexpr int kFarTooLong = 1000000;  // seconds: no shift is that long
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// Who was there before and after an interval, and how often in a row (H8).
struct Neighbours {
  int before = -1, before_run = 0;
  int after = -1, after_run = 0;

  Neighbours(const Site& site, const Month& month, int interval) {
    int k = interval - 1;
    before = k >= 0 ? month.visits[at(k)].team : site.run_team;
    for (; k >= 0 && month.visits[at(k)].team == before; --k) ++before_run;
    if (k < 0 && site.run_team == before) before_run += site.run_length;
    if (interval == month.count) return;
    after = month.visits[at(interval)].team;
    for (k = interval; k < month.count && month.visits[at(k)].team == after; ++k) ++after_run;
  }

  int run_with(int team) const { return 1 + (team == before ? before_run : 0) + (team == after ? after_run : 0); }
  int repeats_with(int team) const {
    return (team == before ? 1 : 0) + (team == after ? 1 : 0) - (before >= 0 && before == after ? 1 : 0);
  }
};

/// The weekdays and bands of a lodging's month so far (H9).
struct Habits {
  int weekdays[7] = {}, cells[7][3] = {};
  int weekday_cap = 1, past_cap = 0, cell_cap = 0;

  Habits(const Model& model, const Site& site, const Month& month) {
    for (int k = 0; k < month.count; ++k) {
      const Visit& visit = month.visits[at(k)];
      ++weekdays[model.weekday(visit.day)];
      if (visit.shift >= 0) ++cells[model.weekday(visit.day)][model.shifts[at(visit.shift)].band];
    }
    weekday_cap = std::max(1, site.wanted / 2);
    past_cap = (8 + site.wanted) / 2;
    cell_cap = (8 + site.wanted) * 3 / 8;
  }
};

std::int64_t published_price(const Site& site, int day, int team, const Weights& weights) {
  std::int64_t price = weights.moved_day;
  for (const PublishedVisit& was : site.published) {
    if (was.day != day) continue;
    if (was.team == team) return 0;
    price = weights.moved_team;
  }
  return price;
}

/// One more visit on a day of its own leaves the rest of the month legal.
bool fits_month(const State& state, int site, int s) {
  const Shift& shift = state.model().shifts[at(s)];
  Month month = state.month(site);
  int k = month.count++;
  for (; k > 0 && month.visits[at(k - 1)].day > shift.day; --k) month.visits[at(k)] = month.visits[at(k - 1)];
  if (k > 0 && month.visits[at(k - 1)].day == shift.day) return false;
  month.visits[at(k)] = Visit{shift.day, shift.team, s, false, false};
  return state.legal(site, month);
}

}  // namespace

Insertion::Insertion(const Model& model, int reach) : model_(model) {
  const int count = static_cast<int>(model.shifts.size());
  std::vector<std::pair<int, int>> shifts;  // the way there and home, and the shift
  for (int site = 0; site < static_cast<int>(model.sites.size()); ++site) {
    const int here = model.sites[at(site)].place;
    shifts.clear();
    for (int s = 0; s < count; ++s) {
      const Shift& shift = model.shifts[at(s)];
      if (model.suits(site, s)) shifts.emplace_back(model.travel(shift.start, here) + model.travel(here, shift.end), s);
    }
    if (static_cast<int>(shifts.size()) > reach) {
      std::nth_element(shifts.begin(), shifts.begin() + reach, shifts.end());
      shifts.resize(at(reach));
      std::sort(shifts.begin(), shifts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    }
    std::size_t next = 0;
    for (int day = 0; day <= model.days + 1; ++day) {
      first_.push_back(nears_.size());
      for (; next < shifts.size() && model.shifts[at(shifts[next].second)].day == day; ++next)
        nears_.push_back(Near{shifts[next].second, 0, {}});
    }
  }
}

const Detour& Insertion::remembered(const State& state, int site, Near& near) const {
  const std::uint32_t stamp = state.slot(near.shift).stamp;
  if (near.stamp != stamp) {
    near.detour = detour(state, site, near.shift);
    near.stamp = stamp;
  }
  return near.detour;
}

Detour Insertion::detour(const State& state, int site, int shift) const {
  if (state.slot(shift).timed) return timed_detour(state, site, shift);
  const int here = model_.sites[at(site)].place;
  const std::int32_t* into = model_.into(here);
  const std::int32_t* out_of = model_.out_of(here);
  const Leg* path = state.path(shift);
  int least = std::numeric_limits<int>::max(), position = 0;
  const int stops = state.stops(shift);
  for (int p = 0; p <= stops; ++p) {
    const int extra = into[path[p].place] + out_of[path[p + 1].place] - path[p].seconds;
    if (extra < least) {
      least = extra;
      position = p;
    }
  }
  return Detour{least, position};
}

bool Insertion::ends_after_band(const State& state, int site, int s, const Detour& through) const {
  const Shift& shift = model_.shifts[at(s)];
  const Tour& tour = state.tour(s);
  const bool last = through.position == state.stops(s);
  const int home = last ? model_.travel(model_.sites[at(site)].place, shift.end) : tour.path[tour.stops.size()].seconds;
  const int ends = tour.used_s() + through.extra_s + model_.sites[at(site)].service_s - home;
  return shift.start_minute * 60 + ends > band_end(model_.problem.team_days[at(shift.team_day)]) * 60;
}

Detour Insertion::timed_detour(const State& state, int site, int shift) const {
  const Tour& tour = state.tour(shift);
  Detour least{kFarTooLong, 0};
  for (std::size_t p = 0; p <= tour.stops.size(); ++p) {
    std::vector<int> stops = tour.stops;
    stops.insert(stops.begin() + static_cast<std::ptrdiff_t>(p), site);
    const int extra = state.length(shift, stops) - tour.travel_s - tour.wait_s;
    if (extra >= least.extra_s) continue;
    least.extra_s = extra;
    least.position = static_cast<int>(p);
  }
  return least;
}

void Insertion::crowded(const State& state, int i, std::vector<Crowded>& list) {
  list.clear();
  const Site& site = model_.sites[at(i)];
  const Gaps gaps(model_, site, state.month(i));
  for (int k = 0; k < gaps.count(); ++k)
    for (int day = gaps.first(k); day <= gaps.last(k); ++day) {
      if (!gaps.keeps_whole(k, day)) continue;
      for (std::size_t n = first(i, day); n < first(i, day + 1); ++n) {
        Near& near = nears_[n];
        if (state.stops(near.shift) == 0) continue;
        const Detour& through = remembered(state, i, near);
        const int lacks = through.extra_s + site.service_s - state.slot(near.shift).free_s;
        list.push_back(Crowded{lacks, near.shift, through.position});
      }
    }
}

Spot Insertion::best(const State& state, int i, Random& random, int blink) {
  const Site& site = model_.sites[at(i)];
  const Month& month = state.month(i);
  const Weights& weights = model_.weights;
  const int open = site.wanted - month.count;
  Spot whole, partial;
  whole.price = partial.price = kNever;
  whole.whole = true;
  if (open <= 0) return whole;

  const Gaps gaps(model_, site, month);
  const Habits habits(model_, site, month);
  for (int k = 0; k < gaps.count(); ++k) {
    const int left = gaps.left(k), right = gaps.right(k);
    const Neighbours neighbours(site, month, k);
    for (int day = gaps.first(k); day <= gaps.last(k); ++day) {
      if (((site.open_days >> day) & 1U) == 0) continue;
      const int w = model_.weekday(day);
      if (habits.weekdays[w] + 1 > habits.weekday_cap) continue;
      if (site.long_history && site.past_weekday[w] + habits.weekdays[w] + 1 > habits.past_cap) continue;

      const bool keeps_whole = gaps.keeps_whole(k, day);
      if (!keeps_whole && (open == 1 || whole.found())) continue;

      std::int64_t day_price = site.weekday_price[habits.weekdays[w]] + site.past_price[w];
      if (left != kNoDay) day_price += site.gap_price(day - left);
      if (right != kNoDay) day_price += site.gap_price(right - day);
      if (left != kNoDay && right != kNoDay) day_price -= site.gap_price(right - left);
      if (k == 0) day_price += std::int64_t{site.urgency} * (day - model_.first_day);
      Spot& best = keeps_whole ? whole : partial;
      if (day_price >= best.price) continue;

      for (std::size_t n = first(i, day); n < first(i, day + 1); ++n) {
        Near& near = nears_[n];
        const int s = near.shift;
        const Slot& shift = state.slot(s);
        if (shift.free_s < site.service_s) continue;
        // Nearly all team-days are too dear before the way is known; the way is what takes time to find out.
        std::int64_t price = day_price + site.cell_price[w][shift.band] +
                             std::int64_t{weights.repeat} * neighbours.repeats_with(shift.team);
        if (!site.published.empty()) price += published_price(site, day, shift.team, weights);
        if (price >= best.price) continue;
        const Detour& through = remembered(state, i, near);
        const int left_s = shift.free_s - through.extra_s - site.service_s;
        if (left_s < 0) continue;
        price += through.extra_s + reserve_price(shift.reserve_s, left_s) -
                 reserve_price(shift.reserve_s, shift.free_s) +
                 (std::int64_t{state.balance_price(shift.team)} * (through.extra_s + site.service_s) >> 10);
        if (price >= best.price) continue;
        if (neighbours.run_with(shift.team) > model_.problem.max_same_team_in_row) continue;
        int of_team = 0;
        for (int v = 0; v < month.count; ++v) of_team += month.visits[at(v)].team == shift.team ? 1 : 0;
        if (of_team + 1 > site.team_cap) continue;
        if (site.long_history && site.past_cell[w][shift.band] + habits.cells[w][shift.band] + 1 > habits.cell_cap)
          continue;
        if (shift.clashing && state.blocked(s)) continue;
        if (blink > 0 && random.below(blink) == 0) continue;
        best.shift = s;
        best.position = through.position;
        best.price = price;
      }
    }
  }
  return whole.found() ? whole : partial;
}

Spot Insertion::best_within(const State& state, int i, int day, int team) const {
  const Site& site = model_.sites[at(i)];
  Spot best;
  best.price = kNever;
  for (int s = 0; s < static_cast<int>(model_.shifts.size()); ++s) {
    const Shift& shift = model_.shifts[at(s)];
    if (shift.day < model_.first_day || (day >= 0 && shift.day != day) || (team >= 0 && shift.team != team)) continue;
    if (state.blocked(s)) continue;
    // A day named by a person may bend the lodging's own rules, a day found here may not.
    if (day < 0 && (!model_.suits(i, s) || !fits_month(state, i, s))) continue;
    const Lodging& lodging = model_.problem.lodgings[at(i)];
    if ((lodging.skills & ~model_.problem.teams[at(shift.team)].skills) != 0) continue;
    if (std::find(lodging.barred_teams.begin(), lodging.barred_teams.end(), shift.team) != lodging.barred_teams.end())
      continue;
    const Detour through = detour(state, i, s);
    const int budget_s = model_.problem.team_days[at(shift.team_day)].budget_s;
    if (state.tour(s).used_s() + through.extra_s + site.service_s > budget_s) continue;
    if (ends_after_band(state, i, s, through) || through.extra_s >= best.price) continue;
    best.shift = s;
    best.position = through.position;
    best.price = through.extra_s;
  }
  return best;
}

bool Insertion::complete(State& state, int site, Random& random, int blink) {
  while (state.absent(site) > 0) {
    const Spot spot = best(state, site, random, blink);
    if (!spot.found()) return false;
    state.insert(site, spot.shift, spot.position);
  }
  return true;
}

}  // namespace ronda::scheduling
