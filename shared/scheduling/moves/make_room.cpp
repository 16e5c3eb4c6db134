#include <algorithm>
#include <vector>

#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {

void make_room(State& state, Insertion& insertion, Random& random, int site) {
  std::vector<Crowded> crowded;
  insertion.crowded(state, site, crowded);
  const int many = static_cast<int>(crowded.size());
  if (many == 0) return;
  // Any of them, or by the cube of a chance one of those that lack least.
  const int rank = random.below(3) == 0 ? random.below(many) : random.below(1 + random.below(1 + random.below(many)));
  std::nth_element(crowded.begin(), crowded.begin() + rank, crowded.end());
  const Crowded& chosen = crowded[at(rank)];
  const std::vector<int> stops = state.tour(chosen.shift).stops;
  const int count = static_cast<int>(stops.size());
  const int length = 1 + random.below(4);
  int begin = std::clamp(chosen.position - random.below(length + 1), 0, count - 1);
  int end = std::min(begin + length, count);
  if (random.below(4) > 0) {
    // As many more as make the room; a day far out takes all of another day's stops.
    int room = 0;
    for (int p = begin; p < end; ++p) room += state.model().sites[at(stops[at(p)])].service_s;
    while (room < chosen.lacks_s && (begin > 0 || end < count)) {
      const bool before = begin > 0 && (end == count || random.below(2) == 0);
      room += state.model().sites[at(stops[at(before ? --begin : end++)])].service_s;
    }
  }
  for (int p = begin; p < end; ++p) take(state, stops[at(p)], chosen.shift);
}

}  // namespace ronda::scheduling::moves
