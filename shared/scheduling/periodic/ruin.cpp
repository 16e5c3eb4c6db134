#include "shared/scheduling/periodic/ruin.hpp"

#include <algorithm>
#include <limits>

namespace ronda::scheduling::periodic {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr int kMeanRemoved = 10;  // customers a step takes out on average, about
constexpr int kLongestString = 10;
constexpr int kBlink = 100;       // one place in so many is overlooked
constexpr int kAdaptEvery = 500;  // steps between two changes of the prices

}  // namespace

Ruin::Ruin(const Model& model, Random& random)
    : model_(model),
      random_(random),
      stride_(model.customers + 2),
      row_(model.days * model.vehicles * stride_),
      saved_row_(row_.size()),
      leg_(row_.size()),
      saved_leg_(row_.size()),
      routes_(model.days * model.vehicles),
      saved_(routes_.size()),
      route_of_(model.days * (model.customers + 1), -1),
      pattern_(model.customers + 1),
      missing_(model.customers + 1),
      pattern_before_(model.customers + 1),
      ruined_(routes_.size(), -1) {}

double Ruin::penalty(int day, double load, double time) const {
  return price_.load * std::max(0.0, load - model_.capacity[day]) +
         price_.duration * std::max(0.0, time - model_.duration[day]);
}

void Ruin::start(const Individual& one, const Penalties& price) {
  price_ = price;
  best_ = kNever;
  step_ = 0;
  seen_ = kept_load_ = kept_duration_ = 0;
  for (auto& r : route_of_) r = -1;
  cost_ = travel_ = excess_load_ = excess_duration_ = 0;
  int visits = 0, used = 0;
  for (int r = 0; r < routes_.size(); ++r) {
    Route& route = routes_[r];
    route = Route{};
    route.day = r / model_.vehicles;
    const int k = r % model_.vehicles;
    row_[r * stride_] = 0;
    if (k < one.routes[route.day].size()) {
      for (const int customer : one.routes[route.day][k]) {
        row_[r * stride_ + ++route.size] = customer;
        route_of_[slot(route.day, customer)] = r;
      }
    }
    row_[r * stride_ + route.size + 1] = 0;
    recount(r);
    visits += route.size;
    used += route.size > 0 ? 1 : 0;
    saved_[r].step = -1;
    ruined_[r] = -1;
  }
  pattern_ = one.days;
  mean_leg_ = travel_ / std::max(1, visits + used);
  mean_size_ = static_cast<double>(visits) / std::max(1, used);
  keep_best();
}

/// Figures of a route after its stops changed, and of the plan.
void Ruin::recount(int r) {
  Route& route = routes_[r];
  cost_ -= route.cost;
  travel_ -= route.travel;
  excess_load_ -= route.excess_load;
  excess_duration_ -= route.excess_duration;
  route.load = route.travel = route.service = 0;
  const int first = r * stride_;
  if (route.size == 0) {
    leg_[first] = 0;
  } else {
    for (int k = first; k <= first + route.size; ++k) {
      leg_[k] = model_.distance(row_[k], row_[k + 1]);
      route.travel += leg_[k];
      route.load += model_.demand[row_[k]];
      route.service += model_.service[row_[k]];
    }
  }
  route.excess_load = std::max(0.0, route.load - model_.capacity[route.day]);
  route.excess_duration = std::max(0.0, route.travel + route.service - model_.duration[route.day]);
  route.cost = route.travel + price_.load * route.excess_load + price_.duration * route.excess_duration;
  cost_ += route.cost;
  travel_ += route.travel;
  excess_load_ += route.excess_load;
  excess_duration_ += route.excess_duration;
}

void Ruin::touch(int r) {
  if (saved_[r].step == step_) return;
  saved_[r].step = step_;
  saved_[r].route = routes_[r];
  const int first = r * stride_, last = first + routes_[r].size + 1;
  for (int k = first; k <= last; ++k) {
    saved_row_[k] = row_[k];
    saved_leg_[k] = leg_[k];
  }
  touched_.push(r);
}

int Ruin::position(int r, int customer) const {
  int k = r * stride_ + 1;
  while (row_[k] != customer) ++k;
  return k - r * stride_;
}

void Ruin::take_out(int r, int at) {
  touch(r);
  const int first = r * stride_;
  route_of_[slot(routes_[r].day, row_[first + at])] = -1;
  for (int k = first + at; k <= first + routes_[r].size; ++k) row_[k] = row_[k + 1];
  --routes_[r].size;
}

void Ruin::put_in(int r, int after, int customer) {
  touch(r);
  const int first = r * stride_;
  for (int k = first + routes_[r].size + 1; k > first + after; --k) row_[k + 1] = row_[k];
  row_[first + after + 1] = customer;
  ++routes_[r].size;
  route_of_[slot(routes_[r].day, customer)] = r;
  recount(r);
}

