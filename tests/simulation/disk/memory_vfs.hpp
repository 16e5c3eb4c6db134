#pragma once
// SQLite's door to memory_disk.hpp: a VFS with WAL and shared memory, registered once under kVfs. Files are found by
// Disk::sqlite_path(). One thread.

namespace ronda::sim {

inline constexpr const char* kVfs = "ronda-memory";

void register_vfs();

}  // namespace ronda::sim
