#include "shared/scheduling/bent_rules.hpp"

#include <algorithm>
#include <utility>

namespace ronda::scheduling {
namespace {

constexpr int kRestMinutes = 11 * 60;

int up_to_minutes(int seconds) { return (seconds + 59) / 60; }

class LodgingView {
 public:
  LodgingView(const State& state, int site, std::vector<Bent>& bent)
      : model_(state.model()), i_(site), site_(model_.sites[at(site)]), month_(state.month(site)), bent_(bent) {}

  void run() {
    if (month_.count < site_.wanted) add(BentRule::missing, site_.wanted - month_.count, 0, -1, 0);
    for (int k = 0; k < month_.count; ++k)
      if (month_.visits[at(k)].shift >= 0) look_at(month_.visits[at(k)]);
    gaps();
    rotation();
    weekdays();
    locks();
  }

 private:
  void add(BentRule rule, int is, int allowed, int team, int day) {
    bent_.push_back(Bent{rule, is, allowed, i_, team, day, false});
  }

  void look_at(const Visit& visit) {
    const Shift& shift = model_.shifts[at(visit.shift)];
    const Lodging& lodging = model_.problem.lodgings[at(i_)];
    const Team& team = model_.problem.teams[at(shift.team)];
    if (shift.day < model_.first_day) add(BentRule::too_early, shift.day, model_.first_day, -1, shift.day);
    if ((lodging.skills & ~team.skills) != 0)
      add(BentRule::skill, static_cast<int>(team.skills), static_cast<int>(lodging.skills), shift.team, shift.day);
    if (std::find(lodging.barred_teams.begin(), lodging.barred_teams.end(), shift.team) != lodging.barred_teams.end())
      add(BentRule::conflict, shift.team, 0, shift.team, shift.day);
    if (visit.fixed) return;
    if ((lodging.closed_weekdays >> shift.weekday) & 1) add(BentRule::closed_weekday, shift.weekday, 0, -1, shift.day);
    const auto& blackout = lodging.blackout_days;
    if (std::find(blackout.begin(), blackout.end(), shift.day) != blackout.end())
      add(BentRule::blackout, shift.day, 0, -1, shift.day);
    if ((lodging.bands & (1 << shift.band)) == 0) add(BentRule::band, 1 << shift.band, lodging.bands, -1, shift.day);
  }

  void gaps() {
    const bool whole = month_.count >= site_.wanted;
    int day = site_.last_day;
    bool fixed = true, all_fixed = true;
    for (int k = 0; k < month_.count; ++k) {
      const Visit& visit = month_.visits[at(k)];
      if (day != kNoDay && !(fixed && visit.fixed)) {
        const int gap = visit.day - day;
        if (gap < site_.lo) add(BentRule::gap_short, gap, site_.lo, -1, visit.day);
        // An interval that ran out before planning may begin counts from the day before the first plannable one.
        const bool overdue = model_.first_day > 1 && day + site_.hi < model_.first_day;
        const int counted = overdue ? visit.day - model_.first_day + 1 : gap;
        if (whole && counted > site_.hi) add(BentRule::gap_long, counted, site_.hi, -1, visit.day);
      }
      day = visit.day;
      fixed = visit.fixed;
      all_fixed = all_fixed && fixed;
    }
    if (whole && month_.count > 0 && !all_fixed && model_.days - day >= site_.hi)
      add(BentRule::gap_long, model_.days - day, site_.hi - 1, -1, model_.days);
  }

  void rotation() {
    int team = site_.run_team, run = site_.run_length, worst = 0, worst_team = -1, worst_day = 0;
    bool chosen = false;
    for (int k = 0; k < month_.count; ++k) {
      const Visit& visit = month_.visits[at(k)];
      const bool same = visit.team >= 0 && visit.team == team;
      run = same ? run + 1 : 1;
      chosen = (same && chosen) || !visit.fixed;
      team = visit.team;
      if (chosen && run > std::max(worst, model_.problem.max_same_team_in_row)) {
        worst = run;
        worst_team = team;
        worst_day = visit.day;
      }
    }
    if (worst > 0) add(BentRule::same_team_in_row, worst, model_.problem.max_same_team_in_row, worst_team, worst_day);
    std::vector<int> told;
    for (int k = 0; k < month_.count; ++k) {
      const Visit& visit = month_.visits[at(k)];
      if (visit.fixed || visit.team < 0 || std::find(told.begin(), told.end(), visit.team) != told.end()) continue;
      told.push_back(visit.team);
      int times = 0;
      for (int other = 0; other < month_.count; ++other) times += month_.visits[at(other)].team == visit.team ? 1 : 0;
      if (times > site_.team_cap) add(BentRule::same_team_share, times, site_.team_cap, visit.team, visit.day);
    }
  }

