#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {

void take_scattered(State& state, Random& random, int visits) {
  const Model& model = state.model();
  const int seed = random.below(static_cast<int>(model.sites.size()));
  int taken = 0;
  for (const int site : model.sites[at(seed)].near) {
    if (taken >= visits) return;
    const int count = state.month(site).count;
    if (count == 0 || random.below(3) == 0) continue;
    const Visit visit = state.month(site).visits[at(random.below(count))];
    if (visit.shift >= 0 && take(state, site, visit.shift)) ++taken;
  }
}

}  // namespace ronda::scheduling::moves
