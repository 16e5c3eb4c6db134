#pragma once
// SQLite's own memory, which can be made to run out at a chosen allocation. One thread.

#include <cstdint>

namespace ronda::sim {

/// Puts itself between SQLite and its memory. Precondition: nothing has used SQLite yet.
void watch_allocations();

/// Lets the `at`-th allocation from now fail; with `lasts` all after it too.
void fail_allocation(std::int64_t at, bool lasts);

/// No allocation fails any more. True if one did.
bool allow_allocations();

}  // namespace ronda::sim
