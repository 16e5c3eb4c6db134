// The hard rules that the month of one lodging keeps: H2, H8 and H9.

#include <algorithm>

#include "shared/scheduling/state.hpp"

namespace ronda::scheduling {

bool State::legal(int i, const Month& month) const {
  const Site& site = model_.sites[at(i)];
  return gaps_legal(site, month) && rotation_legal(site, month) && weekdays_legal(site, month);
}

bool State::gaps_legal(const Site& site, const Month& month) const {
  const bool whole = month.count == site.wanted;
  int day = site.last_day;
  bool fixed = true, all_fixed = true;
  for (int k = 0; k < month.count; ++k) {
    const Visit& visit = month.visits[at(k)];
    if (day != kNoDay && !(fixed && visit.fixed)) {
      const int gap = visit.day - day;
      if (gap < site.lo) return false;
      // An interval that ran out before planning may begin counts from the day before the first plannable one.
      const bool overdue = model_.first_day > 1 && day + site.hi < model_.first_day;
      if (whole && (overdue ? visit.day - model_.first_day + 1 : gap) > site.hi) return false;
    }
    day = visit.day;
    fixed = visit.fixed;
    all_fixed = all_fixed && fixed;
  }
  return !whole || month.count == 0 || all_fixed || model_.days - day < site.hi;
}

bool State::rotation_legal(const Site& site, const Month& month) const {
  int team = site.run_team, run = site.run_length;
  bool chosen = false;
  for (int k = 0; k < month.count; ++k) {
    const Visit& visit = month.visits[at(k)];
    const bool same = visit.team >= 0 && visit.team == team;
    run = same ? run + 1 : 1;
    chosen = (same && chosen) || !visit.fixed;
    team = visit.team;
    if (chosen && run > model_.problem.max_same_team_in_row) return false;
    if (visit.fixed || team < 0) continue;
    int of_team = 0;
    for (int other = 0; other < month.count; ++other) of_team += month.visits[at(other)].team == team ? 1 : 0;
    if (of_team > site.team_cap) return false;
  }
  return true;
}

bool State::weekdays_legal(const Site& site, const Month& month) const {
  int weekdays[7] = {}, cells[7][3] = {};
  for (int k = 0; k < month.count; ++k) {
    const Visit& visit = month.visits[at(k)];
    ++weekdays[model_.weekday(visit.day)];
    if (visit.shift >= 0) ++cells[model_.weekday(visit.day)][model_.shifts[at(visit.shift)].band];
  }
  const int all = 8 + month.count;
  for (int k = 0; k < month.count; ++k) {
    const Visit& visit = month.visits[at(k)];
    if (visit.fixed) continue;
    const int w = model_.weekday(visit.day), band = model_.shifts[at(visit.shift)].band;
    if (month.count > 1 && weekdays[w] > std::max(1, month.count / 2)) return false;
    if (!site.long_history) continue;
    if ((site.past_weekday[w] + weekdays[w]) * 2 > all) return false;
    if ((site.past_cell[w][band] + cells[w][band]) * 8 > all * 3) return false;
  }
  return true;
}

}  // namespace ronda::scheduling