void Ruin::step(double temperature) {
  ++step_;
  cost_before_ = cost_;
  touched_.clear();
  removed_.clear();
  ruin();
  recreate();
  accept_or_undo(temperature);
  ++seen_;
  kept_load_ += excess_load_ < kTolerance ? 1 : 0;
  kept_duration_ += excess_duration_ < kTolerance ? 1 : 0;
  if (seen_ == kAdaptEvery) adapt();
}

void Ruin::ruin() {
  const int seed = 1 + random_.below(model_.customers);
  int only_day = -1;  // half of the steps stay inside one day and leave the patterns alone
  if (random_.below(2) == 0) {
    do only_day = random_.below(model_.days);
    while (!has(pattern_[seed], only_day));
  }
  const int longest = std::max(1, std::min(kLongestString, static_cast<int>(mean_size_)));
  const double mean = std::min<double>(kMeanRemoved, model_.customers / 2.0);
  const double most = 4.0 * mean / (1 + longest) - 1;
  int strings = 1 + random_.below(std::max(1, static_cast<int>(most + 0.5)));
  const auto visit = [&](int customer) {
    if (missing_[customer] != 0) return;
    const int turn = random_.below(model_.days);
    for (int k = 0; k < model_.days; ++k) {
      const int day = (k + turn) % model_.days;
      if (only_day >= 0 && day != only_day) continue;
      const int r = route_of_[slot(day, customer)];
      if (r < 0 || ruined_[r] == step_) continue;
      ruined_[r] = step_;
      take_string(r, customer, longest, only_day);
      --strings;
      break;
    }
  };
  visit(seed);
  const auto& near = model_.near[seed];
  for (int k = 0; k < near.size() && strings > 0; ++k) visit(near[k]);
  for (const int r : touched_) recount(r);
}

/// Takes a run of stops that has `customer` in it, sometimes leaving some in its middle where they are.
void Ruin::take_string(int r, int customer, int longest, int only_day) {
  const int size = routes_[r].size, at = position(r, customer);
  const int length = 1 + random_.below(std::min(size, longest));
  int kept = 0;
  if (length > 1 && length < size && random_.below(2) == 0) {
    kept = 1;
    while (length + kept < size && random_.below(100) != 0) ++kept;
    kept = std::min(kept, size - length);
    kept = 1 + random_.below(kept);
  }
  const int span = length + kept;
  const int lowest = std::max(1, at - span + 1), highest = std::min(at, size - span + 1);
  const int from = lowest + random_.below(highest - lowest + 1);
  const int skip_from = kept > 0 ? from + 1 + random_.below(length - 1) : 0;
  int picked[2 * kLongestString];
  int count = 0;
  for (int k = from; k < from + span; ++k) {
    if (kept > 0 && k >= skip_from && k < skip_from + kept) continue;
    picked[count++] = row_[r * stride_ + k];
  }
  const int day = routes_[r].day;
  for (int k = 0; k < count; ++k) take_customer(picked[k], day, only_day);
}

/// Its visit of this day; all its visits where it may choose its days anew.
void Ruin::take_customer(int customer, int day, int only_day) {
  if (missing_[customer] == 0) {
    removed_.push(customer);
    pattern_before_[customer] = pattern_[customer];
  }
  const bool free = only_day < 0 && model_.patterns[customer].size() > 1;
  for (int d = 0; d < model_.days; ++d) {
    if (!(free || d == day)) continue;
    const int r = route_of_[slot(d, customer)];
    if (r < 0) continue;
    take_out(r, position(r, customer));
    missing_[customer] |= one(d);
  }
  if (free) pattern_[customer] = 0;
}

