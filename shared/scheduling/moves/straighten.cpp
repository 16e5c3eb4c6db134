#include <algorithm>

#include "shared/scheduling/moves/moves.hpp"

namespace ronda::scheduling::moves {
namespace {

/// 2-opt: some part of the tour driven the other way round.
bool two_opt(const State& state, int shift, std::vector<int>& stops, int& length) {
  for (std::size_t a = 0; a + 1 < stops.size(); ++a)
    for (std::size_t b = a + 2; b <= stops.size(); ++b) {
      const auto begin = stops.begin() + static_cast<std::ptrdiff_t>(a),
                 end = stops.begin() + static_cast<std::ptrdiff_t>(b);
      std::reverse(begin, end);
      const int now = state.length(shift, stops);
      if (now < length) {
        length = now;
        return true;
      }
      std::reverse(begin, end);
    }
  return false;
}

/// Or-opt: up to three neighbouring stops driven at another moment.
bool or_opt(const State& state, int shift, std::vector<int>& stops, int& length) {
  const std::size_t n = stops.size();
  for (std::size_t size = 1; size <= 3 && size < n; ++size)
    for (std::size_t from = 0; from + size <= n; ++from)
      for (std::size_t to = 0; to + size <= n; ++to) {
        if (to == from) continue;
        std::vector<int> other = stops;
        const auto begin = other.begin();
        const auto f = static_cast<std::ptrdiff_t>(from), t = static_cast<std::ptrdiff_t>(to);
        const auto s = static_cast<std::ptrdiff_t>(size);
        if (to < from)
          std::rotate(begin + t, begin + f, begin + f + s);
        else
          std::rotate(begin + f, begin + f + s, begin + t + s);
        const int now = state.length(shift, other);
        if (now < length) {
          length = now;
          stops = std::move(other);
          return true;
        }
      }
  return false;
}

}  // namespace

bool straighten(State& state, int shift) {
  std::vector<int> stops = state.tour(shift).stops;
  if (stops.size() < 2) return false;
  int length = state.length(shift, stops);
  const int before = length;
  while (two_opt(state, shift, stops, length) || or_opt(state, shift, stops, length)) {
  }
  if (length >= before) return false;
  state.reorder(shift, stops);
  return true;
}

}  // namespace ronda::scheduling::moves
