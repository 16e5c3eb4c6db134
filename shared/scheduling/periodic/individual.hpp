#pragma once
// One plan of the population, legal or not.

#include "shared/scheduling/periodic/model.hpp"

namespace ronda::scheduling::periodic {

/// Price of one unit over a limit, adapted during the search.
struct Penalties {
  double load = 1;
  double duration = 1;
};

struct Individual {
  List<Days> days;               ///< by customer: its pattern ([0] unused)
  List<List<List<int>>> routes;  ///< by day; no route is empty
  List<List<int>> tours;         ///< by day: the routes one after the other, as seen turning around the depot
  List<int> next, previous;      ///< by day * (customers + 1) + customer; -1 where it is not visited, 0 the depot
  double travel = 0, excess_load = 0, excess_duration = 0;

  bool legal() const { return excess_load < kTolerance && excess_duration < kTolerance; }
  double cost(const Penalties& price) const {
    return travel + price.load * excess_load + price.duration * excess_duration;
  }
};

/// Fills everything else from `routes`.
void settle(const Model& model, Individual& one);

/// Share of decisions in which two plans differ: patterns and neighbours in the routes, 0..1.
double difference(const Model& model, const Individual& a, const Individual& b);

/// Renames the days of `one` by the symmetry of the problem that brings it nearest to `reference`.
void align(const Model& model, const Individual& reference, Individual& one);

}  // namespace ronda::scheduling::periodic
