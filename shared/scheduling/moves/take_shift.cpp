#include <algorithm>

#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {

void take_shift(State& state, Random& random) {
  const Model& model = state.model();
  // Of a few used team-days the one with the least service: it is the cheapest to do without.
  int chosen = -1;
  for (int tries = 0; tries < 6; ++tries) {
    const int shift = random.below(static_cast<int>(model.shifts.size()));
    if (state.tour(shift).stops.empty()) continue;
    if (chosen < 0 || state.tour(shift).service_s < state.tour(chosen).service_s) chosen = shift;
  }
  if (chosen < 0) return;
  const std::vector<int> stops = state.tour(chosen).stops;
  for (const int site : stops) take(state, site, chosen);
  for (const int site : stops) {
    const std::vector<int>& near = model.sites[at(site)].near;
    const int other = near[at(random.below(std::min(12, static_cast<int>(near.size()))))];
    const int count = state.month(other).count;
    if (count == 0) continue;
    const Visit visit = state.month(other).visits[at(random.below(count))];
    if (visit.shift >= 0) take(state, other, visit.shift);
  }
}

}  // namespace ronda::scheduling::moves
