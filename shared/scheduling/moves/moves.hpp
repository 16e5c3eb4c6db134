#pragma once
// The moves of the search, one file each. Most take visits out of the month and leave it to Insertion to find better
// places for them on any day, with any team, at any position. Pinned visits stay. All run inside a transaction of
// State.

#include "shared/scheduling/insertion.hpp"
#include "shared/scheduling/random.hpp"
#include "shared/scheduling/state.hpp"

namespace ronda::scheduling::moves {

/// Takes strings of neighbouring stops out of several tours that pass near one lodging.
void take_strings(State& state, Random& random, int visits);
/// Takes the whole month of a lodging and of some near it, so that their days can be chosen anew together.
void take_months(State& state, Random& random, int first, int lodgings);
/// Empties one team-day, and some visits near its stops: teams' ways from and to their base cost most.
void take_shift(State& state, Random& random);
/// Takes single visits around one lodging, each from another day.
void take_scattered(State& state, Random& random, int visits);
/// Takes what lies on one day in neighbouring tours.
void take_day(State& state, Random& random, int visits);
/// Takes some or all stops out of a team-day in which a missing visit of `site` could be made, rather one that lacks
/// little time for it.
void make_room(State& state, Insertion& insertion, Random& random, int site);
/// Reorders one tour by 2-opt and or-opt until neither helps. True if it became shorter.
bool straighten(State& state, int shift);

/// Takes one visit out unless it is pinned.
bool take(State& state, int site, int shift);

}  // namespace ronda::scheduling::moves
