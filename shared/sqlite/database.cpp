#include "shared/sqlite/database.hpp"

#include <sqlite3.h>

#include <array>
#include <cstring>
#include <deque>
#include <type_traits>
#include <unordered_map>

namespace ronda::sqlite {

namespace {

Error error_of(sqlite3* db, int code) {
  const int primary = code & 0xFF;
  ErrorCode word = ErrorCode::io_failed;
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) word = ErrorCode::busy;
  if (primary == SQLITE_CONSTRAINT) word = ErrorCode::conflict;
  if (primary == SQLITE_FULL) word = ErrorCode::disk_full;
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) word = ErrorCode::corrupt;
  if (primary == SQLITE_TOOBIG) word = ErrorCode::too_large;
  return Error{word, std::string("database: ") + (db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code)), {}};
}

struct CachedStatement {
  bool in_use = false;  // stands first: a Row knows its statement by it
  sqlite3_stmt* statement = nullptr;
  std::size_t used = 0;                  // of `room`
  std::array<std::uint8_t, 512> room{};  // bound values; SQLite would fetch memory for each of them
  std::string text;
};
static_assert(std::is_standard_layout_v<CachedStatement>);

/// A copy of a short value that lives as long as the use of its statement; null if there is no room for it.
const void* kept(bool* in_use, const void* bytes, std::size_t size) {
  if (in_use == nullptr) return nullptr;
  auto& cached = *reinterpret_cast<CachedStatement*>(in_use);
  if (size > cached.room.size() - cached.used) return nullptr;
  auto* place = cached.room.data() + cached.used;
  std::memcpy(place, bytes, size);
  cached.used += size;
  return place;
}

}  // namespace

struct Database::State {
  sqlite3* db = nullptr;
  bool is_rollback_due = false;  // one failed for want of memory, and its transaction is still open
  std::deque<CachedStatement> statements;
  std::unordered_map<std::string_view, CachedStatement*> by_text;  // keys point into `statements`
  // Nearly all texts are constants, which stand at one place: hashing the place is cheaper than hashing the text.
  std::unordered_map<const char*, CachedStatement*> by_place;

  ~State() {
    for (auto& cached : statements) sqlite3_finalize(cached.statement);
    sqlite3_close(db);
  }

  CachedStatement& cached(std::string_view sql) {
    auto& placed = by_place[sql.data()];
    if (placed != nullptr && placed->text == sql) return *placed;
    auto found = by_text.find(sql);
    if (found == by_text.end()) {
      auto& made = statements.emplace_back();
      made.text = sql;
      found = by_text.emplace(made.text, &made).first;
    }
    placed = found->second;
    return *placed;
  }
};

// Row

Row::Row(Row&& other) noexcept
    : db_(std::exchange(other.db_, nullptr)),
      statement_(std::exchange(other.statement_, nullptr)),
      in_use_(std::exchange(other.in_use_, nullptr)),
      error_(std::move(other.error_)) {}

Row::~Row() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  if (in_use_ != nullptr) {
    *in_use_ = false;
  } else {
    sqlite3_finalize(statement_);
  }
}

void Row::check_bind(int code) {
  if (code != SQLITE_OK && !error_) error_ = error_of(db_, code);
}

Row& Row::bind(int at, std::nullptr_t) {
  if (statement_ != nullptr) check_bind(sqlite3_bind_null(statement_, at));
  return *this;
}

Row& Row::bind(int at, std::int64_t value) {
  if (statement_ != nullptr) check_bind(sqlite3_bind_int64(statement_, at, value));
  return *this;
}

