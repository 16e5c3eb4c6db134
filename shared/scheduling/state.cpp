#include "shared/scheduling/state.hpp"

#include <algorithm>
#include <cstdlib>

#include "shared/base/error.hpp"

namespace ronda::scheduling {
namespace {

constexpr int kHourSeconds = 3600;
constexpr int kFarTooLong = 1000000;  // seconds: the price of a stop that would be late

int moved_price(const Site& site, const Visit& visit, const Weights& weights) {
  int price = weights.moved_day;
  for (const PublishedVisit& was : site.published) {
    if (was.day != visit.day) continue;
    if (was.team == visit.team) return 0;
    price = weights.moved_team;
  }
  return price;
}

}  // namespace

State::State(const Model& model) : model_(model) {
  tours_.resize(model.shifts.size());
  team_used_.assign(model.team_budget.size(), 0);
  for (const std::vector<int>& days_gone : model.gone_out) team_shifts_.push_back(static_cast<int>(days_gone.size()));
  slots_.resize(tours_.size());
  lanes_.resize(tours_.size() * at(kLane));
  for (int s = 0; s < static_cast<int>(tours_.size()); ++s) {
    const Shift& shift = model.shifts[at(s)];
    slots_[at(s)].team = static_cast<std::int16_t>(shift.team);
    slots_[at(s)].band = static_cast<std::int8_t>(shift.band);
    slots_[at(s)].clashing = !shift.clashes.empty() || model.most_shifts > 0;
    slots_[at(s)].reserve_s = shift.limit_s * model.weights.reserve_percent / 100;
    measure(s);
  }
  months_.resize(model.sites.size());
  month_costs_.assign(model.sites.size(), 0);
  balance_price_.assign(model.team_budget.size(), 0);
  absent_at_.assign(model.sites.size(), -1);
  tour_saved_.assign(tours_.size(), 0);
  month_saved_.assign(months_.size(), 0);
  for (int i = 0; i < static_cast<int>(model.sites.size()); ++i) {
    const Site& site = model.sites[at(i)];
    unplanned_ += site.wanted;
    absent_price_.push_back(model.weights.unplanned);
    unplanned_cost_ += std::int64_t{site.wanted} * model.weights.unplanned;
    month_costs_[at(i)] = price_month(i);
    month_cost_ += month_costs_[at(i)];
    if (site.wanted == 0) continue;
    absent_at_[at(i)] = static_cast<int>(absentees_.size());
    absentees_.push_back(i);
  }
}

void State::begin() {
  for (const int shift : touched_tours_) tour_saved_[at(shift)] = 0;
  for (const int site : touched_months_) month_saved_[at(site)] = 0;
  touched_tours_.clear();
  touched_months_.clear();
}

void State::commit() { begin(); }

void State::rollback() {
  for (std::size_t k = 0; k < touched_tours_.size(); ++k) {
    const int shift = touched_tours_[k];
    account_tour(shift, -1);
    std::swap(tours_[at(shift)], saved_tours_[k].tour);
    account_tour(shift, 1);
  }
  for (std::size_t k = 0; k < touched_months_.size(); ++k) {
    const int site = touched_months_[k];
    const int before = months_[at(site)].count;
    const SavedMonth& saved = saved_months_[k];
    std::copy_n(saved.month.visits.begin(), saved.month.count, months_[at(site)].visits.begin());
    months_[at(site)].count = saved.month.count;
    month_cost_ += saved.cost - month_costs_[at(site)];
    month_costs_[at(site)] = saved.cost;
    set_absence(site, before);
  }
  begin();
}

void State::save_tour(int shift) {
  if (tour_saved_[at(shift)]) return;
  tour_saved_[at(shift)] = 1;
  const std::size_t slot = touched_tours_.size();
  touched_tours_.push_back(shift);
  if (slot == saved_tours_.size()) saved_tours_.emplace_back();
  saved_tours_[slot].shift = shift;
  saved_tours_[slot].tour = tours_[at(shift)];
}

void State::save_month(int site) {
  if (month_saved_[at(site)]) return;
  month_saved_[at(site)] = 1;
  const std::size_t slot = touched_months_.size();
  touched_months_.push_back(site);
  if (slot == saved_months_.size()) saved_months_.emplace_back();
  SavedMonth& saved = saved_months_[slot];
  saved.site = site;
  saved.cost = month_costs_[at(site)];
  saved.month.count = months_[at(site)].count;
  std::copy_n(months_[at(site)].visits.begin(), saved.month.count, saved.month.visits.begin());
}

void State::account_tour(int shift, int sign) {
  const Tour& tour = tours_[at(shift)];
  const Shift& where = model_.shifts[at(shift)];
  travel_ += sign * tour.travel_s;
  team_used_[at(where.team)] += sign * tour.used_s();
  team_shifts_[at(where.team)] += tour.stops.empty() ? 0 : sign;
  if (sign > 0) {
    slots_[at(shift)].free_s = where.limit_s - tour.used_s();
    slots_[at(shift)].stamp = tour.stamp;
    slots_[at(shift)].stops = static_cast<int>(tour.stops.size());
    slots_[at(shift)].timed = !tour.timed.empty();
    if (tour.path.size() <= at(kLane))
      std::copy(tour.path.begin(), tour.path.end(), lanes_.begin() + shift * std::ptrdiff_t{kLane});
  }
  slack_cost_ += sign * slack_cost(shift);
}

CostTerms State::tour_terms(int shift) const {
  const Tour& tour = tours_[at(shift)];
  CostTerms terms;
  if (tour.stops.empty()) return terms;
  const int free = model_.shifts[at(shift)].limit_s - tour.used_s();
  terms.travel = tour.travel_s;
  terms.slack = reserve_price(slots_[at(shift)].reserve_s, free) + tour.wait_s;
  terms.stability = std::int64_t{tour.hours_moved} * model_.weights.moved_hour;
  return terms;
}

std::int64_t State::slack_cost(int shift) const {
  const CostTerms terms = tour_terms(shift);
  return terms.slack + terms.stability;
}

void State::measure(int shift) {
  Tour& tour = tours_[at(shift)];
  const Shift& where = model_.shifts[at(shift)];
  tour.path.clear();
  tour.travel_s = tour.wait_s = tour.late_s = tour.hours_moved = 0;
  tour.path.push_back(Leg{where.start, 0});
  for (const int stop : tour.stops) tour.path.push_back(Leg{model_.sites[at(stop)].place, 0});
  tour.path.push_back(Leg{where.end, 0});
  // An unused shift drives nothing, also where its end is not its start.
  for (std::size_t p = 0; p + 1 < tour.path.size() && !tour.stops.empty(); ++p) {
    tour.path[p].seconds = model_.travel(tour.path[p].place, tour.path[p + 1].place);
    tour.travel_s += tour.path[p].seconds;
  }
  if (!tour.timed.empty() || model_.holds_hours) measure_hours(shift);
  tour.stamp = ++stamps_;
  account_tour(shift, 1);
}

void State::measure_hours(int shift) {
  Tour& tour = tours_[at(shift)];
  const Shift& where = model_.shifts[at(shift)];
  int clock = 0;
  for (std::size_t p = 0; p < tour.stops.size(); ++p) {
    const Site& site = model_.sites[at(tour.stops[p])];
    clock += tour.path[p].seconds;
    for (const Timed& timed : tour.timed) {
      if (timed.site != tour.stops[p]) continue;
      tour.wait_s += std::max(0, timed.earliest_s - clock);
      tour.late_s += std::max(0, clock - timed.latest_s);
      clock = std::max(clock, timed.earliest_s);
    }
    for (const PublishedVisit& was : site.published) {
      if (was.minute < 0 || was.day != where.day || was.team != where.team) continue;
      if (std::abs(where.start_minute * 60 + clock - was.minute * 60) > kHourSeconds) ++tour.hours_moved;
    }
    clock += site.service_s;
  }
}

void State::set_absence(int site, int before) {
  const Site& facts = model_.sites[at(site)];
  const int change = months_[at(site)].count - before;
  unplanned_ -= change;
  unplanned_cost_ -= std::int64_t{change} * absent_price_[at(site)];
  const bool is_absent = months_[at(site)].count < facts.wanted;
  int& slot = absent_at_[at(site)];
  if (is_absent == (slot >= 0)) return;
  if (is_absent) {
    slot = static_cast<int>(absentees_.size());
    absentees_.push_back(site);
    return;
  }
  absentees_[at(slot)] = absentees_.back();
  absent_at_[at(absentees_.back())] = slot;
  absentees_.pop_back();
  slot = -1;
}

void State::raise_absent_price(int site, int seconds) {
  const int limit = 8 * model_.weights.unplanned;
  const int raise = std::min(seconds, limit - absent_price_[at(site)]);
  absent_price_[at(site)] += raise;
  unplanned_cost_ += std::int64_t{raise} * absent(site);
}

void State::refresh_month(int site, int count_before) {
  const std::int64_t price = price_month(site);
  month_cost_ += price - month_costs_[at(site)];
  month_costs_[at(site)] = price;
  set_absence(site, count_before);
}

void State::insert(int site, int shift, int position, bool pinned, bool fixed) {
  save_tour(shift);
  save_month(site);
  const Shift& where = model_.shifts[at(shift)];
  account_tour(shift, -1);
  Tour& tour = tours_[at(shift)];
  tour.stops.insert(tour.stops.begin() + position, site);
  tour.service_s += model_.sites[at(site)].service_s;
  measure(shift);

  Month& month = months_[at(site)];
  RONDA_ASSERT(month.count < kMaxVisits);
  int k = month.count;
  for (; k > 0 && month.visits[at(k - 1)].day > where.day; --k) month.visits[at(k)] = month.visits[at(k - 1)];
  month.visits[at(k)] = Visit{where.day, where.team, shift, pinned, fixed};
  ++month.count;
  refresh_month(site, month.count - 1);
}

void State::insert_done(int site, int day, int team) {
  save_month(site);
  Month& month = months_[at(site)];
  RONDA_ASSERT(month.count < kMaxVisits);
  int k = month.count;
  for (; k > 0 && month.visits[at(k - 1)].day > day; --k) month.visits[at(k)] = month.visits[at(k - 1)];
  month.visits[at(k)] = Visit{day, team, -1, true, true};
  ++month.count;
  refresh_month(site, month.count - 1);
}

void State::remove(int site, int shift) {
  save_tour(shift);
  save_month(site);
  account_tour(shift, -1);
  Tour& tour = tours_[at(shift)];
  tour.stops.erase(std::find(tour.stops.begin(), tour.stops.end(), site));
  tour.service_s -= model_.sites[at(site)].service_s;
  measure(shift);

  Month& month = months_[at(site)];
  int k = 0;
  while (month.visits[at(k)].shift != shift) ++k;
  RONDA_ASSERT(!month.visits[at(k)].pinned);
  for (; k + 1 < month.count; ++k) month.visits[at(k)] = month.visits[at(k + 1)];
  --month.count;
  refresh_month(site, month.count + 1);
}

void State::reorder(int shift, const std::vector<int>& stops) {
  save_tour(shift);
  account_tour(shift, -1);
  Tour& tour = tours_[at(shift)];
  tour.stops = stops;
  measure(shift);
}

void State::pin(int site, int shift, bool fixed) {
  save_month(site);
  Month& month = months_[at(site)];
  for (int k = 0; k < month.count; ++k) {
    Visit& visit = month.visits[at(k)];
    if (visit.shift != shift) continue;
    visit.pinned = true;
    visit.fixed = visit.fixed || fixed;
  }
}

void State::hold_hour(int site, int shift, int earliest_s, int latest_s) {
  save_tour(shift);
  account_tour(shift, -1);
  tours_[at(shift)].timed.push_back(Timed{site, earliest_s, latest_s});
  measure(shift);
}

int State::length(int shift, const std::vector<int>& stops) const {
  if (stops.empty()) return 0;
  if (!tours_[at(shift)].timed.empty()) return timed_length(shift, stops);
  int here = model_.shifts[at(shift)].start, seconds = 0;
  for (const int stop : stops) {
    const int place = model_.sites[at(stop)].place;
    seconds += model_.travel(here, place);
    here = place;
  }
  return seconds + model_.travel(here, model_.shifts[at(shift)].end);
}

int State::timed_length(int shift, const std::vector<int>& stops) const {
  const Shift& where = model_.shifts[at(shift)];
  int here = where.start, clock = 0, service = 0, late = 0;
  for (const int stop : stops) {
    const Site& site = model_.sites[at(stop)];
    clock += model_.travel(here, site.place);
    for (const Timed& timed : tours_[at(shift)].timed) {
      if (timed.site != stop) continue;
      late += std::max(0, clock - timed.latest_s);
      clock = std::max(clock, timed.earliest_s);
    }
    clock += site.service_s;
    service += site.service_s;
    here = site.place;
  }
  return clock + model_.travel(here, where.end) - service + (late > 0 ? kFarTooLong : 0);
}

bool State::tours_legal() const {
  for (const int shift : touched_tours_)
    if (slots_[at(shift)].free_s < 0 || tours_[at(shift)].late_s > 0) return false;
  return true;
}

CostTerms State::month_terms(int i) const {
  const Site& site = model_.sites[at(i)];
  const Month& month = months_[at(i)];
  const Weights& weights = model_.weights;
  CostTerms terms;
  terms.risk = std::int64_t{site.missed} * (site.wanted - month.count);
  if (month.count == 0) return terms;
  int day = site.last_day, team = site.run_team, weekdays[7] = {};
  for (int k = 0; k < month.count; ++k) {
    const Visit& visit = month.visits[at(k)];
    if (day != kNoDay) {
      terms.spacing += site.spacing(visit.day - day);
      terms.predictability += site.habit(visit.day - day);
    }
    if (visit.team >= 0 && visit.team == team) terms.rotation += weights.repeat;
    if (!site.published.empty() && visit.shift >= 0) terms.stability += moved_price(site, visit, weights);
    const int weekday = model_.weekday(visit.day);
    terms.predictability += site.weekday_price[weekdays[weekday]++] + site.past_price[weekday];
    if (visit.shift >= 0) terms.predictability += site.cell_price[weekday][model_.shifts[at(visit.shift)].band];
    day = visit.day;
    team = visit.team;
  }
  terms.risk += std::int64_t{site.urgency} * std::max(0, month.visits[0].day - model_.first_day);
  return terms;
}

CostTerms State::terms() const {
  CostTerms terms;
  for (int i = 0; i < static_cast<int>(months_.size()); ++i) terms += month_terms(i);
  for (int shift = 0; shift < static_cast<int>(tours_.size()); ++shift) terms += tour_terms(shift);
  terms.balance = balance_cost();
  return terms;
}

bool State::blocked(int shift) const {
  if (!tours_[at(shift)].stops.empty()) return false;
  const Shift& where = model_.shifts[at(shift)];
  if (model_.most_shifts > 0 && team_shifts_[at(where.team)] >= model_.most_shifts) return true;
  for (const int other : where.clashes)
    if (!tours_[at(other)].stops.empty()) return true;
  return false;
}

}  // namespace ronda::scheduling
