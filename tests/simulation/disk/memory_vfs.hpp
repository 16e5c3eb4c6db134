#pragma once
// SQLite's door to memory_disk.hpp: a VFS with WAL and shared memory, registered once under kVfs. Files are found by
// Disk::sqlite_path(). One thread.

#include <string>

#include "tests/simulation/disk/memory_disk.hpp"

struct sqlite3_file;

namespace ronda::sim {

inline constexpr const char* kVfs = "ronda-memory";

void register_vfs();

/// The disk and the name of the file that a path means; nullptr if there is no such disk.
Disk* disk_at(const char* path, std::string& name);

// ---- for kept_connections.cpp: an open file of SQLite's leaves its disk and stands on another one

/// nullptr if it is no open file of a disk in memory.
Disk* disk_under(sqlite3_file* file);
/// No lock but the shared one that a connection with a log keeps while it is open.
bool holds_no_lock(sqlite3_file* file);
void lay_aside(sqlite3_file* file);
void take_up(sqlite3_file* file, Disk& disk, FilePtr on);

}  // namespace ronda::sim
