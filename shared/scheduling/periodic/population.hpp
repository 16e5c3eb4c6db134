#pragma once
// The plans at the end of the cycles, ranked by cost and by what they add to the diversity (the biased fitness of
// Vidal, Crainic, Gendreau, Lahrichi, Rei, Operations Research 60 (2012) 611-624).

#include <vector>

#include "shared/scheduling/periodic/individual.hpp"
#include "shared/scheduling/random.hpp"

namespace ronda::scheduling::periodic {

class Population {
 public:
  Population(const Model& model, Random& random) : model_(model), random_(random) {}

  /// Adds a copy; the least useful leave when there are too many. `price` weighs what exceeds the limits.
  void add(const Individual& one, const Penalties& price);
  /// The fitter of two members drawn at random. Precondition: not empty.
  const Individual& pick();
  /// The cheapest member, null if there is none.
  const Individual* best() const { return members_.empty() ? nullptr : &members_[0].plan; }

 private:
  struct Member {
    Individual plan;
    double cost = 0;
    double closeness = 0;  // mean difference from the nearest others
    double nearest = 1;    // difference from the nearest one
    double fitness = 0;    // less is better
  };

  void rank();

  const Model& model_;
  Random& random_;
  std::vector<Member> members_;  // by cost
};

}  // namespace ronda::scheduling::periodic
