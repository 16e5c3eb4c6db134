#pragma once
// Thin RAII over sqlite3: Database, Row (a borrowed, cached statement), Transaction. No SQL of ours beyond pragmas.
// One thread per Database.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace ronda::sqlite {

/// One use of a prepared statement; goes back to the cache (reset, bindings cleared) when it leaves its scope.
/// Binding errors are kept and reported by step() and error(). Positions of bind() start at 1, of columns at 0.
class Row {
 public:
  Row(Row&& other) noexcept;
  Row& operator=(Row&&) = delete;
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  ~Row();

  Row& bind(int at, std::nullptr_t);
  Row& bind(int at, std::int64_t value);
  Row& bind(int at, int value) { return bind(at, static_cast<std::int64_t>(value)); }
  Row& bind(int at, bool value) { return bind(at, static_cast<std::int64_t>(value ? 1 : 0)); }
  Row& bind(int at, std::string_view text);
  Row& bind(int at, const char* text) { return bind(at, std::string_view(text)); }
  Row& bind(int at, const std::string& text) { return bind(at, std::string_view(text)); }
  Row& bind(int at, std::span<const std::uint8_t> blob);
  Row& bind(int at, const Uuid& id) { return bind(at, std::span<const std::uint8_t>(id.bytes)); }
  Row& bind(int at, Instant value) { return bind(at, value.ms); }
  /// Dates are stored as YYYY-MM-DD.
  Row& bind(int at, LocalDate value) { return bind(at, to_text(value)); }
  template <typename Tag>
  Row& bind(int at, const Id<Tag>& id) {
    return bind(at, id.uuid);
  }
  template <typename T>
  Row& bind(int at, const std::optional<T>& value) {
    return value ? bind(at, *value) : bind(at, nullptr);
  }

  /// True while there is a row; false at the end and on error (then ok() is false).
  bool step();
  bool ok() const { return !error_.has_value(); }
  /// Precondition: !ok().
  Error error() const { return *error_; }
  /// Runs a statement that gives no rows. Errors: those of the statement.
  Result<void> run();

  bool is_null(int column) const;
  std::int64_t int64(int column) const;
  int int32(int column) const { return static_cast<int>(int64(column)); }
  bool boolean(int column) const { return int64(column) != 0; }
  double real(int column) const;
  std::string text(int column) const;
  Bytes blob(int column) const;
  /// A blob of 16 bytes; nil if it is anything else.
  Uuid uuid(int column) const;
  template <typename IdType>
  IdType id(int column) const {
    return IdType{uuid(column)};
  }
  Instant instant(int column) const { return {int64(column)}; }
  LocalDate date(int column) const;
  std::optional<std::string> optional_text(int column) const;
  std::optional<std::int64_t> optional_int64(int column) const;
  template <typename IdType>
  std::optional<IdType> optional_id(int column) const {
    return is_null(column) ? std::nullopt : std::optional<IdType>(id<IdType>(column));
  }

 private:
  friend class Database;
  Row(sqlite3* db, sqlite3_stmt* statement, bool* in_use) : db_(db), statement_(statement), in_use_(in_use) {}
  explicit Row(Error error) : error_(std::move(error)) {}
  void check_bind(int code);

  sqlite3* db_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
  bool* in_use_ = nullptr;
  std::optional<Error> error_;
};

struct OpenOptions {
  bool read_only = false;
  bool create = true;
  int page_size = 4096;    ///< bytes; takes effect for a new file only
  bool exclusive = false;  ///< locking_mode=EXCLUSIVE (needed by the browser's VFS)
  int busy_timeout_ms = 5000;
  std::int64_t cache_kib = 8192;  ///< page cache
  std::string vfs{};              ///< name of a registered sqlite3_vfs; empty = the platform's
};

/// One connection. Movable.
class Database {
 public:
  /// Opens with WAL, synchronous=FULL, foreign_keys=ON, trusted_schema=OFF (reasons in the source).
  /// Errors: io_failed (cannot open), corrupt (no database), busy (locked by another program), disk_full.
  static Result<Database> open(const std::string& path, const OpenOptions& options = {});

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// The cached statement for `sql`, prepared at its first use. Pass constants: every other text stays in the cache.
  Row use(std::string_view sql);
  /// Runs one or more statements that give no rows (migrations, pragmas).
  Result<void> execute(const std::string& sql);
  /// Rows changed by the last statement.
  std::int64_t changes() const;
  /// `ok` or the first complaint of integrity_check.
  Result<std::string> integrity();
  /// Copies the whole database into a new file at `path` with VACUUM INTO. Errors: io_failed, disk_full.
  Result<void> copy_to(const std::string& path);
  sqlite3* handle() const;

 private:
  friend class Transaction;
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Rolls back in its destructor unless commit() succeeded.
class Transaction {
 public:
  enum class Kind { read, write };
  /// `write` takes the write lock at once (BEGIN IMMEDIATE). Errors: busy, io_failed.
  static Result<Transaction> begin(Database& db, Kind kind);

  Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// Durable when it returns without an error. Errors: disk_full, io_failed, busy; then nothing was changed.
  Result<void> commit();
  void rollback();

 private:
  explicit Transaction(Database* db) : db_(db) {}
  Database* db_ = nullptr;
};

/// One numbered step, file name `NNNN_topic.sql`.
struct Migration {
  std::string_view name;
  std::string_view sql;
};

/// Brings a database to the newest step: forward only, one transaction each, in order of their numbers, each recorded
/// with a fingerprint. Errors: corrupt (an applied step was changed since), unsupported_version (the database knows a
/// step that this program does not: it was written by a newer one).
Result<void> migrate(Database& db, std::span<const Migration> steps, Instant now);

}  // namespace ronda::sqlite
