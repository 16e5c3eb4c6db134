#include "tests/simulation/disk/kept_connections.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/simulation/disk/memory_disk.hpp"
#include "tests/simulation/disk/memory_vfs.hpp"

extern "C" {
int __real_sqlite3_open_v2(const char*, sqlite3**, int, const char*);
int __real_sqlite3_close(sqlite3*);
int __real_sqlite3_prepare_v2(sqlite3*, const char*, int, sqlite3_stmt**, const char**);
int __real_sqlite3_prepare_v3(sqlite3*, const char*, int, unsigned, sqlite3_stmt**, const char**);
int __real_sqlite3_finalize(sqlite3_stmt*);
int __real_sqlite3_exec(sqlite3*, const char*, int (*)(void*, int, char**, char**), void*, char**);
}

namespace ronda::sim {

namespace {

bool keeping = false;
int lending = 0;

struct Group;

struct Statement {
  sqlite3_stmt* prepared = nullptr;
  bool in_use = false;
};

struct Connection {
  sqlite3* db = nullptr;
  int flags = 0;
  Group* group = nullptr;
  bool is_lent = true;
  std::string opening;                                             // the pragmas that opened it
  std::unordered_map<std::string, std::list<Statement>> prepared;  // by their text
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>> scripts;
};

/// The connections that share a file's index of its log: SQLite keeps pointers into it, so it moves with them.
struct Group {
  std::string name;
  std::weak_ptr<File> file;
  std::vector<std::unique_ptr<Connection>> connections;
  SharedMemory index;  // while no file has it
  bool is_idle() const {
    return std::none_of(connections.begin(), connections.end(), [](const auto& one) { return one->is_lent; });
  }
};

std::vector<std::unique_ptr<Group>> groups;
std::unordered_map<sqlite3*, Connection*> by_handle;
std::unordered_map<sqlite3_stmt*, Statement*> by_statement;

Connection* kept(sqlite3* db) {
  const auto found = by_handle.find(db);
  return found == by_handle.end() ? nullptr : found->second;
}

sqlite3_file* main_file(sqlite3* db) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  return file;
}

sqlite3_file* log_file(sqlite3* db) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
  return file;
}

/// The group whose connections stand on this file, or an idle one that moves to it; nullptr if others have it open.
Group* group_for(const FilePtr& file, const std::string& name) {
  for (auto& group : groups) {
    if (group->file.lock() == file) return group.get();
  }
  if (file->shm_users > 0) return nullptr;
  auto found = std::find_if(groups.begin(), groups.end(),
                            [&](const auto& group) { return group->name == name && group->is_idle(); });
  if (found == groups.end()) {
    found = groups.insert(groups.end(), std::make_unique<Group>());
    (*found)->name = name;
  }
  (*found)->file = file;
  file->shared_memory = std::move((*found)->index);
  file->keeps_shared_memory = true;
  return found->get();
}

/// The last connection was laid aside: the index is empty for whoever comes next.
void rest(Group& group) {
  if (!group.is_idle()) return;
  if (const auto file = group.file.lock()) {
    group.index = std::move(file->shared_memory);
    file->shared_memory.clear();
    file->keeps_shared_memory = false;
  }
  for (auto& region : group.index) std::fill(region->begin(), region->end(), std::uint8_t{0});
  group.file.reset();
}

bool stands_on(Connection& connection, Disk& disk, const std::string& name) {
  FilePtr data;
  FilePtr log;
  if (disk.open(name, false, data) != Done::ok || disk.open(name + "-wal", true, log) != Done::ok) return false;
  take_up(main_file(connection.db), disk, std::move(data));
  take_up(log_file(connection.db), disk, std::move(log));
  connection.is_lent = true;
  return true;
}

int open_kept(const char* path, sqlite3** out, int flags, const char* vfs) {
  std::string name;
  Disk* disk = keeping && lending > 0 && vfs != nullptr && std::strcmp(vfs, kVfs) == 0 ? disk_at(path, name) : nullptr;
  const auto file = disk == nullptr ? nullptr : disk->find(name);
  Group* group = file == nullptr ? nullptr : group_for(file, name);
  if (group == nullptr) return __real_sqlite3_open_v2(path, out, flags, vfs);
  for (auto& connection : group->connections) {
    if (connection->is_lent || connection->flags != flags || !stands_on(*connection, *disk, name)) continue;
    *out = connection->db;
    return SQLITE_OK;
  }
  const int code = __real_sqlite3_open_v2(path, out, flags, vfs);
  if (code != SQLITE_OK) return code;
  auto& made = *group->connections.emplace_back(std::make_unique<Connection>());
  made.db = *out;
  made.flags = flags;
  made.group = group;
  by_handle[*out] = &made;
  return code;
}

