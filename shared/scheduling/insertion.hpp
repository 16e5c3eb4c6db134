#pragma once
// Where a missing visit costs least. The detour of a lodging through a tour is remembered until the tour changes, so
// that most of a month need not be looked at again.

#include <cstdint>
#include <vector>

#include "shared/scheduling/gaps.hpp"
#include "shared/scheduling/random.hpp"
#include "shared/scheduling/state.hpp"

namespace ronda::scheduling {

struct Spot {
  int shift = -1;
  int position = 0;
  std::int64_t price = 0;
  bool whole = false;  ///< all visits wanted may still follow

  bool found() const { return shift >= 0; }
};

class Insertion {
 public:
  explicit Insertion(const Model& model);

  /// The cheapest legal place for one more visit of `site`. Places after which the month can still be completed come
  /// first; others are offered only while another visit is missing anyway. With `blink` > 0 one place in `blink` is
  /// overlooked (Christiaens, Vanden Berghe 2020), which keeps the search from going round in circles.
  Spot best(const State& state, int site, Random& random, int blink);
  /// The same on one day only, or in the shifts of one team (-1 = any). Used for locks.
  Spot best_within(const State& state, int site, int day, int team);
  /// Places all missing visits of a lodging that find a place. True if none is missing any more.
  bool complete(State& state, int site, Random& random, int blink);

  struct Detour {
    std::uint32_t stamp = 0;
    int extra_s = 0;
    int position = 0;
  };
  const Detour& detour(const State& state, int site, int shift);

 private:
  const Detour& timed_detour(const State& state, int site, int shift, Detour& entry);

  const Model& model_;
  std::vector<Detour> detours_;
};

}  // namespace ronda::scheduling
