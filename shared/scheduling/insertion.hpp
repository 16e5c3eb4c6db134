#pragma once
// Where a missing visit costs least. The detour of a lodging through a tour is remembered until the tour changes, so
// that most of a month need not be looked at again.

#include <cstdint>
#include <limits>
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

/// A way through a tour by one more lodging.
struct Detour {
  int extra_s = 0;
  int position = 0;
};

/// A team-day that would do for a missing visit if it had more time.
struct Crowded {
  int lacks_s = 0;
  int shift = 0;
  int position = 0;
  bool operator<(const Crowded& other) const {
    return lacks_s != other.lacks_s ? lacks_s < other.lacks_s : shift < other.shift;
  }
};

class Insertion {
 public:
  /// `reach`: so many team-days are looked at for each lodging, those with the shortest way there and home. In a
  /// province most of the others could be taken by no good plan, and looking at them is what takes the time.
  explicit Insertion(const Model& model, int reach = std::numeric_limits<int>::max());

  /// The cheapest legal place for one more visit of `site`. Places after which the month can still be completed come
  /// first; others are offered only while another visit is missing anyway. With `blink` > 0 one place in `blink` is
  /// overlooked (Christiaens, Vanden Berghe 2020), which keeps the search from going round in circles.
  Spot best(const State& state, int site, Random& random, int blink);
  /// The same on one day only, or in the shifts of one team (-1 = any). Used for locks.
  Spot best_within(const State& state, int site, int day, int team) const;
  /// Places all missing visits of a lodging that find a place. True if none is missing any more.
  bool complete(State& state, int site, Random& random, int blink);
  /// The team-days in use, within reach, on days that keep the month of `site` whole.
  void crowded(const State& state, int site, std::vector<Crowded>& list);

  /// Any shift, also one that does not suit the lodging.
  Detour detour(const State& state, int site, int shift) const;
  /// With `site` put in there, the last visit of the shift would end after its band, which no overtime mends.
  bool ends_after_band(const State& state, int site, int shift, const Detour& through) const;

 private:
  /// A shift within reach of a lodging, and its detour as it was when the tour had this stamp.
  struct Near {
    int shift = 0;
    std::uint32_t stamp = 0;
    Detour detour;
  };
  const Detour& remembered(const State& state, int site, Near& near) const;
  Detour timed_detour(const State& state, int site, int shift) const;
  std::size_t first(int site, int day) const { return first_[at(site) * at(model_.days + 2) + at(day)]; }

  const Model& model_;
  std::vector<Near> nears_;         // by lodging, then by day
  std::vector<std::size_t> first_;  // of each lodging and day
};

}  // namespace ronda::scheduling
