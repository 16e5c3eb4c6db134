#pragma once
// Cuts the tour of a day into routes at the least cost (Prins 2004), with prices for what exceeds the limits.

#include "shared/scheduling/periodic/individual.hpp"

namespace ronda::scheduling::periodic {

/// At most model.vehicles routes, none empty, in the order of the tour.
List<List<int>> split(const Model& model, const Penalties& price, int day, const List<int>& tour);

}  // namespace ronda::scheduling::periodic
