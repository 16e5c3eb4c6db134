#include "tests/simulation/disk/failing_memory.hpp"

#include <sqlite3.h>

#include <cstdlib>

namespace ronda::sim {

namespace {

struct Budget {
  bool counts = false;
  std::int64_t seen = 0;
  std::int64_t at = 0;
  bool lasts = false;
  bool failed = false;
};
Budget budget;
sqlite3_mem_methods plain;

bool fails() {
  if (!budget.counts || ++budget.seen < budget.at || (budget.seen > budget.at && !budget.lasts)) return false;
  budget.failed = true;
  return true;
}

void* x_malloc(int bytes) { return fails() ? nullptr : plain.xMalloc(bytes); }
void* x_realloc(void* old, int bytes) { return fails() ? nullptr : plain.xRealloc(old, bytes); }

}  // namespace

void watch_allocations() {
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK) std::abort();
  sqlite3_mem_methods watched = plain;
  watched.xMalloc = x_malloc;
  watched.xRealloc = x_realloc;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &watched) != SQLITE_OK) std::abort();
}

void fail_allocation(std::int64_t at, bool lasts) { budget = {true, 0, at, lasts, false}; }

bool allow_allocations() {
  budget.counts = false;
  return budget.failed;
}

}  // namespace ronda::sim
