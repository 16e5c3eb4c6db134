// Moves that change the days of customers, and exchanges with free places inside a day.

#include <algorithm>
#include <limits>

#include "shared/scheduling/periodic/local_search.hpp"

namespace ronda::scheduling::periodic {
namespace {

constexpr double kLess = -1e-7;
constexpr int kPartners = 30;  // customers tried around each one for an exchange

}  // namespace

bool LocalSearch::improve_patterns() {
  random_.shuffle(customers_.vector());
  bool any = false;
  for (const int customer : customers_) any = choose_pattern(customer) || any;
  return any;
}

/// Takes the customer out of the plan and puts it back on the days and places that cost least.
bool LocalSearch::choose_pattern(int customer) {
  const Days now = pattern_[customer];
  const bool complete = model_.allows(customer, now);
  const Days open = model_.any_day[customer];
  if (complete) {
    bool stale = false;
    for (int d = 0; d < model_.days && !stale; ++d) stale = has(open, d) && day_changed_[d] > chosen_[customer];
    if (!stale) return false;
  }
  chosen_[customer] = clock_;
  Insertion by_day[kMostDays];
  double current = 0;
  for (int d = 0; d < model_.days; ++d) {
    if (!has(open, d)) continue;
    by_day[d] = cheapest(customer, d);
    if (has(now, d)) current += gain_of_removal(visit(d, customer));
  }
  Days best = 0;
  double least = complete ? current + kLess : std::numeric_limits<double>::infinity();
  for (const Days pattern : model_.patterns[customer]) {
    if (!complete && (pattern & now) != now) continue;  // visits that were inherited stay
    double cost = 0;
    for (int d = 0; d < model_.days; ++d)
      if (has(pattern, d)) cost += by_day[d].cost;
    if (cost < least) {
      least = cost;
      best = pattern;
    }
  }
  if (best == 0) return false;
  for (int d = 0; d < model_.days; ++d) {
    const int node = visit(d, customer);
    const int old_route = nodes_[node].route;
    if (old_route >= 0) unlink(node);
    if (has(best, d)) link(node, by_day[d].after);
    const int new_route = nodes_[node].route;
    if (old_route >= 0 && old_route != new_route) refresh(old_route);
    if (new_route >= 0) refresh(new_route);
  }
  pattern_[customer] = best;
  return true;
}

bool LocalSearch::improve_exchanges() {
  random_.shuffle(customers_.vector());
  bool any = false;
  for (const int u : customers_) {
    const std::int64_t tested = matched_[u];
    matched_[u] = clock_;
    int seen = 0;
    for (const int v : model_.near[u]) {
      if (++seen > kPartners) break;
      std::int64_t changed = -1;
      const Days both = pattern_[u] | pattern_[v];
      for (int d = 0; d < model_.days; ++d) {
        if (!has(both, d)) continue;
        const int a = nodes_[visit(d, u)].route, b = nodes_[visit(d, v)].route;
        if (a >= 0) changed = std::max(changed, routes_[a].changed);
        if (b >= 0) changed = std::max(changed, routes_[b].changed);
      }
      if (changed <= tested) continue;
      const Days common = pattern_[u] & pattern_[v];
      for (int d = 0; d < model_.days; ++d)
        if (has(common, d) && nodes_[visit(d, u)].route != nodes_[visit(d, v)].route)
          any = exchange_on_day(u, v, d) || any;
      if (pattern_[u] != pattern_[v] && model_.allows(u, pattern_[v]) && model_.allows(v, pattern_[u]))
        any = exchange_patterns(u, v) || any;
    }
  }
  return any;
}

/// SWAP*: two visits change routes, each to its best place there.
bool LocalSearch::exchange_on_day(int u, int v, int day) {
  const int a = visit(day, u), b = visit(day, v);
  Insertion for_u, for_v;
  const double delta = swapped(u, b, for_u) + swapped(v, a, for_v);
  if (delta > kLess) return false;
  const int from = nodes_[a].route, to = nodes_[b].route;
  unlink(a);
  unlink(b);
  link(a, for_u.after);
  link(b, for_v.after);
  refresh(from);
  refresh(to);
  return true;
}

/// Each takes the other's days: on a day only one of them has, the other steps into its route.
bool LocalSearch::exchange_patterns(int u, int v) {
  const Days differ = pattern_[u] ^ pattern_[v];
  Insertion place[kMostDays];
  double delta = 0;
  for (int d = 0; d < model_.days; ++d) {
    if (!has(differ, d)) continue;
    const int out = has(pattern_[u], d) ? u : v;
    delta += swapped(out == u ? v : u, visit(d, out), place[d]);
  }
  if (delta > kLess) return false;
  for (int d = 0; d < model_.days; ++d) {
    if (!has(differ, d)) continue;
    const int out = has(pattern_[u], d) ? u : v;
    const int in = out == u ? v : u;
    const int route = nodes_[visit(d, out)].route;
    unlink(visit(d, out));
    link(visit(d, in), place[d].after);
    refresh(route);
  }
  std::swap(pattern_[u], pattern_[v]);
  return true;
}

}  // namespace ronda::scheduling::periodic