void Ruin::sort_removed() {
  random_.shuffle(removed_.vector());
  const int kind = random_.below(11);
  if (kind < 4) return;
  keys_.clear();
  for (const int c : removed_)
    keys_.push({kind < 8 ? -model_.demand[c] : kind < 10 ? -model_.distance(0, c) : model_.distance(0, c), c});
  std::stable_sort(keys_.begin(), keys_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (int k = 0; k < removed_.size(); ++k) removed_[k] = keys_[k].second;
}

void Ruin::recreate() {
  sort_removed();
  for (const int customer : removed_) {
    Insertion by_day[kMostDays];
    Days back = missing_[customer];
    const bool free = pattern_[customer] == 0;
    const Days open = free ? model_.any_day[customer] : back;
    for (int d = 0; d < model_.days; ++d)
      if (has(open, d)) by_day[d] = cheapest(customer, d);
    if (free) {
      double least = kNever;
      for (const Days pattern : model_.patterns[customer]) {
        double cost = 0;
        for (int d = 0; d < model_.days; ++d)
          if (has(pattern, d)) cost += by_day[d].cost;
        if (cost < least) {
          least = cost;
          back = pattern;
        }
      }
      pattern_[customer] = back;
    }
    for (int d = 0; d < model_.days; ++d)
      if (has(back, d)) put_in(by_day[d].route, by_day[d].after, customer);
    missing_[customer] = 0;
  }
}

Ruin::Insertion Ruin::cheapest(int customer, int day) {
  const double* to = model_.from(customer);
  const double demand = model_.demand[customer], service = model_.service[customer];
  Insertion best{kNever, -1, -1};
  bool empty_seen = false;
  for (int k = 0; k < model_.vehicles; ++k) {
    const int r = day * model_.vehicles + k;
    const Route& route = routes_[r];
    if (route.size == 0) {
      if (empty_seen) continue;
      empty_seen = true;
    }
    const double fixed = route.cost - route.travel;
    if (price_.load * std::max(0.0, route.load + demand - model_.capacity[day]) - fixed >= best.cost) continue;
    const int* stop = row_.data() + r * stride_;
    const double* between = leg_.data() + r * stride_;
    double least = kNever;
    int after = -1;
    double here = to[0];
    for (int at = 0; at <= route.size; ++at) {
      const double there = to[stop[at + 1]];
      const double cost = here + there - between[at];
      here = there;
      if (cost < least && random_.below(kBlink) != 0) {
        least = cost;
        after = at;
      }
    }
    if (after < 0) {
      after = 0;  // every place was overlooked
      least = to[0] + to[stop[1]] - between[0];
    }
    if (least >= best.cost) continue;
    const double cost =
        least + penalty(day, route.load + demand, route.travel + least + route.service + service) - fixed;
    if (cost < best.cost) best = {cost, r, after};
  }
  return best;
}

void Ruin::accept_or_undo(double temperature) {
  const double slack = temperature * static_cast<double>(random_.negative_log()) / 65536.0;
  if (cost_ < cost_before_ + slack) {
    if (excess_load_ < kTolerance && excess_duration_ < kTolerance && travel_ < best_ - 1e-7) keep_best();
    return;
  }
  undo();
}

void Ruin::undo() {
  for (const int r : touched_)
    for (int at = 1; at <= routes_[r].size; ++at) route_of_[slot(routes_[r].day, row_[r * stride_ + at])] = -1;
  for (const int customer : removed_) pattern_[customer] = pattern_before_[customer];
  for (const int r : touched_) {
    Route& route = routes_[r];
    const Route& old = saved_[r].route;
    travel_ += old.travel - route.travel;
    excess_load_ += old.excess_load - route.excess_load;
    excess_duration_ += old.excess_duration - route.excess_duration;
    route = old;
    const int first = r * stride_, last = first + route.size + 1;
    for (int k = first; k <= last; ++k) {
      row_[k] = saved_row_[k];
      leg_[k] = saved_leg_[k];
      if (row_[k] != 0) route_of_[slot(route.day, row_[k])] = r;
    }
  }
  cost_ = cost_before_;
}

Individual Ruin::now() const {
  Individual one;
  one.routes.fill(model_.days, {});
  for (int r = 0; r < routes_.size(); ++r) {
    if (routes_[r].size == 0) continue;
    List<int> stops;
    for (int k = 1; k <= routes_[r].size; ++k) stops.push(row_[r * stride_ + k]);
    one.routes[routes_[r].day].push(std::move(stops));
  }
  settle(model_, one);
  return one;
}

void Ruin::keep_best() {
  Individual plan = now();
  if (!plan.legal() || plan.travel >= best_) return;
  best_ = plan.travel;
  best_plan_ = std::move(plan);
}

void Ruin::adapt() {
  // Until a first legal plan is known the limits come before everything; then a good share may be broken.
  const bool none_yet = best_ == kNever;
  const auto change = [this, none_yet](int kept, double& price) {
    if (none_yet) {
      if (kept < seen_ * 9 / 10 && price < 1e5) price *= 1.5;
      return;
    }
    if (kept < seen_ * 3 / 10 && price < 1e5) price *= 1.1;
    if (kept > seen_ * 6 / 10 && price > 0.01) price *= 0.92;
  };
  change(kept_load_, price_.load);
  change(kept_duration_, price_.duration);
  seen_ = kept_load_ = kept_duration_ = 0;
  reprice();
}

/// After new prices, and against the drift of sums.
void Ruin::reprice() {
  cost_ = travel_ = excess_load_ = excess_duration_ = 0;
  for (int r = 0; r < routes_.size(); ++r) {
    Route& route = routes_[r];
    route.cost = route.travel + price_.load * route.excess_load + price_.duration * route.excess_duration;
    cost_ += route.cost;
    travel_ += route.travel;
    excess_load_ += route.excess_load;
    excess_duration_ += route.excess_duration;
  }
}

}  // namespace ronda::scheduling::periodic
