// "Slack induction by string removals" (Christiaens, Vanden Berghe 2020), with a tour on any day as neighbour.

#include <algorithm>

#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {
namespace {

constexpr int kLongestString = 8;

/// Takes `length` neighbouring stops of a tour, `site` among them.
int take_string(State& state, Random& random, int shift, int site, int length) {
  const std::vector<int> stops = state.tour(shift).stops;
  const int n = static_cast<int>(stops.size());
  const int where = static_cast<int>(std::find(stops.begin(), stops.end(), site) - stops.begin());
  length = std::min(length, n);
  const int lowest = std::max(0, where - length + 1), highest = std::min(where, n - length);
  const int begin = lowest + random.below(highest - lowest + 1);
  int taken = 0;
  for (int p = begin; p < begin + length; ++p) taken += take(state, stops[at(p)], shift) ? 1 : 0;
  return taken;
}

}  // namespace

void take_strings(State& state, Random& random, int visits) {
  const Model& model = state.model();
  const int seed = random.below(static_cast<int>(model.sites.size()));
  std::vector<int> torn;
  int taken = 0;
  for (const int site : model.sites[at(seed)].near) {
    if (taken >= visits) return;
    const int count = state.month(site).count;
    if (count == 0) continue;
    // One tour per neighbour: the visits of one lodging lie on different days, and all days get their turn.
    const Visit visit = state.month(site).visits[at(random.below(count))];
    if (visit.shift < 0 || std::find(torn.begin(), torn.end(), visit.shift) != torn.end()) continue;
    torn.push_back(visit.shift);
    taken += take_string(state, random, visit.shift, site, 1 + random.below(kLongestString));
  }
}

}  // namespace ronda::scheduling::moves
