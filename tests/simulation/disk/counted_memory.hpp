#pragma once
// How much memory of the heap and of SQLite a stretch of work takes. Only programs that are linked with
// tests/simulation/counting.cpp count; in the others nothing is ever counted. One thread.

#include <algorithm>
#include <cstdint>

namespace ronda::sim {

struct MemoryCount {
  std::int64_t live = 0;  ///< taken minus given back since the count began
  std::int64_t peak = 0;
};

namespace memory_count {

inline bool is_on = false;
inline int paused = 0;
inline MemoryCount heap;
inline MemoryCount database;

inline void note(MemoryCount& count, std::int64_t bytes) {
  if (!is_on || paused != 0) return;
  count.live += bytes;
  count.peak = std::max(count.peak, count.live);
}

}  // namespace memory_count

/// Counts while it lives. What the disks of the simulation take is not the program's memory (Uncounted).
class CountMemory {
 public:
  CountMemory() {
    memory_count::heap = memory_count::database = {};
    memory_count::is_on = true;
  }
  ~CountMemory() { memory_count::is_on = false; }
  CountMemory(const CountMemory&) = delete;
  CountMemory& operator=(const CountMemory&) = delete;
};

/// What is taken and given back while it lives belongs to a disk.
class Uncounted {
 public:
  Uncounted() { ++memory_count::paused; }
  ~Uncounted() { --memory_count::paused; }
  Uncounted(const Uncounted&) = delete;
  Uncounted& operator=(const Uncounted&) = delete;
};

}  // namespace ronda::sim
