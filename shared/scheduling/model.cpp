#include "shared/scheduling/model.hpp"

#include <algorithm>
#include <cstdlib>

namespace ronda::scheduling {
namespace {

constexpr std::int64_t kRestSeconds = 11 * 3600;
constexpr int kNear = 64;
constexpr std::size_t kWatched = 8;  // visits that an observer is taken to remember (H9)

int band_index(Band band) { return band == Band::morning ? 0 : band == Band::afternoon ? 1 : 2; }

std::int64_t starts(const TeamDay& shift) { return (shift.day * 1440LL + shift.start_minute) * 60; }

// n · log2(n) in 1/1000: what a weekday with n visits takes from the entropy of a month.
constexpr int kEntropy[7] = {0, 0, 2000, 4755, 8000, 11610, 15510};

/// 1000 · log2(n) in integers, the same on every machine. Precondition: 0 < n < 2^30.
int log2_x1000(int n) {
  int whole = 0;
  while ((n >> (whole + 1)) > 0) ++whole;
  std::uint64_t x = (static_cast<std::uint64_t>(n) << 30) >> whole;  // 1 <= x / 2^30 < 2
  int fraction = 0;
  for (int bit = 512; bit > 0; bit /= 2) {
    x = (x * x) >> 30;
    if (x < (std::uint64_t{2} << 30)) continue;
    fraction += bit;
    x >>= 1;
  }
  return whole * 1000 + fraction * 1000 / 1024;
}

/// Two shifts of one team with less than the rest between them (H6).
bool clash(const TeamDay& a, const TeamDay& b) {
  const TeamDay& first = starts(a) <= starts(b) ? a : b;
  const TeamDay& second = starts(a) <= starts(b) ? b : a;
  return starts(second) < starts(first) + first.budget_s + kRestSeconds;
}

/// S2: nothing within 35 % of the ideal gap, quadratic outside. In steps of 1/(20 visits) of a day to stay in integers.
int spacing_cost(int gap, int days, int visits, int lo, int hi, int per_day2) {
  const std::int64_t unit = 20LL * visits;
  std::int64_t ideal = 20LL * days;
  ideal = std::clamp(ideal, lo * unit, hi * unit);
  const std::int64_t g = gap * unit;
  const std::int64_t off = std::max({std::int64_t{0}, ideal * 65 / 100 - g, g - ideal * 135 / 100});
  return static_cast<int>(off * off * per_day2 / (unit * unit));
}

}  // namespace

int band_end(const TeamDay& shift) {
  if (shift.band == Band::morning) return 15 * 60;
  if (shift.band == Band::afternoon) return 23 * 60;
  return shift.start_minute < 7 * 60 ? 7 * 60
                                     : 31 * 60;  // a night ends at 07:00, of the next day if it began in the evening
}

Model::Model(const Problem& p, std::uint32_t days_out)
    : problem(p), days(p.days), first_day(p.first_day), round_days(days_out) {
  gone_out.resize(p.teams.size());
  if (p.round_rule.reading == Reading::officer) {
    most_shifts = p.round_rule.rounds;
    for (const Lock& lock : p.locks) {
      if (!lock.done || lock.team < 0) continue;
      std::vector<int>& days_gone = gone_out[at(lock.team)];
      if (std::find(days_gone.begin(), days_gone.end(), lock.day) == days_gone.end()) days_gone.push_back(lock.day);
    }
  }
  shifts.resize(p.team_days.size());
  sites.resize(p.lodgings.size());
  team_budget.assign(p.teams.size(), 0);
  read_shifts();
  find_clashes();
  turn_travel();
  for (int i = 0; i < static_cast<int>(sites.size()); ++i) read_site(i);
  for (const PublishedVisit& was : p.published) {
    sites[at(was.lodging)].published.push_back(was);
    holds_hours = holds_hours || was.minute >= 0;
  }
  find_suited();
  find_near();
}

void Model::find_suited() {
  suits_.resize(sites.size() * shifts.size());
  for (std::size_t i = 0; i < sites.size(); ++i)
    for (std::size_t s = 0; s < shifts.size(); ++s) {
      if (!suitable(problem.lodgings[i], shifts[s], problem.teams[at(shifts[s].team)])) continue;
      suits_[i * shifts.size() + s] = 1;
      sites[i].open_days |= 1U << shifts[s].day;
    }
}

void Model::read_shifts() {
  std::vector<int> order(problem.team_days.size());
  for (std::size_t s = 0; s < order.size(); ++s) order[s] = static_cast<int>(s);
  std::stable_sort(order.begin(), order.end(),
                   [this](int a, int b) { return problem.team_days[at(a)].day < problem.team_days[at(b)].day; });
  first_of_day.assign(at(days) + 2, static_cast<int>(order.size()));
  for (std::size_t s = order.size(); s > 0; --s) {
    const TeamDay& from = problem.team_days[at(order[s - 1])];
    for (int day = from.day; day >= 0 && first_of_day[at(day)] >= static_cast<int>(s); --day)
      first_of_day[at(day)] = static_cast<int>(s - 1);
    Shift& shift = shifts[s - 1];
    shift.team_day = order[s - 1];
    shift.team = from.team;
    shift.day = from.day;
    shift.weekday = weekday(from.day);
    shift.band = band_index(from.band);
    shift.limit_s = std::min(from.budget_s, (band_end(from) - from.start_minute) * 60);
    shift.start_minute = from.start_minute;
    shift.start = problem.teams[at(from.team)].start_place;
    shift.end = problem.teams[at(from.team)].end_place;
    if (from.day >= first_day) team_budget[at(from.team)] += from.budget_s;
  }
}

void Model::find_clashes() {
  const int count = static_cast<int>(shifts.size());
  const int reach = std::max(2, most_shifts > 0 ? problem.round_rule.min_gap_days : 0);
  for (int a = 0; a < count; ++a)
    for (int b = a + 1; b < count && shifts[at(b)].day <= shifts[at(a)].day + reach; ++b) {
      if (shifts[at(a)].team != shifts[at(b)].team || shifts[at(a)].day < first_day) continue;
      const bool too_often = most_shifts > 0 && shifts[at(b)].day - shifts[at(a)].day < problem.round_rule.min_gap_days;
      if (!too_often &&
          !clash(problem.team_days[at(shifts[at(a)].team_day)], problem.team_days[at(shifts[at(b)].team_day)]))
        continue;
      shifts[at(a)].clashes.push_back(b);
      shifts[at(b)].clashes.push_back(a);
    }
}

void Model::turn_travel() {
  const std::size_t n = at(problem.places);
  bool symmetric = true;
  for (std::size_t a = 0; a < n && symmetric; ++a)
    for (std::size_t b = 0; b < a && symmetric; ++b)
      symmetric = problem.travel_s[a * n + b] == problem.travel_s[b * n + a];
  if (symmetric) return;
  turned_.resize(n * n);
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b) turned_[b * n + a] = problem.travel_s[a * n + b];
}