Row& Row::bind(int at, std::string_view text) {
  if (statement_ == nullptr) return *this;
  const char* data = text.data() != nullptr ? text.data() : "";
  const auto* copy = static_cast<const char*>(kept(in_use_, data, text.size()));
  check_bind(sqlite3_bind_text64(statement_, at, copy != nullptr ? copy : data, text.size(),
                                 copy != nullptr ? SQLITE_STATIC : SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Row& Row::bind(int at, std::span<const std::uint8_t> blob) {
  if (statement_ == nullptr) return *this;
  if (blob.empty()) {
    check_bind(sqlite3_bind_zeroblob(statement_, at, 0));
  } else {
    const void* copy = kept(in_use_, blob.data(), blob.size());
    check_bind(sqlite3_bind_blob64(statement_, at, copy != nullptr ? copy : blob.data(), blob.size(),
                                   copy != nullptr ? SQLITE_STATIC : SQLITE_TRANSIENT));
  }
  return *this;
}

bool Row::step() {
  if (error_ || statement_ == nullptr) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) error_ = error_of(db_, code);
  return false;
}

Result<void> Row::run() {
  while (step()) {
  }
  if (error_) return *error_;
  return {};
}

bool Row::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Row::int64(int column) const { return sqlite3_column_int64(statement_, column); }
double Row::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string Row::text(int column) const {
  const auto* data = sqlite3_column_text(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr ? std::string()
                         : std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
}

Bytes Row::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr ? Bytes() : Bytes(data, data + size);
}

Uuid Row::uuid(int column) const {
  Uuid id;
  const void* data = sqlite3_column_blob(statement_, column);
  if (data == nullptr || sqlite3_column_bytes(statement_, column) != static_cast<int>(id.bytes.size())) return {};
  std::memcpy(id.bytes.data(), data, id.bytes.size());
  return id;
}

LocalDate Row::date(int column) const {
  const auto date = parse_date(text(column));
  return date ? *date : LocalDate{};
}

std::optional<std::string> Row::optional_text(int column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}

std::optional<std::int64_t> Row::optional_int64(int column) const {
  return is_null(column) ? std::nullopt : std::optional(int64(column));
}

// Database

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

sqlite3* Database::handle() const { return state_->db; }
std::int64_t Database::changes() const { return sqlite3_changes64(state_->db); }

Result<Database> Database::open(const std::string& path, const OpenOptions& options) {
  // Nobody asks SQLite how much memory it holds, and counting it takes a lock at every allocation. Counts only before
  // any database is open; later it is refused, and nothing is lost.
  static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)uncounted;
  auto state = std::make_unique<State>();
  int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.create && !options.read_only) flags |= SQLITE_OPEN_CREATE;
  flags |= SQLITE_OPEN_NOMUTEX;  // one thread per connection
  const int code =
      sqlite3_open_v2(path.c_str(), &state->db, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (code != SQLITE_OK) {
    Error error = error_of(state->db, code);
    error.where = path;
    return error;
  }
  sqlite3_extended_result_codes(state->db, 1);
  sqlite3_busy_timeout(state->db, options.busy_timeout_ms);
  Database db(std::move(state));
  // page_size before the first page exists. trusted_schema off: a schema from outside must not call functions with side
  // effects. WAL + FULL: a commit is one fsync and survives a power cut; under NORMAL the last commits may be lost, and
  // an acknowledged record must not be. foreign_keys is off by default in SQLite.
  std::string pragmas = "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA cache_size=-" +
                        std::to_string(options.cache_kib) + ";";
  if (options.exclusive) pragmas += "PRAGMA locking_mode=EXCLUSIVE;";
  if (!options.read_only) {
    pragmas += "PRAGMA page_size=" + std::to_string(options.page_size) + "; PRAGMA journal_mode=WAL;";
  }
  pragmas += "PRAGMA synchronous=FULL;";
  if (auto done = db.execute(pragmas); !done) {
    Error error = std::move(done).error();
    error.where = path;
    return error;
  }
  return db;
}

Row Database::use(std::string_view sql) {
  if (std::exchange(state_->is_rollback_due, false) && sqlite3_get_autocommit(state_->db) == 0) {
    (void)use("ROLLBACK").run();
    state_->is_rollback_due = sqlite3_get_autocommit(state_->db) == 0;
    // Else it would read, and hand on, what was never committed.
    if (state_->is_rollback_due) return Row(error_of(state_->db, SQLITE_NOMEM));
  }
  CachedStatement& cached = state_->cached(sql);
  if (cached.in_use) {  // the same statement is being read further up: a second, uncached copy
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(state_->db, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) return Row(error_of(state_->db, code));
    return Row(state_->db, statement, nullptr);
  }
  if (cached.statement == nullptr) {
    const int code = sqlite3_prepare_v3(state_->db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &cached.statement, nullptr);
    if (code != SQLITE_OK) return Row(error_of(state_->db, code));
  }
  cached.in_use = true;
  cached.used = 0;
  return Row(state_->db, cached.statement, &cached.in_use);
}

Result<void> Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(state_->db, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(state_->db, code);
  return {};
}

Result<std::string> Database::integrity() {
  Row row = use("PRAGMA integrity_check(1)");
  std::string first = row.step() ? row.text(0) : std::string();
  if (!row.ok()) return row.error();
  return first;
}

Result<void> Database::copy_to(const std::string& path) { return use("VACUUM INTO ?1").bind(1, path).run(); }

// Transaction

namespace {

constexpr std::string_view kBeginRead = "BEGIN";
constexpr std::string_view kBeginWrite = "BEGIN IMMEDIATE";
constexpr std::string_view kCommit = "COMMIT";
constexpr std::string_view kRollback = "ROLLBACK";

}  // namespace

Result<Transaction> Transaction::begin(Database& db, Kind kind) {
  // Through the cache: prepared anew each time, BEGIN and COMMIT cost more than the statements between them.
  auto begun = db.use(kind == Kind::write ? kBeginWrite : kBeginRead).run();
  if (!begun) return std::move(begun).error();
  return Transaction(&db);
}

Transaction::~Transaction() { rollback(); }

Result<void> Transaction::commit() {
  RONDA_ASSERT(db_ != nullptr);
  auto done = db_->use(kCommit).run();
  if (!done) {
    rollback();
    return done;
  }
  db_ = nullptr;
  return {};
}

void Transaction::rollback() {
  if (db_ == nullptr) return;
  // Some errors (full disk) have rolled back already; a second ROLLBACK would only complain.
  if (sqlite3_get_autocommit(db_->handle()) == 0) {
    (void)db_->use(kRollback).run();
    db_->state_->is_rollback_due = sqlite3_get_autocommit(db_->handle()) == 0;
  }
  db_ = nullptr;
}

}  // namespace ronda::sqlite
