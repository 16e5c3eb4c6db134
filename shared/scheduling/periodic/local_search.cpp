#include "shared/scheduling/periodic/local_search.hpp"

#include <algorithm>
#include <numeric>

namespace ronda::scheduling::periodic {

LocalSearch::LocalSearch(const Model& model, Random& random)
    : model_(model),
      random_(random),
      nodes_(model.days * (model.customers + 1) + model.days * model.vehicles),
      routes_(model.days * model.vehicles),
      stride_(model.customers + 2),
      row_(routes_.size() * stride_),
      row_leg_(routes_.size() * stride_),
      places_((model.customers + 1) * model.days * model.vehicles),
      pattern_(model.customers + 1),
      tested_(nodes_.size()),
      matched_(model.customers + 1),
      chosen_(model.customers + 1),
      day_changed_(model.days),
      customers_(model.customers) {
  for (int d = 0; d < model.days; ++d) {
    for (int c = 1; c <= model.customers; ++c) nodes_[visit(d, c)].customer = c;
    for (int k = 0; k < model.vehicles; ++k) {
      Route& route = routes_[d * model.vehicles + k];
      route.day = d;
      route.capacity = model.capacity[d];
      route.duration = model.duration[d];
      route.depot = model.days * (model.customers + 1) + d * model.vehicles + k;
      nodes_[route.depot].route = d * model.vehicles + k;
    }
  }
  std::iota(customers_.begin(), customers_.end(), 1);
}

void LocalSearch::improve(Individual& one, const Penalties& price) {
  price_ = price;
  load(one);
  complete();
  bool better = true;
  while (better) {
    improve_days();
    better = improve_patterns();
    better = improve_exchanges() || better;
  }
  store(one);
}

void LocalSearch::load(const Individual& one) {
  for (int d = 0; d < model_.days; ++d)
    for (int c = 1; c <= model_.customers; ++c) nodes_[visit(d, c)].route = -1;
  pattern_.fill(model_.customers + 1, 0);
  clock_ = 0;
  for (Places& places : places_) places.when = -1;
  for (int d = 0; d < model_.days; ++d) {
    for (int k = 0; k < model_.vehicles; ++k) {
      const int r = d * model_.vehicles + k;
      int at = routes_[r].depot;
      nodes_[at].next = nodes_[at].previous = at;
      if (k < one.routes[d].size()) {
        for (const int customer : one.routes[d][k]) {
          const int node = visit(d, customer);
          link(node, at);
          pattern_[customer] |= periodic::one(d);
          at = node;
        }
      }
      refresh(r);
    }
  }
  for (auto& when : tested_) when = -1;
  for (auto& when : matched_) when = -1;
  for (auto& when : chosen_) when = -1;
}

void LocalSearch::complete() {
  random_.shuffle(customers_.vector());
  for (const int customer : customers_)
    if (!model_.allows(customer, pattern_[customer])) choose_pattern(customer);
}

void LocalSearch::store(Individual& one) const {
  one.routes.fill(model_.days, {});
  for (const Route& route : routes_) {
    if (route.size == 0) continue;
    List<int> visits;
    for (int node = nodes_[route.depot].next; node != route.depot; node = nodes_[node].next)
      visits.push(nodes_[node].customer);
    one.routes[route.day].push(std::move(visits));
  }
  settle(model_, one);
}

void LocalSearch::refresh(int r) {
  Route& route = routes_[r];
  double load = 0, time = 0;
  int position = 0;
  Node& depot = nodes_[route.depot];
  depot.load_to = depot.time_to = 0;
  depot.position = 0;
  int at = 0, slot = r * stride_;
  row_[slot] = 0;
  for (int node = depot.next; node != route.depot;) {
    Node& here = nodes_[node];
    const double travel = leg(at, here.customer);
    row_leg_[slot++] = travel;
    row_[slot] = here.customer;
    time += travel + model_.service[here.customer];
    load += model_.demand[here.customer];
    here.position = ++position;
    here.load_to = load;
    here.time_to = time;
    here.route = r;
    at = here.customer;
    node = here.next;
  }
  row_leg_[slot++] = leg(at, 0);
  row_[slot] = 0;
  route.size = position;
  route.load = load;
  route.time = position == 0 ? 0 : time + leg(at, 0);
  route.penalty = penalty(route, route.load, route.time);
  route.changed = ++clock_;
  day_changed_[route.day] = clock_;
}

void LocalSearch::unlink(int node) {
  Node& here = nodes_[node];
  nodes_[here.previous].next = here.next;
  nodes_[here.next].previous = here.previous;
  here.route = -1;
}

void LocalSearch::link(int node, int after) {
  Node& here = nodes_[node];
  here.previous = after;
  here.next = nodes_[after].next;
  nodes_[here.next].previous = node;
  nodes_[after].next = node;
  here.route = nodes_[after].route;
}

int LocalSearch::empty_route(int day) const {
  for (int k = 0; k < model_.vehicles; ++k)
    if (routes_[day * model_.vehicles + k].size == 0) return day * model_.vehicles + k;
  return -1;
}

}  // namespace ronda::scheduling::periodic
