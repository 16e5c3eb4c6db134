#pragma once
// Which rules a state bends, with the numbers. The engine's own view, for changes made by hand; the judge is check().

#include <vector>

#include "shared/scheduling/editing.hpp"
#include "shared/scheduling/state.hpp"

namespace ronda::scheduling {

/// What the month of a lodging bends: its visits one by one, their gaps, rotation and weekdays. What visits that are
/// done or locked to their day bend by themselves is a person's word and left out.
void bent_by_lodging(const State& state, int site, std::vector<Bent>& bent);
/// What a used team-day bends: its time, the rest around it, locked hours.
void bent_by_shift(const State& state, int shift, std::vector<Bent>& bent);
/// Readings `unit` and `officer`: round-days used up (by the team of `shift`).
void bent_by_rounds(const State& state, int shift, std::vector<Bent>& bent);

/// `now` is bent by `before` already, as much or more.
bool is_known(const Bent& now, const std::vector<Bent>& before);

}  // namespace ronda::scheduling
