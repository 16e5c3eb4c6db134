#include <algorithm>

#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {

void take_day(State& state, Random& random, int visits) {
  const Model& model = state.model();
  const int seed = random.below(static_cast<int>(model.sites.size()));
  const int count = state.month(seed).count;
  if (count == 0) return;
  const int day = state.month(seed).visits[at(random.below(count))].day;
  int taken = 0;
  for (const int site : model.sites[at(seed)].near) {
    if (taken >= visits) return;
    const Month& month = state.month(site);
    for (int k = 0; k < month.count; ++k) {
      const Visit visit = month.visits[at(k)];
      if (visit.day < day - 1 || visit.day > day + 1 || visit.shift < 0) continue;
      taken += take(state, site, visit.shift) ? 1 : 0;
      break;
    }
  }
}

}  // namespace ronda::scheduling::moves
