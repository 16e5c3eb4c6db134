// The heap and SQLite's memory, counted (disk/counted_memory.hpp). A source of its own: a program that is to count is
// linked with it, and takes these operators in the place of the library's.
#include <malloc.h>
#include <sqlite3.h>

#include <cstdlib>
#include <new>

#include "tests/simulation/disk/counted_memory.hpp"
#include "tests/simulation/world/processes.hpp"

namespace {

using ronda::sim::memory_count::note;

void* take_or_null(std::size_t bytes) noexcept {
  void* memory = std::malloc(bytes);
  if (memory == nullptr) return nullptr;
  if (ronda::sim::memory_count::is_on) {
    note(ronda::sim::memory_count::heap, static_cast<std::int64_t>(malloc_usable_size(memory)));
  }
  return memory;
}

void* take(std::size_t bytes) {
  void* memory = take_or_null(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void give_back(void* memory) noexcept {
  if (ronda::sim::memory_count::is_on && memory != nullptr) {
    note(ronda::sim::memory_count::heap, -static_cast<std::int64_t>(malloc_usable_size(memory)));
  }
  std::free(memory);
}

sqlite3_mem_methods plain;

void* sqlite_take(int bytes) {
  void* memory = plain.xMalloc(bytes);
  if (memory != nullptr) note(ronda::sim::memory_count::database, plain.xSize(memory));
  return memory;
}

void sqlite_give_back(void* memory) {
  if (memory != nullptr) note(ronda::sim::memory_count::database, -plain.xSize(memory));
  plain.xFree(memory);
}

void* sqlite_resize(void* memory, int bytes) {
  const std::int64_t before = memory != nullptr ? plain.xSize(memory) : 0;
  void* resized = plain.xRealloc(memory, bytes);
  if (resized != nullptr) note(ronda::sim::memory_count::database, plain.xSize(resized) - before);
  return resized;
}

}  // namespace

void* operator new(std::size_t bytes) { return take(bytes); }
void* operator new[](std::size_t bytes) { return take(bytes); }
// The library's would come here by themselves, those of a sanitizer would not.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return take_or_null(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return take_or_null(bytes); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }

namespace ronda::sim {

void count_sqlite_memory() {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain);
  static sqlite3_mem_methods counted = plain;
  counted.xMalloc = sqlite_take;
  counted.xFree = sqlite_give_back;
  counted.xRealloc = sqlite_resize;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &counted);
}

}  // namespace ronda::sim
