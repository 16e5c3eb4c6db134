#include "shared/scheduling/periodic/crossover.hpp"

#include <numeric>

#include "shared/scheduling/periodic/split.hpp"

namespace ronda::scheduling::periodic {
namespace {

Individual cut(const Model& model, const Penalties& price, const List<List<int>>& tours) {
  Individual one;
  one.routes.fill(model.days, {});
  for (int d = 0; d < model.days; ++d) one.routes[d] = split(model, price, d, tours[d]);
  return one;
}

bool may_have(const Model& model, int customer, Days set) {
  for (const Days pattern : model.patterns[customer])
    if ((pattern & set) == set) return true;
  return false;
}

}  // namespace

Individual cross(const Model& model, const Penalties& price, Random& random, const Individual& a, const Individual& b) {
  List<int> order(model.days);
  std::iota(order.begin(), order.end(), 0);
  random.shuffle(order.vector());
  int whole = random.below(model.days + 1), mixed = random.below(model.days + 1);
  if (whole > mixed) std::swap(whole, mixed);  // order: whole days of a, then parts of a, then none of a

  List<List<int>> tours(model.days);
  List<Days> taken(model.customers + 1, 0);
  const auto take = [&](int day, int customer) {
    tours[day].push(customer);
    taken[customer] |= one(day);
  };
  for (int k = 0; k < mixed; ++k) {
    const int day = order[k];
    const List<int>& tour = a.tours[day];
    const int size = tour.size();
    if (size == 0) continue;
    if (k < whole) {
      for (const int customer : tour) take(day, customer);
      continue;
    }
    const int from = random.below(size), to = random.below(size);
    for (int at = from;; at = (at + 1) % size) {
      take(day, tour[at]);
      if (at == to) break;
    }
  }
  List<int> rest;
  for (int k = whole; k < model.days; ++k) rest.push(order[k]);
  random.shuffle(rest.vector());
  for (const int day : rest)
    for (const int customer : b.tours[day])
      if (!has(taken[customer], day) && may_have(model, customer, taken[customer] | one(day))) take(day, customer);
  return cut(model, price, tours);
}

}  // namespace ronda::scheduling::periodic