  void weekdays() {
    int weekdays[7] = {}, cells[7][3] = {};
    for (int k = 0; k < month_.count; ++k) {
      const Visit& visit = month_.visits[at(k)];
      ++weekdays[model_.weekday(visit.day)];
      if (visit.shift >= 0) ++cells[model_.weekday(visit.day)][model_.shifts[at(visit.shift)].band];
    }
    const int all = 8 + month_.count, most = std::max(1, month_.count / 2);
    bool told[7] = {}, told_cell[7][3] = {};
    for (int k = 0; k < month_.count; ++k) {
      const Visit& visit = month_.visits[at(k)];
      if (visit.fixed) continue;
      const int w = model_.weekday(visit.day), band = model_.shifts[at(visit.shift)].band;
      if (!std::exchange(told[w], true)) {
        if (month_.count > 1 && weekdays[w] > most) add(BentRule::weekday_share, weekdays[w], most, -1, visit.day);
        if (site_.long_history && (site_.past_weekday[w] + weekdays[w]) * 2 > all)
          add(BentRule::past_weekday, site_.past_weekday[w] + weekdays[w], all / 2, -1, visit.day);
      }
      if (site_.long_history && (site_.past_cell[w][band] + cells[w][band]) * 8 > all * 3 &&
          !std::exchange(told_cell[w][band], true))
        add(BentRule::past_cell, site_.past_cell[w][band] + cells[w][band], all * 3 / 8, -1, visit.day);
    }
  }

  void locks() {
    for (const Lock& lock : model_.problem.locks) {
      if (lock.lodging != i_ || lock.done) continue;
      const bool kept =
          std::any_of(month_.visits.begin(), month_.visits.begin() + month_.count, [&](const Visit& visit) {
            return (lock.day < 0 || visit.day == lock.day) && (lock.team < 0 || visit.team == lock.team);
          });
      if (!kept) add(BentRule::locked, lock.day, 0, lock.team, std::max(0, lock.day));
    }
  }

