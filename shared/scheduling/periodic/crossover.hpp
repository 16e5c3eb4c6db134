#pragma once
// The periodic crossover with insertions (PIX; Vidal, Crainic, Gendreau, Lahrichi, Rei, Operations Research 60
// (2012) 611-624, section 4.4).

#include "shared/scheduling/periodic/individual.hpp"
#include "shared/scheduling/random.hpp"

namespace ronda::scheduling::periodic {

/// Some days of `a`, parts of others, and from `b` what still fits the patterns; customers may lack visits.
Individual cross(const Model& model, const Penalties& price, Random& random, const Individual& a, const Individual& b);

}  // namespace ronda::scheduling::periodic