void Model::read_site(int i) {
  const Lodging& from = problem.lodgings[at(i)];
  Site& site = sites[at(i)];
  site.place = from.place;
  site.wanted = from.visits;
  site.service_s = from.service_s;
  site.lo = from.min_gap_days;
  site.hi = from.max_gap_days;
  site.team_cap = (from.visits + 1) / 2;
  site.urgency = weights.risk_per_day * (from.risk * 50 + from.priority) / 50;
  site.missed = weights.risk_missed * (from.risk * 50 + from.priority) / 50;
  for (int gap = 0; gap <= site.hi; ++gap)
    site.spacing_cost.push_back(
        from.visits > 0 ? spacing_cost(gap, days, from.visits, site.lo, site.hi, weights.spacing_per_day2) : 0);
  for (int n = 1; n < static_cast<int>(site.fit.size()); ++n)
    site.fit[at(n)] = static_cast<std::uint8_t>((n - 1) / site.lo + 1);
  for (int n = 1; n < static_cast<int>(site.need.size()); ++n)
    site.need[at(n)] = static_cast<std::uint8_t>((n + site.hi - 1) / site.hi);
  for (int seen = 0; seen < 6; ++seen)
    if (from.visits > 0)
      site.weekday_price[seen] = (kEntropy[seen + 1] - kEntropy[seen]) * weights.predictability / (1000 * from.visits);
  price_gaps(site, from);
  if (from.history.empty()) return;
  site.last_day = 1 - from.history.back().days_before;
  site.run_team = from.history.back().team;
  for (auto past = from.history.rbegin(); past != from.history.rend() && past->team == site.run_team; ++past)
    ++site.run_length;
  const std::size_t watched = from.history.size() - std::min(kWatched, from.history.size());
  for (std::size_t k = watched; k < from.history.size(); ++k) {
    site.past_price[from.history[k].weekday] += weights.past_weekday;
    site.cell_price[from.history[k].weekday][band_index(from.history[k].band)] += weights.past_cell;
  }
  if (from.history.size() < kWatched) return;
  site.long_history = true;
  for (std::size_t k = watched; k < from.history.size(); ++k) {
    ++site.past_weekday[from.history[k].weekday];
    ++site.past_cell[from.history[k].weekday][band_index(from.history[k].band)];
  }
}

