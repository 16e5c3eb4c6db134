#pragma once
// Arithmetic of the spacing rule (H2). The day sets of a month are never listed: between two neighbouring visits it is
// known at once how many more visits must and may lie there.

#include <algorithm>

#include "shared/scheduling/state.hpp"

namespace ronda::scheduling {

/// Visits that must and may still be placed inside one interval.
struct Room {
  int need = 0;
  int fit = 0;

  bool impossible() const { return need > fit; }
};

/// The intervals around the visits that a lodging has: before the first, between neighbours, after the last.
class Gaps {
 public:
  Gaps(const Model& model, const Site& site, const Month& month) : model_(model), site_(site), month_(month) {
    for (int k = 0; k <= month.count; ++k) {
      rooms_[at(k)] = room(left(k), right(k), facts(k));
      need_ += rooms_[at(k)].need;
      fit_ += rooms_[at(k)].fit;
      impossible_ += rooms_[at(k)].impossible() ? 1 : 0;
    }
    open_ = site.wanted - month.count;
  }

  int count() const { return month_.count + 1; }
  /// The day before interval k, kNoDay if a new lodging has none.
  int left(int k) const { return k == 0 ? site_.last_day : month_.visits[at(k - 1)].day; }
  /// The day after interval k, kNoDay at the end of the month.
  int right(int k) const { return k == month_.count ? kNoDay : month_.visits[at(k)].day; }
  /// The first and last day of interval k that keep the least gap; empty if first > last.
  int first(int k) const {
    return left(k) == kNoDay ? model_.first_day : std::max(model_.first_day, left(k) + site_.lo);
  }
  int last(int k) const { return right(k) == kNoDay ? model_.days : right(k) - site_.lo; }

  /// True if after a visit on `day` of interval k all visits wanted can still be placed without a gap too wide.
  bool keeps_whole(int k, int day) const {
    const Room before = room(left(k), day, false), after = room(day, right(k), false);
    if (before.impossible() || after.impossible() || impossible_ > (rooms_[at(k)].impossible() ? 1 : 0)) return false;
    const int need = need_ - rooms_[at(k)].need + before.need + after.need;
    const int fit = fit_ - rooms_[at(k)].fit + before.fit + after.fit;
    return need <= open_ - 1 && open_ - 1 <= fit;
  }

 private:
  /// Both ends are past, done or locked: their distance is not the planner's.
  bool facts(int k) const {
    const bool left_fixed = k == 0 || month_.visits[at(k - 1)].fixed;
    return left_fixed && k < month_.count && month_.visits[at(k)].fixed;
  }

  Room room(int from, int to, bool facts) const {
    const int lo = site_.lo, hi = site_.hi;
    const int begin = from == kNoDay ? model_.first_day : std::max(model_.first_day, from + lo);
    const int end = to == kNoDay ? model_.days : to - lo;
    Room result;
    result.fit = begin > end ? 0 : site_.fit[at(end - begin + 1)];
    if (from == kNoDay || facts) return result;
    // An interval that ran out before planning may begin counts from the day before the first plannable one.
    const int counted = model_.first_day > 1 && from + hi < model_.first_day ? model_.first_day - 1 : from;
    const int reach = to == kNoDay ? model_.days - hi + 1 : to - hi;  // the last visit before `to` lies here or later
    const int bridge = reach - counted;
    if (bridge > 0)
      result.need = bridge < static_cast<int>(site_.need.size()) ? site_.need[at(bridge)] : (bridge + hi - 1) / hi;
    return result;
  }

  const Model& model_;
  const Site& site_;
  const Month& month_;
  std::array<Room, kMaxVisits + 2> rooms_;
  int need_ = 0, fit_ = 0, open_ = 0, impossible_ = 0;
};

}  // namespace ronda::scheduling