  const Model& model_;
  int i_;
  const Site& site_;
  const Month& month_;
  std::vector<Bent>& bent_;
};

void rest_around(const State& state, int s, std::vector<Bent>& bent) {
  const Model& model = state.model();
  const TeamDay& here = model.problem.team_days[at(model.shifts[at(s)].team_day)];
  const auto begin = [](const TeamDay& shift) { return shift.day * 1440 + shift.start_minute; };
  for (const int other : model.shifts[at(s)].clashes) {
    if (state.tour(other).stops.empty()) continue;
    const TeamDay& there = model.problem.team_days[at(model.shifts[at(other)].team_day)];
    const TeamDay& first = begin(here) <= begin(there) ? here : there;
    const TeamDay& second = begin(here) <= begin(there) ? there : here;
    const int rest = begin(second) - begin(first) - up_to_minutes(first.budget_s);
    if (rest < kRestMinutes) bent.push_back(Bent{BentRule::rest, rest, kRestMinutes, -1, here.team, second.day, false});
  }
}

bool is_peoples(const State& state, int s) {
  for (const int stop : state.tour(s).stops) {
    const Month& month = state.month(stop);
    for (int k = 0; k < month.count; ++k)
      if (month.visits[at(k)].shift == s && month.visits[at(k)].fixed) return true;
  }
  return false;
}

bool is_worse(BentRule rule, int a, int b) {
  if (rule == BentRule::gap_short || rule == BentRule::rest || rule == BentRule::round_gap) return a < b;
  return a > b;
}

/// Rules that are broken on a day, not to some degree.
bool is_of_a_day(BentRule rule) {
  switch (rule) {
    case BentRule::too_early:
    case BentRule::closed_weekday:
    case BentRule::blackout:
    case BentRule::band:
    case BentRule::skill:
    case BentRule::conflict:
      return true;
    default:
      return false;
  }
}

}  // namespace

void bent_by_lodging(const State& state, int site, std::vector<Bent>& bent) { LodgingView(state, site, bent).run(); }

void bent_by_shift(const State& state, int s, std::vector<Bent>& bent) {
  const Tour& tour = state.tour(s);
  if (tour.stops.empty()) return;
  const Model& model = state.model();
  const TeamDay& shift = model.problem.team_days[at(model.shifts[at(s)].team_day)];
  const auto add = [&](BentRule rule, int is, int allowed) {
    bent.push_back(Bent{rule, is, allowed, -1, shift.team, shift.day, false});
  };
  if (tour.used_s() > shift.budget_s) add(BentRule::budget, up_to_minutes(tour.used_s()), shift.budget_s / 60);
  const int end_s = shift.start_minute * 60 + tour.used_s() - tour.path[tour.stops.size()].seconds;
  if (end_s > band_end(shift) * 60) add(BentRule::band_end, up_to_minutes(end_s), band_end(shift));
  if (tour.late_s > 0) {
    int clock = shift.start_minute * 60;
    for (std::size_t p = 0; p < tour.stops.size(); ++p) {
      clock += tour.path[p].seconds;
      for (const Timed& timed : tour.timed) {
        if (timed.site != tour.stops[p]) continue;
        const int latest = shift.start_minute * 60 + timed.latest_s;
        if (clock > latest)
          bent.push_back(
              Bent{BentRule::hour, up_to_minutes(clock), latest / 60, timed.site, shift.team, shift.day, false});
        clock = std::max(clock, shift.start_minute * 60 + timed.earliest_s);
      }
      clock += model.sites[at(tour.stops[p])].service_s;
    }
  }
  rest_around(state, s, bent);
}

void bent_by_rounds(const State& state, int s, std::vector<Bent>& bent) {
  const Model& model = state.model();
  const RoundRule& rule = model.problem.round_rule;
  if (rule.reading == Reading::premises) return;
  const int team = rule.reading == Reading::unit ? -1 : model.shifts[at(s)].team;
  // Days gone out on; those on which something is done or locked are people's.
  std::uint32_t used = 0, peoples = 0;
  for (const Lock& lock : model.problem.locks)
    if (lock.done && (team < 0 || lock.team == team)) peoples |= 1U << lock.day;
  for (int other = 0; other < static_cast<int>(model.shifts.size()); ++other) {
    const Shift& shift = model.shifts[at(other)];
    if (state.tour(other).stops.empty() || (team >= 0 && shift.team != team)) continue;
    used |= 1U << shift.day;
    if (is_peoples(state, other)) peoples |= 1U << shift.day;
  }
  used |= peoples;
  int days = 0, before = kNoDay;
  for (int day = 1; day <= model.days; ++day) {
    if (((used >> day) & 1U) == 0) continue;
    ++days;
    const bool both_peoples = before != kNoDay && ((peoples >> day) & (peoples >> before) & 1U) != 0;
    if (before != kNoDay && day - before < rule.min_gap_days && !both_peoples)
      bent.push_back(Bent{BentRule::round_gap, day - before, rule.min_gap_days, -1, team, day, false});
    before = day;
  }
  if (days > rule.rounds && used != peoples)
    bent.push_back(Bent{BentRule::round_days, days, rule.rounds, -1, team, model.shifts[at(s)].day, false});
}

bool is_known(const Bent& now, const std::vector<Bent>& before) {
  return std::any_of(before.begin(), before.end(), [&now](const Bent& was) {
    return was.rule == now.rule && was.lodging == now.lodging && was.team == now.team &&
           (!is_of_a_day(now.rule) || was.day == now.day) && !is_worse(now.rule, now.is, was.is);
  });
}

}  // namespace ronda::scheduling
