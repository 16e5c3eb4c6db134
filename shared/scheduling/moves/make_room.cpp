#include <algorithm>

#include "shared/scheduling/gaps.hpp"
#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {

void make_room(State& state, Random& random, int site) {
  const Model& model = state.model();
  const Gaps gaps(model, model.sites[at(site)], state.month(site));
  // A team-day that would do if it had time, each with the same chance.
  int chosen = -1, seen = 0;
  for (int k = 0; k < gaps.count(); ++k)
    for (int day = gaps.first(k); day <= gaps.last(k); ++day) {
      if (!gaps.keeps_whole(k, day)) continue;
      for (int s = model.first_of_day[at(day)]; s < model.first_of_day[at(day) + 1]; ++s)
        if (model.suits(site, s) && !state.tour(s).stops.empty() && random.below(++seen) == 0) chosen = s;
    }
  if (chosen < 0) return;
  const std::vector<int> stops = state.tour(chosen).stops;
  const int count = static_cast<int>(stops.size());
  const int begin = random.below(count), length = 1 + random.below(4);
  for (int p = begin; p < std::min(begin + length, count); ++p) take(state, stops[at(p)], chosen);
}

}  // namespace ronda::scheduling::moves