/// True if nothing is under way on it and its process is gone, so that closing it would change nothing.
bool can_be_laid_aside(Connection& connection) {
  const auto* disk = disk_under(main_file(connection.db));
  if (disk == nullptr || (!disk->is_abandoned && (connection.flags & SQLITE_OPEN_READONLY) == 0)) return false;
  for (const auto& [text, all] : connection.prepared) {
    for (const auto& one : all) {
      if (one.in_use) return false;
    }
  }
  if (sqlite3_get_autocommit(connection.db) == 0) {
    __real_sqlite3_exec(connection.db, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  const auto* log = log_file(connection.db);
  return sqlite3_get_autocommit(connection.db) != 0 && log != nullptr && log->pMethods != nullptr &&
         holds_no_lock(main_file(connection.db));
}

int close_kept(Connection& connection) {
  Group& group = *connection.group;
  if (keeping && can_be_laid_aside(connection)) {
    sqlite3_db_release_memory(connection.db);  // its pages: the next log may look like the one they came from
    lay_aside(main_file(connection.db));
    lay_aside(log_file(connection.db));
    connection.is_lent = false;
    rest(group);
    return SQLITE_OK;
  }
  for (auto& [text, all] : connection.prepared) {
    for (auto& one : all) {
      by_statement.erase(one.prepared);
      __real_sqlite3_finalize(one.prepared);
    }
  }
  for (auto& [text, all] : connection.scripts) {
    for (auto* one : all) __real_sqlite3_finalize(one);
  }
  const int code = __real_sqlite3_close(connection.db);
  by_handle.erase(connection.db);
  std::erase_if(group.connections, [&](const auto& one) { return one.get() == &connection; });
  rest(group);
  return code;
}

int prepare_kept(Connection& connection, const char* sql, int size, sqlite3_stmt** out) {
  auto& all = connection.prepared[size < 0 ? std::string(sql) : std::string(sql, static_cast<std::size_t>(size))];
  for (auto& one : all) {
    if (one.in_use) continue;
    one.in_use = true;
    *out = one.prepared;
    return SQLITE_OK;
  }
  const int code = __real_sqlite3_prepare_v3(connection.db, sql, size, SQLITE_PREPARE_PERSISTENT, out, nullptr);
  if (code != SQLITE_OK || *out == nullptr) return code;
  all.push_back({*out, true});
  by_statement[*out] = &all.back();
  return code;
}

int run_to_end(sqlite3_stmt* statement) {
  while (sqlite3_step(statement) == SQLITE_ROW) {
  }
  return sqlite3_reset(statement);
}

int run_script(Connection& connection, const char* sql) {
  const std::string text = sql;
  if (text.rfind("PRAGMA trusted_schema", 0) == 0) {  // once for each connection: they make all its statements stale
    if (connection.opening == text) return SQLITE_OK;
    connection.opening = text;
    return __real_sqlite3_exec(connection.db, sql, nullptr, nullptr, nullptr);
  }
  auto& script = connection.scripts[text];
  for (auto* statement : script) {
    if (const int code = run_to_end(statement); code != SQLITE_OK) return code;
  }
  if (!script.empty()) return SQLITE_OK;
  for (const char* left = sql; *left != '\0';) {
    sqlite3_stmt* statement = nullptr;
    int code = __real_sqlite3_prepare_v3(connection.db, left, -1, SQLITE_PREPARE_PERSISTENT, &statement, &left);
    if (code == SQLITE_OK && statement != nullptr) {
      script.push_back(statement);
      code = run_to_end(statement);
    }
    if (code == SQLITE_OK) continue;
    for (auto* one : script) __real_sqlite3_finalize(one);  // a script that stopped is not known to its end
    script.clear();
    return code;
  }
  return SQLITE_OK;
}

}  // namespace

void keep_connections(bool keep) { keeping = keep; }
LendConnections::LendConnections() { ++lending; }
LendConnections::~LendConnections() { --lending; }

}  // namespace ronda::sim

extern "C" {

int __wrap_sqlite3_open_v2(const char* path, sqlite3** out, int flags, const char* vfs) {
  return ronda::sim::open_kept(path, out, flags, vfs);
}

int __wrap_sqlite3_close(sqlite3* db) {
  auto* connection = ronda::sim::kept(db);
  return connection == nullptr ? __real_sqlite3_close(db) : ronda::sim::close_kept(*connection);
}

int __wrap_sqlite3_prepare_v2(sqlite3* db, const char* sql, int size, sqlite3_stmt** out, const char** tail) {
  auto* connection = tail == nullptr ? ronda::sim::kept(db) : nullptr;
  return connection == nullptr ? __real_sqlite3_prepare_v2(db, sql, size, out, tail)
                               : ronda::sim::prepare_kept(*connection, sql, size, out);
}

int __wrap_sqlite3_prepare_v3(sqlite3* db, const char* sql, int size, unsigned flags, sqlite3_stmt** out,
                              const char** tail) {
  auto* connection = tail == nullptr ? ronda::sim::kept(db) : nullptr;
  return connection == nullptr ? __real_sqlite3_prepare_v3(db, sql, size, flags, out, tail)
                               : ronda::sim::prepare_kept(*connection, sql, size, out);
}

int __wrap_sqlite3_finalize(sqlite3_stmt* statement) {
  const auto found = ronda::sim::by_statement.find(statement);
  if (found == ronda::sim::by_statement.end()) return __real_sqlite3_finalize(statement);
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  found->second->in_use = false;
  return SQLITE_OK;
}

int __wrap_sqlite3_exec(sqlite3* db, const char* sql, int (*row)(void*, int, char**, char**), void* context,
                        char** error) {
  auto* connection = row == nullptr && error == nullptr ? ronda::sim::kept(db) : nullptr;
  return connection == nullptr ? __real_sqlite3_exec(db, sql, row, context, error)
                               : ronda::sim::run_script(*connection, sql);
}
}
