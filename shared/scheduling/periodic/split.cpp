#include "shared/scheduling/periodic/split.hpp"

#include <algorithm>
#include <limits>

namespace ronda::scheduling::periodic {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// One layer: best cost of cutting the first k customers, and where the last route begins.
struct Layer {
  List<double> cost;
  List<int> from;
};

class Cut {
 public:
  Cut(const Model& model, const Penalties& price, int day, const List<int>& tour)
      : model_(model), price_(price), day_(day), tour_(tour) {
    double total = 0;
    for (const int customer : tour) total += model.demand[customer];
    most_load_ = std::max(1.5 * model.capacity[day], total / model.vehicles + model.heaviest);
  }

  /// The routes that may begin after the first `i` customers, added to what `before` costs.
  void extend(const Layer& before, int i, Layer& after) const {
    if (before.cost[i] == kNever) return;
    double load = 0, travel = 0, service = 0;
    int at = 0;
    for (int j = i; j < tour_.size(); ++j) {
      const int customer = tour_[j];
      load += model_.demand[customer];
      if (load > most_load_ && j > i) break;
      service += model_.service[customer];
      travel += model_.distance(at, customer);
      const double all = travel + model_.distance(customer, 0);
      const double cost = before.cost[i] + all + price_.load * std::max(0.0, load - model_.capacity[day_]) +
                          price_.duration * std::max(0.0, all + service - model_.duration[day_]);
      if (cost < after.cost[j + 1]) {
        after.cost[j + 1] = cost;
        after.from[j + 1] = i;
      }
      at = customer;
    }
  }

 private:
  const Model& model_;
  const Penalties& price_;
  int day_;
  const List<int>& tour_;
  double most_load_ = 0;
};

List<int> part(const List<int>& tour, int from, int to) {
  List<int> route;
  for (int k = from; k < to; ++k) route.push(tour[k]);
  return route;
}

}  // namespace

List<List<int>> split(const Model& model, const Penalties& price, int day, const List<int>& tour) {
  const int size = tour.size();
  List<List<int>> routes;
  if (size == 0) return routes;
  const Cut cut(model, price, day, tour);
  const Layer none{List<double>(size + 1, kNever), List<int>(size + 1, -1)};

  Layer free = none;  // as many routes as it likes
  free.cost[0] = 0;
  for (int i = 0; i < size; ++i) cut.extend(free, i, free);
  for (int end = size; end > 0; end = free.from[end]) routes.push(part(tour, free.from[end], end));
  if (routes.size() > model.vehicles) {
    routes.clear();
    List<Layer> layers(model.vehicles + 1, none);
    layers[0].cost[0] = 0;
    for (int k = 1; k <= model.vehicles; ++k)
      for (int i = k - 1; i < size; ++i) cut.extend(layers[k - 1], i, layers[k]);
    int used = model.vehicles;
    for (int k = 1; k <= model.vehicles; ++k)
      if (layers[k].cost[size] < layers[used].cost[size]) used = k;
    for (int end = size; used > 0; --used) {
      routes.push(part(tour, layers[used].from[end], end));
      end = layers[used].from[end];
    }
  }
  std::reverse(routes.begin(), routes.end());
  return routes;
}

}  // namespace ronda::scheduling::periodic
