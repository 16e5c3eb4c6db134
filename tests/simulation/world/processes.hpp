#pragma once
// Worlds share nothing, so a run of many is split over processes, one for each core.

#include <functional>
#include <string>
#include <vector>

namespace ronda::sim {

/// What one process had to say, and how it ended (0 = well).
struct Finished {
  int code = 0;
  std::string said;
};

/// One for each core that this program may use; RONDA_PROCESSES sets another number.
int processes_wanted();

/// Worlds are made and thrown away by the thousand: from here on their memory stays with the process instead of going
/// back to the machine each time. Call it first in main().
void keep_memory();

/// SQLite's pages and its many short-lived pieces come from memory of their own, and without locks. For programs that
/// do not let SQLite's allocations fail. Precondition: nothing has used SQLite yet.
void keep_sqlite_memory();

/// SQLite's pieces are counted from here on (disk/counted_memory.hpp). Defined in counting.cpp. Precondition as above.
void count_sqlite_memory();

/// Runs `work(0)` … `work(count - 1)`, each in a process of its own that starts as a copy of this one, and waits for
/// all. `work` returns the exit code and writes what is to be told into `said`. A process that dies ends with another
/// code.
std::vector<Finished> in_processes(int count, const std::function<int(int, std::string& said)>& work);

}  // namespace ronda::sim