/// S3: an observer who has counted the gaps so far expects gap g with (n(g) + 1) / (n + K), K gaps being possible.
/// What that is above 1 / K, in bits, is what the gap betrays.
void Model::price_gaps(Site& site, const Lodging& from) const {
  site.habit_cost.assign(site.spacing_cost.size(), 0);
  std::vector<int> seen(at(site.hi) + 1, 0);
  int all = 0;
  for (std::size_t k = 1; k < from.history.size(); ++k) {
    const int gap = from.history[k - 1].days_before - from.history[k].days_before;
    if (gap < site.lo || gap > site.hi) continue;
    ++seen[at(gap)];
    ++all;
  }
  const int kinds = site.hi - site.lo + 1;
  for (int gap = site.lo; gap <= site.hi && all > 0; ++gap) {
    const int bits = log2_x1000((seen[at(gap)] + 1) * kinds) - log2_x1000(all + kinds);
    if (bits > 0) site.habit_cost[at(gap)] = weights.past_gap * bits / 1000;
  }
  site.gap_cost = site.spacing_cost;
  for (std::size_t gap = 0; gap < site.gap_cost.size(); ++gap) site.gap_cost[gap] += site.habit_cost[gap];
}

bool Model::suitable(const Lodging& lodging, const Shift& shift, const Team& team) const {
  if (shift.day < first_day || ((round_days >> shift.day) & 1U) == 0) return false;
  for (const int gone : gone_out[at(shift.team)])
    if (gone != shift.day && std::abs(gone - shift.day) < problem.round_rule.min_gap_days) return false;
  if ((lodging.closed_weekdays >> shift.weekday) & 1) return false;
  if ((lodging.bands & (1 << shift.band)) == 0) return false;
  if ((lodging.skills & ~team.skills) != 0) return false;
  if (travel(shift.start, lodging.place) + lodging.service_s + travel(lodging.place, shift.end) > shift.limit_s)
    return false;
  if (std::find(lodging.blackout_days.begin(), lodging.blackout_days.end(), shift.day) != lodging.blackout_days.end())
    return false;
  return std::find(lodging.barred_teams.begin(), lodging.barred_teams.end(), shift.team) == lodging.barred_teams.end();
}

int Model::suited_shifts(int site) const {
  int count = 0;
  for (int s = 0; s < static_cast<int>(shifts.size()); ++s) count += suits(site, s) ? 1 : 0;
  return count;
}

void Model::find_near() {
  std::vector<std::pair<int, int>> order(sites.size());
  for (std::size_t i = 0; i < sites.size(); ++i) {
    for (std::size_t j = 0; j < sites.size(); ++j)
      order[j] = {i == j ? -1 : travel(sites[i].place, sites[j].place), static_cast<int>(j)};
    const std::size_t keep = std::min<std::size_t>(kNear, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(keep), order.end());
    for (std::size_t k = 0; k < keep; ++k) sites[i].near.push_back(order[k].second);
  }
}

}  // namespace ronda::scheduling
