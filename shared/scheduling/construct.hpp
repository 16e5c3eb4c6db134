#pragma once
// The first plan: what is done and locked, then the published visits that still fit, then one lodging after the other.

#include "shared/base/result.hpp"
#include "shared/scheduling/insertion.hpp"

namespace ronda::scheduling {

/// Places what is done and what a person locked. Errors: bad_input at "/locks/<n>" if a lock breaks a rule that a lock
/// may not bend (team not working that day, budget, rest, skill, barred team, number of visits).
Result<void> place_locks(State& state, Insertion& insertion);

/// Puts every visit of Problem::published back that is still legal there.
void place_published(State& state, Insertion& insertion);

enum class Order {
  farthest_first,  ///< compact where teams have time enough
  outwards,        ///< more visits where they have not: the near ones are planned before the time is used up
};

/// Plans lodging by lodging. What finds no place stays unplanned.
void construct(State& state, Insertion& insertion, Random& random, Order order = Order::farthest_first);

/// Takes out visits of a lodging that is not complete until the rest is legal. Pinned visits stay.
void make_legal(State& state, int site);

}  // namespace ronda::scheduling
