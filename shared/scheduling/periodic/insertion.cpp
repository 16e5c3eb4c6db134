// Where a customer fits into a route or a day, and what its visits cost where they are.

#include <algorithm>
#include <limits>

#include "shared/scheduling/periodic/local_search.hpp"

namespace ronda::scheduling::periodic {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

}  // namespace

const LocalSearch::Places& LocalSearch::places(int customer, int r) {
  Places& best = places_[customer * routes_.size() + r];
  const Route& route = routes_[r];
  if (best.when >= route.changed) return best;
  best.when = clock_;
  for (int k = 0; k < 3; ++k) {
    best.cost[k] = kNever;
    best.after[k] = -1;
  }
  const double* to = model_.from(customer);
  const int* stop = row_.data() + r * stride_;
  const double* between = row_leg_.data() + r * stride_;
  double here = to[0];
  for (int at = 0; at <= route.size; ++at) {
    const double there = to[stop[at + 1]];
    const double cost = here + there - between[at];
    here = there;
    if (cost >= best.cost[2]) continue;
    int k = 2;
    for (; k > 0 && cost < best.cost[k - 1]; --k) {
      best.cost[k] = best.cost[k - 1];
      best.after[k] = best.after[k - 1];
    }
    best.cost[k] = cost;
    best.after[k] = at;
  }
  for (int& after : best.after)
    if (after >= 0) after = after == 0 ? route.depot : visit(route.day, stop[after]);
  return best;
}

/// What taking the visit out of its route gains (>= 0 as a rule), penalties included.
double LocalSearch::gain_of_removal(int node) const {
  const Node& here = nodes_[node];
  const Route& route = routes_[here.route];
  const int before = nodes_[here.previous].customer, after = nodes_[here.next].customer;
  const double travel = leg(before, here.customer) + leg(here.customer, after) - leg(before, after);
  const double time = route.time - travel - model_.service[here.customer];
  return travel + route.penalty - penalty(route, route.load - model_.demand[here.customer], time);
}

/// The cheapest place in the route the customer is in now, as if it were not there.
LocalSearch::Insertion LocalSearch::cheapest_own(int customer, int r) {
  const Route& route = routes_[r];
  const int own = visit(route.day, customer);
  const Node& node = nodes_[own];
  const double* to = model_.from(customer);
  Insertion best{kNever, -1};
  int at = route.depot, at_customer = 0;
  do {
    int next = nodes_[at].next;
    if (next == own) next = node.next;
    const int next_customer = nodes_[next].customer;
    const double cost = to[at_customer] + to[next_customer] - leg(at_customer, next_customer);
    if (cost < best.cost) best = {cost, at};
    at = next;
    at_customer = next_customer;
  } while (at != route.depot);
  const double leave = to[nodes_[node.previous].customer] + to[nodes_[node.next].customer] -
                       leg(nodes_[node.previous].customer, nodes_[node.next].customer);
  const double load = route.load - model_.demand[customer], time = route.time - leave - model_.service[customer];
  best.cost += penalty(route, route.load, time + best.cost + model_.service[customer]) - penalty(route, load, time);
  return best;
}

/// The cheapest place of the day, penalties included, as if the customer had no visit on it.
LocalSearch::Insertion LocalSearch::cheapest(int customer, int day) {
  const double demand = model_.demand[customer], service = model_.service[customer];
  const int now = nodes_[visit(day, customer)].route;
  Insertion best{kNever, -1};
  bool empty_seen = false;
  for (int k = 0; k < model_.vehicles; ++k) {
    const int r = day * model_.vehicles + k;
    const Route& route = routes_[r];
    if (r == now) {
      const Insertion own = cheapest_own(customer, r);
      if (own.cost < best.cost) best = own;
      continue;
    }
    if (route.size == 0) {
      if (empty_seen) continue;
      empty_seen = true;
    }
    const Places& found = places(customer, r);
    if (found.cost[0] >= best.cost) continue;
    const double cost =
        found.cost[0] + penalty(route, route.load + demand, route.time + found.cost[0] + service) - route.penalty;
    if (cost < best.cost) best = {cost, found.after[0]};
  }
  return best;
}

/// The cheapest place for `incoming` in the route of the visit `outgoing`, as if that one were gone: travel only.
LocalSearch::Insertion LocalSearch::instead(int incoming, int outgoing) {
  const Node& gone = nodes_[outgoing];
  const int before = nodes_[gone.previous].customer, after = nodes_[gone.next].customer;
  Insertion best{leg(before, incoming) + leg(incoming, after) - leg(before, after), gone.previous};
  const Places& found = places(incoming, gone.route);
  for (int k = 0; k < 3 && found.after[k] >= 0; ++k) {
    if (found.after[k] == outgoing || nodes_[found.after[k]].next == outgoing) continue;
    if (found.cost[k] < best.cost) best = {found.cost[k], found.after[k]};
    break;
  }
  return best;
}

/// Change of cost if `incoming` comes into the route of `outgoing` and that visit leaves.
double LocalSearch::swapped(int incoming, int outgoing, Insertion& place) {
  const Node& gone = nodes_[outgoing];
  const Route& route = routes_[gone.route];
  const int before = nodes_[gone.previous].customer, after = nodes_[gone.next].customer;
  place = instead(incoming, outgoing);
  const double travel = place.cost - (leg(before, gone.customer) + leg(gone.customer, after) - leg(before, after));
  const double load = route.load + model_.demand[incoming] - model_.demand[gone.customer];
  const double time = route.time + travel + model_.service[incoming] - model_.service[gone.customer];
  return travel + penalty(route, load, time) - route.penalty;
}

}  // namespace ronda::scheduling::periodic
