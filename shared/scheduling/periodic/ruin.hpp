#pragma once
// Ruin and recreate by strings of visits (Christiaens, Vanden Berghe, "Slack induction by string removals for vehicle
// routing problems", Transportation Science 54 (2020)), carried over to periods: strings are taken from several days,
// and a customer that comes back chooses its days anew. Accepted as in annealing; limits have a price, as elsewhere.

#include <cstdint>

#include "shared/scheduling/periodic/individual.hpp"
#include "shared/scheduling/random.hpp"

namespace ronda::scheduling::periodic {

class Ruin {
 public:
  Ruin(const Model& model, Random& random);

  /// Starts from a plan that has all its visits.
  void start(const Individual& one, const Penalties& price);
  /// One ruin, one recreate, one decision at this temperature (in travel).
  void step(double temperature);
  /// The best legal plan since start() with its travel; infinity if there was none.
  double best() const { return best_; }
  const Individual& best_plan() const { return best_plan_; }
  /// The plan as it is now.
  Individual now() const;
  const Penalties& price() const { return price_; }
  /// Mean travel of a leg of the plan at start: the scale of a temperature.
  double mean_leg() const { return mean_leg_; }

 private:
  struct Route {
    int day = 0, size = 0;
    double load = 0, travel = 0, service = 0;
    double cost = 0;  ///< travel with penalties
    double excess_load = 0, excess_duration = 0;
  };
  struct Saved {
    Route route;
    std::int64_t step = -1;
  };
  struct Insertion {
    double cost = 0;
    int route = -1, after = -1;
  };

  int slot(int day, int customer) const { return day * (model_.customers + 1) + customer; }
  double penalty(int day, double load, double time) const;
  void touch(int route);
  void recount(int route);
  void take_out(int route, int position);
  void put_in(int route, int after, int customer);
  int position(int route, int customer) const;

  void ruin();
  void take_string(int route, int customer, int longest, int only_day);
  void take_customer(int customer, int day, int only_day);
  void recreate();
  void sort_removed();
  Insertion cheapest(int customer, int day);
  void accept_or_undo(double temperature);
  void undo();
  void keep_best();
  void adapt();
  void reprice();

  const Model& model_;
  Random& random_;
  Penalties price_;
  int stride_;
  List<int> row_, saved_row_;     // by route * stride_ + position; the depot at both ends
  List<double> leg_, saved_leg_;  // to the next stop
  List<Route> routes_;
  List<Saved> saved_;
  List<int> touched_;
  List<int> route_of_;            // by slot; -1 where not visited
  List<Days> pattern_, missing_;  // by customer; what it has, what was taken out in this step
  List<Days> pattern_before_;
  List<int> removed_;
  List<std::int64_t> ruined_;  // by route: the step of its last string
  List<std::pair<double, int>> keys_;
  double cost_ = 0, cost_before_ = 0;
  double excess_load_ = 0, excess_duration_ = 0;
  double travel_ = 0;
  double best_ = 0, mean_leg_ = 0, mean_size_ = 0;
  std::int64_t step_ = 0;
  int seen_ = 0, kept_load_ = 0, kept_duration_ = 0;
  Individual best_plan_;
};

}  // namespace ronda::scheduling::periodic
