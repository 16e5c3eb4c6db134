#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {

bool take(State& state, int site, int shift) {
  const Month& month = state.month(site);
  for (int k = 0; k < month.count; ++k) {
    if (month.visits[at(k)].shift != shift) continue;
    if (month.visits[at(k)].pinned) return false;
    state.remove(site, shift);
    return true;
  }
  return false;
}

}  // namespace ronda::scheduling::moves
