#pragma once
// Descent from one plan to a plan no single move improves: within the days (relocate, swap, 2-opt, 2-opt*, SWAP*;
// Vidal 2022, "Hybrid genetic search for the CVRP") and between them (another pattern for a customer; two customers
// exchange their days). What exceeds the limits has a price, so the path may lead through illegal plans.

#include <cstdint>

#include "shared/scheduling/periodic/individual.hpp"
#include "shared/scheduling/random.hpp"

namespace ronda::scheduling::periodic {

class LocalSearch {
 public:
  LocalSearch(const Model& model, Random& random);

  /// Completes `one` (customers may lack some or all of their visits; the visits there are belong to one of their
  /// patterns) and improves it. Only `routes` is read; everything is settled afterwards.
  void improve(Individual& one, const Penalties& price);

 private:
  /// A visit, or the depot of a route: first and last of its ring.
  struct Node {
    int customer = 0;
    int route = -1;  ///< -1: not in the plan
    int next = -1, previous = -1;
    int position = 0;
    double load_to = 0;  ///< of the route up to and with this visit
    double time_to = 0;  ///< travel and service, likewise
  };
  struct Route {
    int day = 0, depot = 0, size = 0;
    double load = 0, time = 0, penalty = 0;
    double capacity = 0, duration = 0;
    std::int64_t changed = 0;
  };
  /// The three cheapest places of a customer in a route: after which node, and the travel it adds.
  struct Places {
    std::int64_t when = -1;
    double cost[3] = {};
    int after[3] = {};
  };
  /// A place for a customer on a day.
  struct Insertion {
    double cost = 0;
    int after = -1;
  };
  /// One of the two ends of a move, with what the moves need to know about it.
  struct End {
    int node = 0, customer = 0, before = 0, after = 0, beyond = 0;  // nodes: previous, next, next but one
    int c_before = 0, c_after = 0, c_beyond = 0;                    // their customers
    int route = 0;
  };

  int visit(int day, int customer) const { return day * (model_.customers + 1) + customer; }
  bool is_depot(int node) const { return nodes_[node].customer == 0; }
  double leg(int a, int b) const { return model_.distance(a, b); }
  double penalty(const Route& route, double load, double time) const {
    double sum = 0;
    if (load > route.capacity) sum += price_.load * (load - route.capacity);
    if (time > route.duration) sum += price_.duration * (time - route.duration);
    return sum;
  }

  void load(const Individual& one);
  void complete();
  void store(Individual& one) const;
  void refresh(int route);
  void unlink(int node);
  void link(int node, int after);
  int empty_route(int day) const;

  // within_days.cpp
  void improve_days();
  bool improve_visit(int node, bool first_round);
  bool try_pair(int v);
  void look(End& end, int node) const;
  bool relocate(int moved, bool turned);
  bool swap_ends(int from_u, int from_v);
  bool two_opt();
  bool two_opt_star(bool turned);
  void move_after(int node, int after);
  void rewrite(int route, const List<int>& visits);

  // insertion.cpp
  const Places& places(int customer, int route);
  Insertion cheapest(int customer, int day);
  Insertion cheapest_own(int customer, int route);
  double gain_of_removal(int node) const;
  Insertion instead(int incoming, int outgoing);
  double swapped(int incoming, int outgoing, Insertion& place);

  // between_days.cpp
  bool improve_patterns();
  bool choose_pattern(int customer);
  bool improve_exchanges();
  bool exchange_on_day(int u, int v, int day);
  bool exchange_patterns(int u, int v);

  const Model& model_;
  Random& random_;
  Penalties price_;
  List<Node> nodes_;
  List<Route> routes_;
  // The routes once more, as the insertion scans them: by route * stride_ + position, the depot at both ends.
  int stride_;
  List<int> row_;
  List<double> row_leg_;        // from this stop to the next
  List<Places> places_;         // by customer * routes + route
  List<Days> pattern_;          // by customer
  List<std::int64_t> tested_;   // by node: clock of the last try within the day
  List<std::int64_t> matched_;  // by customer: clock of the last try of exchanges
  List<std::int64_t> chosen_;   // by customer: clock of the last try of another pattern
  List<std::int64_t> day_changed_;
  List<int> order_, customers_;
  End u_, v_;
  std::int64_t clock_ = 0;
};

}  // namespace ronda::scheduling::periodic
