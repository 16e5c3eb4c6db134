#include "tests/simulation/disk/memory_vfs.hpp"

#include <sqlite3.h>

#include <cstring>
#include <new>
#include <string>
#include <utility>

#include "tests/simulation/disk/counted_memory.hpp"

namespace ronda::sim {

namespace {

struct Open {
  sqlite3_file base;
  Disk* disk;
  FilePtr* file;  // SQLite gives raw memory
  int level;
  int shm_shared_mask;
  int shm_exclusive_mask;
  bool has_shm;
};

Open* of(sqlite3_file* file) { return reinterpret_cast<Open*>(file); }

int code_of(Done done, int io_error) {
  switch (done) {
    case Done::ok:
      return SQLITE_OK;
    case Done::full:
      return SQLITE_FULL;
    case Done::busy:
      return SQLITE_BUSY;
    default:
      return io_error;
  }
}

void drop_locks(Open& open) {
  File& file = **open.file;
  if (open.level >= SQLITE_LOCK_SHARED) --file.shared_locks;
  if (file.reserved_by == &open) file.reserved_by = nullptr;
  if (file.exclusive_by == &open) file.exclusive_by = nullptr;
  open.level = SQLITE_LOCK_NONE;
}

int x_close(sqlite3_file* raw) {
  Open& open = *of(raw);
  drop_locks(open);
  delete open.file;
  return SQLITE_OK;
}

int x_read(sqlite3_file* raw, void* out, int bytes, sqlite3_int64 offset) {
  std::size_t got = 0;
  auto* to = static_cast<std::uint8_t*>(out);
  const auto done = of(raw)->disk->read(*of(raw)->file, offset, to, static_cast<std::size_t>(bytes), got);
  if (done != Done::ok) return SQLITE_IOERR_READ;
  if (got == static_cast<std::size_t>(bytes)) return SQLITE_OK;
  std::memset(to + got, 0, static_cast<std::size_t>(bytes) - got);
  return SQLITE_IOERR_SHORT_READ;
}

int x_write(sqlite3_file* raw, const void* bytes, int count, sqlite3_int64 offset) {
  const auto done = of(raw)->disk->write(*of(raw)->file, offset, static_cast<const std::uint8_t*>(bytes),
                                         static_cast<std::size_t>(count));
  return code_of(done, SQLITE_IOERR_WRITE);
}

int x_truncate(sqlite3_file* raw, sqlite3_int64 size) {
  return code_of(of(raw)->disk->cut(*of(raw)->file, size), SQLITE_IOERR_TRUNCATE);
}

int x_sync(sqlite3_file* raw, int) { return code_of(of(raw)->disk->sync(*of(raw)->file, true), SQLITE_IOERR_FSYNC); }

int x_size(sqlite3_file* raw, sqlite3_int64* out) {
  *out = (*of(raw)->file)->size;
  return SQLITE_OK;
}

int x_lock(sqlite3_file* raw, int level) {
  Open& open = *of(raw);
  File& file = **open.file;
  if (open.level >= level) return SQLITE_OK;
  if (const auto done = open.disk->lock(); done != Done::ok) return code_of(done, SQLITE_IOERR_LOCK);
  if (file.exclusive_by != nullptr && file.exclusive_by != &open) return SQLITE_BUSY;
  if (level >= SQLITE_LOCK_RESERVED && file.reserved_by != nullptr && file.reserved_by != &open) return SQLITE_BUSY;
  if (level == SQLITE_LOCK_EXCLUSIVE && file.shared_locks > 1) return SQLITE_BUSY;
  if (open.level == SQLITE_LOCK_NONE) ++file.shared_locks;
  if (level >= SQLITE_LOCK_RESERVED) file.reserved_by = &open;
  if (level == SQLITE_LOCK_EXCLUSIVE) file.exclusive_by = &open;
  open.level = level;
  return SQLITE_OK;
}

int x_unlock(sqlite3_file* raw, int level) {
  Open& open = *of(raw);
  File& file = **open.file;
  if (open.level <= level) return SQLITE_OK;
  if (file.exclusive_by == &open) file.exclusive_by = nullptr;
  if (file.reserved_by == &open) file.reserved_by = nullptr;
  if (level == SQLITE_LOCK_NONE) --file.shared_locks;
  open.level = level;
  return SQLITE_OK;
}

int x_check_reserved(sqlite3_file* raw, int* out) {
  *out = (*of(raw)->file)->reserved_by != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int x_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int x_sector(sqlite3_file*) { return 512; }
int x_characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int x_shm_map(sqlite3_file* raw, int region, int bytes, int extend, void volatile** out) {
  const Uncounted a_disk;
  Open& open = *of(raw);
  File& file = **open.file;
  if (!open.has_shm) {
    open.has_shm = true;
    ++file.shm_users;
  }
  *out = nullptr;
  const auto at = static_cast<std::size_t>(region);
  if (at >= file.shared_memory.size()) {
    if (extend == 0) return SQLITE_OK;
    while (file.shared_memory.size() <= at) {
      file.shared_memory.push_back(std::make_unique<std::vector<std::uint8_t>>(static_cast<std::size_t>(bytes)));
    }
  }
  *out = file.shared_memory[at]->data();
  return SQLITE_OK;
}

int x_shm_lock(sqlite3_file* raw, int first, int count, int flags) {
  Open& open = *of(raw);
  File& file = **open.file;
  const bool shared = (flags & SQLITE_SHM_SHARED) != 0;
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    for (int at = first; at < first + count; ++at) {
      if (shared && (open.shm_shared_mask & (1 << at)) != 0) --file.shm_shared[at];
      if (!shared && file.shm_exclusive[at] == &open) file.shm_exclusive[at] = nullptr;
      open.shm_shared_mask &= shared ? ~(1 << at) : ~0;
    }
    return SQLITE_OK;
  }
  if (const auto done = open.disk->lock(); done != Done::ok) return code_of(done, SQLITE_IOERR_SHMLOCK);
  for (int at = first; at < first + count; ++at) {
    if (file.shm_exclusive[at] != nullptr && file.shm_exclusive[at] != &open) return SQLITE_BUSY;
    const int others = file.shm_shared[at] - ((open.shm_shared_mask & (1 << at)) != 0 ? 1 : 0);
    if (!shared && others > 0) return SQLITE_BUSY;
  }
  for (int at = first; at < first + count; ++at) {
    if (shared) {
      if ((open.shm_shared_mask & (1 << at)) == 0) ++file.shm_shared[at];
      open.shm_shared_mask |= 1 << at;
    } else {
      file.shm_exclusive[at] = &open;
    }
  }
  return SQLITE_OK;
}

void x_shm_barrier(sqlite3_file*) {}

int x_shm_unmap(sqlite3_file* raw, int) {
  Open& open = *of(raw);
  File& file = **open.file;
  if (!open.has_shm) return SQLITE_OK;
  open.has_shm = false;
  for (int at = 0; at < 8; ++at) {
    if ((open.shm_shared_mask & (1 << at)) != 0) --file.shm_shared[at];
    if (file.shm_exclusive[at] == &open) file.shm_exclusive[at] = nullptr;
  }
  open.shm_shared_mask = 0;
  // As with a mapped -shm file: the index is rebuilt from the log by whoever opens next after the last one left.
  if (--file.shm_users == 0 && !file.keeps_shared_memory) file.shared_memory.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {
    2,           x_close,          x_read,    x_write,  x_truncate,        x_sync,    x_size,     x_lock,
    x_unlock,    x_check_reserved, x_control, x_sector, x_characteristics, x_shm_map, x_shm_lock, x_shm_barrier,
    x_shm_unmap, nullptr,          nullptr};

int x_open(sqlite3_vfs*, const char* path, sqlite3_file* raw, int flags, int* out_flags) {
  raw->pMethods = nullptr;
  std::string name;
  static Disk nowhere;  // temporary files of SQLite's own
  Disk* disk = path == nullptr ? &nowhere : disk_at(path, name);
  if (disk == nullptr) return SQLITE_CANTOPEN;
  FilePtr file;
  const auto done = disk->open(name, (flags & SQLITE_OPEN_CREATE) != 0 || path == nullptr, file);
  if (done != Done::ok) return done == Done::full ? SQLITE_FULL : SQLITE_CANTOPEN;
  auto& open = *new (raw) Open{};
  open.base.pMethods = &kMethods;
  open.disk = disk;
  open.file = new FilePtr(std::move(file));
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int x_delete(sqlite3_vfs*, const char* path, int) {
  std::string name;
  Disk* disk = disk_at(path, name);
  if (disk == nullptr) return SQLITE_IOERR_DELETE;
  const auto done = disk->remove(name);
  return done == Done::not_found ? SQLITE_IOERR_DELETE_NOENT : code_of(done, SQLITE_IOERR_DELETE);
}

int x_access(sqlite3_vfs*, const char* path, int, int* out) {
  std::string name;
  const Disk* disk = disk_at(path, name);
  *out = disk != nullptr && disk->find(name) != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int x_full_path(sqlite3_vfs*, const char* path, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", path);
  return SQLITE_OK;
}

int x_randomness(sqlite3_vfs*, int bytes, char* out) {
  static std::mt19937_64 source(20261121);
  for (int n = 0; n < bytes; ++n) out[n] = static_cast<char>(source());
  return bytes;
}

int x_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }  // time is the simulation's

int x_time(sqlite3_vfs*, double* out) {
  *out = 2461300.5;
  return SQLITE_OK;
}

}  // namespace

/// "/17/ronda.db-wal" -> the disk and "ronda.db-wal".
Disk* disk_at(const char* path, std::string& name) {
  const std::string_view text = path;
  const auto slash = text.find('/', 1);
  if (text.empty() || text[0] != '/' || slash == std::string_view::npos) return nullptr;
  name = text.substr(slash + 1);
  return disk_of(std::atoi(path + 1));
}

Disk* disk_under(sqlite3_file* file) {
  return file == nullptr || file->pMethods != &kMethods ? nullptr : of(file)->disk;
}

bool holds_no_lock(sqlite3_file* raw) {
  const Open& open = *of(raw);
  const File& file = **open.file;
  bool none = open.level <= SQLITE_LOCK_SHARED && open.shm_shared_mask == 0;
  for (const auto* holder : file.shm_exclusive) none = none && holder != &open;
  return none;
}

void lay_aside(sqlite3_file* raw) {
  Open& open = *of(raw);
  File& file = **open.file;
  if (open.level >= SQLITE_LOCK_SHARED) --file.shared_locks;
  if (open.has_shm) --file.shm_users;
  open.file->reset();
  open.disk = nullptr;
}

void take_up(sqlite3_file* raw, Disk& disk, FilePtr on) {
  Open& open = *of(raw);
  if (open.level >= SQLITE_LOCK_SHARED) ++on->shared_locks;
  if (open.has_shm) ++on->shm_users;
  *open.file = std::move(on);
  open.disk = &disk;
}

void register_vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made{};
    made.iVersion = 1;
    made.szOsFile = static_cast<int>(sizeof(Open));
    made.mxPathname = 256;
    made.zName = kVfs;
    made.xOpen = x_open;
    made.xDelete = x_delete;
    made.xAccess = x_access;
    made.xFullPathname = x_full_path;
    made.xRandomness = x_randomness;
    made.xSleep = x_sleep;
    made.xCurrentTime = x_time;
    return made;
  }();
  sqlite3_vfs_register(&vfs, 0);
}

}  // namespace ronda::sim
