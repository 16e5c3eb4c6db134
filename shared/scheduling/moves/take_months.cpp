#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {
namespace {

void take_month(State& state, int site) {
  for (int k = state.month(site).count - 1; k >= 0; --k) {
    const Visit visit = state.month(site).visits[at(k)];
    if (visit.shift >= 0 && !visit.pinned) state.remove(site, visit.shift);
  }
}

}  // namespace

void take_months(State& state, Random& random, int first, int lodgings) {
  const std::vector<int>& near = state.model().sites[at(first)].near;
  take_month(state, first);
  const int reach = static_cast<int>(near.size());
  for (int k = 1, taken = 1; k < reach && taken < lodgings; ++k) {
    if (random.below(2) == 0) continue;
    take_month(state, near[at(k)]);
    ++taken;
  }
}

}  // namespace ronda::scheduling::moves
