#include "shared/scheduling/periodic/individual.hpp"

#include <algorithm>
#include <cmath>

namespace ronda::scheduling::periodic {
namespace {

/// Direction of the middle of a route, for a tour in which neighbouring routes follow each other.
double direction(const Model& model, const List<int>& route) {
  double x = 0, y = 0;
  for (const int customer : route) {
    x += std::cos(model.angle[customer]) * model.distance(0, customer);
    y += std::sin(model.angle[customer]) * model.distance(0, customer);
  }
  return std::atan2(y, x);
}

void order_routes(const Model& model, List<List<int>>& routes) {
  std::vector<std::pair<double, int>> order;
  for (int r = 0; r < routes.size(); ++r)
    if (!routes[r].empty()) order.emplace_back(direction(model, routes[r]), r);
  std::sort(order.begin(), order.end());
  List<List<int>> sorted;
  for (const auto& [angle, r] : order) sorted.push(std::move(routes[r]));
  routes = std::move(sorted);
}

}  // namespace

void settle(const Model& model, Individual& one) {
  const int places = model.customers + 1;
  one.days.fill(places, 0);
  one.tours.fill(model.days, {});
  one.next.fill(model.days * places, -1);
  one.previous.fill(model.days * places, -1);
  one.travel = one.excess_load = one.excess_duration = 0;
  for (int d = 0; d < model.days; ++d) {
    order_routes(model, one.routes[d]);
    for (const List<int>& route : one.routes[d]) {
      double travel = 0, load = 0, service = 0;
      int at = 0;
      for (const int customer : route) {
        one.tours[d].push(customer);
        one.days[customer] |= periodic::one(d);
        one.previous[d * places + customer] = at;
        if (at != 0) one.next[d * places + at] = customer;
        travel += model.distance(at, customer);
        load += model.demand[customer];
        service += model.service[customer];
        at = customer;
      }
      one.next[d * places + at] = 0;
      travel += model.distance(at, 0);
      one.travel += travel;
      one.excess_load += std::max(0.0, load - model.capacity[d]);
      one.excess_duration += std::max(0.0, travel + service - model.duration[d]);
    }
  }
}

double difference(const Model& model, const Individual& a, const Individual& b) {
  const int places = model.customers + 1;
  int visits = 0, broken = 0, other_days = 0;
  for (int c = 1; c < places; ++c) other_days += a.days[c] != b.days[c] ? 1 : 0;
  for (int d = 0; d < model.days; ++d) {
    for (const int c : a.tours[d]) {
      const int at = d * places + c;
      ++visits;
      if (b.next[at] < 0) {
        ++broken;
        continue;
      }
      if (a.next[at] != b.next[at] && a.next[at] != b.previous[at]) ++broken;
      if (a.previous[at] == 0 && b.previous[at] != 0 && b.next[at] != 0) ++broken;
    }
  }
  return 0.5 * other_days / model.customers + 0.5 * broken / std::max(1, visits);
}

void align(const Model& model, const Individual& reference, Individual& one) {
  if (model.symmetries.size() < 2) return;
  List<int> common(model.days * model.days);
  for (int c = 1; c <= model.customers; ++c)
    for (int d = 0; d < model.days; ++d)
      if (has(one.days[c], d))
        for (int e = 0; e < model.days; ++e) common[d * model.days + e] += has(reference.days[c], e) ? 1 : 0;
  int best = 0, most = -1;
  for (int k = 0; k < model.symmetries.size(); ++k) {
    int kept = 0;
    for (int d = 0; d < model.days; ++d) kept += common[d * model.days + model.symmetries[k][d]];
    if (kept > most) {
      most = kept;
      best = k;
    }
  }
  if (best == 0) return;
  List<List<List<int>>> routes(model.days);
  for (int d = 0; d < model.days; ++d) routes[model.symmetries[best][d]] = std::move(one.routes[d]);
  one.routes = std::move(routes);
  settle(model, one);
}

}  // namespace ronda::scheduling::periodic
