#pragma once
// A disk in memory that knows what was synced and what was only written: files as copy-on-write pieces, so that a whole
// disk is cloned in microseconds. It can lose power, be killed at any call, fill up and fail. The SQLite VFS
// (memory_vfs.hpp) and the photos' files (memory_attachments.hpp) stand on it. One thread.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ronda::sim {

enum class Call { open, read, write, cut, sync, remove, rename, link, sync_folder, lock };
/// True for calls that change what a disk holds.
constexpr bool changes(Call call) { return call != Call::read && call != Call::lock && call != Call::open; }

enum class Fault { none, io_error, full, short_write, busy };
enum class Done { ok, io_error, full, busy, not_found };

/// What the machine leaves behind.
enum class Crash {
  killed,      ///< the process died: everything written survives
  power_lost,  ///< nothing that was not synced survives
  torn,        ///< a random part of what was not synced survives, one write torn at a sector of 512 bytes
};

constexpr std::size_t kChunkBytes = 4096;
using Chunk = std::array<std::uint8_t, kChunkBytes>;

using SharedMemory = std::vector<std::unique_ptr<std::vector<std::uint8_t>>>;

/// One file. Its locks and its shared memory belong to the processes that have it open and are never cloned.
struct File {
  struct Write {
    std::int64_t offset = 0;
    std::string bytes;
    std::optional<std::int64_t> cut;  ///< a truncation instead
  };

  std::vector<std::shared_ptr<Chunk>> chunks;
  std::int64_t size = 0;
  bool dirty = false;
  std::int64_t synced_size = 0;                                ///< while dirty
  std::map<std::size_t, std::shared_ptr<Chunk>> synced_chunk;  ///< while dirty: what stood there; null = nothing
  std::vector<Write> writes;                                   ///< since the last sync, when the disk keeps them

  // SQLite's locks.
  int shared_locks = 0;
  const void* reserved_by = nullptr;
  const void* exclusive_by = nullptr;
  SharedMemory shared_memory;
  bool keeps_shared_memory = false;  ///< also when nobody has it open (kept_connections.hpp)
  int shm_shared[8] = {};
  const void* shm_exclusive[8] = {};
  int shm_users = 0;
};
using FilePtr = std::shared_ptr<File>;

class Disk {
 public:
  Disk();
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  /// The same files in the same state of sync, without faults and hooks.
  std::unique_ptr<Disk> clone() const;
  /// The disk as the next start finds it. Everything in it is synced.
  std::unique_ptr<Disk> after(Crash crash, std::mt19937_64& random) const;

  /// The path under which SQLite finds a file of this disk (memory_vfs.hpp).
  std::string sqlite_path(const std::string& name) const;

  // ---- calls, as a program makes them
  Done open(const std::string& name, bool create, FilePtr& out);
  Done read(const FilePtr& file, std::int64_t offset, std::uint8_t* out, std::size_t bytes, std::size_t& got);
  Done write(const FilePtr& file, std::int64_t offset, const std::uint8_t* bytes, std::size_t count);
  Done cut(const FilePtr& file, std::int64_t size);
  /// Bytes and, for SQLite's files, the name: its unix VFS syncs the folder with the first sync of a new file.
  Done sync(const FilePtr& file, bool with_name);
  Done remove(const std::string& name);
  Done rename(const std::string& from, const std::string& to);
  Done link(const std::string& from, const std::string& to);
  Done sync_folder(const std::string& folder);
  /// Counts as a call; for busy.
  Done lock();

  FilePtr find(const std::string& name) const;
  std::string content(const std::string& name) const;
  std::vector<std::string> names() const;
  bool has_unsynced(const std::string& name) const;

  // ---- what a test may do to it
  bool is_full = false;       ///< whatever needs more room fails
  bool keep_writes = false;   ///< needed for Crash::torn
  bool is_abandoned = false;  ///< its process is gone: no call reaches it any more
  std::function<Fault(Call)> fault;
  std::function<void(Call)> before_change;
  std::int64_t calls = 0;
  std::int64_t changes_made = 0;  ///< calls that change what it holds
  std::int64_t syncs = 0;

 private:
  Fault ask(Call call);
  void note_dirty(File& file, std::size_t chunk);
  void put(File& file, std::int64_t offset, const std::uint8_t* bytes, std::size_t count);
  void resize(File& file, std::int64_t size);

  int id_;
  std::map<std::string, FilePtr> names_;
  std::map<std::string, FilePtr> durable_names_;
};

/// The disk with this number; nullptr if it is gone.
Disk* disk_of(int id);

}  // namespace ronda::sim
