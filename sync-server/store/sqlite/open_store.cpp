#include "sync-server/store/sqlite/open_store.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

#include "embedded/sync-server-store.hpp"
#include "sync-server/store/sqlite/session.hpp"

namespace ronda::server {

namespace {

// 16 KB pages: records are about 2 KB each, and the file is a third smaller than with 4 KB pages. The other pragmas and
// their reasons are in shared/sqlite/database.cpp.
constexpr int kPageBytes = 16 * 1024;
constexpr std::int64_t kWriterCacheKib = 8 * 1024;
constexpr std::int64_t kReaderCacheKib = 2 * 1024;

constexpr std::string_view kHasEpoch = "SELECT count(*) FROM server";
constexpr std::string_view kMakeEpoch = "INSERT INTO server (id, epoch, created_at) VALUES (1, ?1, ?2)";

class SqliteStore final : public Store {
 public:
  SqliteStore(std::unique_ptr<SqliteSession> writer, std::vector<std::unique_ptr<SqliteSession>> readers, Clock clock)
      : writer_(std::move(writer)), readers_(std::move(readers)), clock_(std::move(clock)) {
    for (auto& reader : readers_) free_.push_back(reader.get());
  }

  std::vector<Result<void>> write_together(const std::vector<WriteBody>& bodies) override {
    const std::lock_guard lock(writing_);
    std::vector<Result<void>> outcomes(bodies.size());
    const auto committed = run_on(*writer_, sqlite::Transaction::Kind::write, [&]() -> Result<void> {
      bool any = false;
      for (std::size_t i = 0; i < bodies.size(); ++i) {
        if (auto apart = run_apart(*writer_, bodies[i], outcomes[i]); !apart) return apart;
        any = any || outcomes[i];
      }
      return any ? Result<void>() : Result<void>(Error{ErrorCode::cancelled, "nothing to keep", {}});
    });
    if (committed) return outcomes;
    for (auto& outcome : outcomes) {
      if (outcome) outcome = committed.error();
    }
    return outcomes;
  }

 protected:
  Result<void> run_read(const std::function<Result<void>(const ReadTxn&)>& body) override {
    const Borrowed session(*this);
    return run_on(*session.reader, sqlite::Transaction::Kind::read, [&] { return body(*session.reader); });
  }

  Result<void> run_write(const std::function<Result<void>(WriteTxn&)>& body) override {
    const std::lock_guard lock(writing_);
    return run_on(*writer_, sqlite::Transaction::Kind::write, [&] { return body(*writer_); });
  }

 private:
  /// A reader for one transaction; goes back also when a library throws.
  struct Borrowed {
    explicit Borrowed(SqliteStore& from) : store(from), reader(from.take_reader()) {}
    ~Borrowed() { store.give_back(reader); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    SqliteStore& store;
    SqliteSession* reader;
  };

  /// One body within a transaction that others share. Errors: those that leave nothing of the whole transaction.
  static Result<void> run_apart(SqliteSession& session, const WriteBody& body, Result<void>& outcome) {
    auto& db = session.database();
    if (auto begun = db.execute("SAVEPOINT apart"); !begun) return begun;
    const auto mark = session.mark();
    outcome = body(session);
    if (outcome) return db.execute("RELEASE apart");
    session.back_to(mark);
    return db.execute("ROLLBACK TO apart; RELEASE apart");  // fails if SQLite gave up the whole transaction before
  }

  /// The one place that begins, commits and rolls back.
  template <typename Body>
  Result<void> run_on(SqliteSession& session, sqlite::Transaction::Kind kind, Body&& body) {
    session.begin_at(clock_());
    auto txn = sqlite::Transaction::begin(session.database(), kind);
    if (!txn) return std::move(txn).error();
    auto done = body();
    if (!done) return done;  // leaving the scope rolls back
    if (kind == sqlite::Transaction::Kind::write) {
      if (auto ready = session.before_commit(); !ready) return ready;
    }
    return txn->commit();
  }

  SqliteSession* take_reader() {
    std::unique_lock lock(reading_);
    reader_free_.wait(lock, [this] { return !free_.empty(); });
    SqliteSession* session = free_.back();
    free_.pop_back();
    return session;
  }

  void give_back(SqliteSession* session) {
    {
      const std::lock_guard lock(reading_);
      free_.push_back(session);
    }
    reader_free_.notify_one();
  }

  std::mutex writing_;  // guards writer_
  std::unique_ptr<SqliteSession> writer_;
  std::mutex reading_;  // guards free_
  std::condition_variable reader_free_;
  std::vector<SqliteSession*> free_;
  std::vector<std::unique_ptr<SqliteSession>> readers_;
  Clock clock_;
};

Result<void> make_epoch(sqlite::Database& db, const StoreOptions& options) {
  {
    auto row = db.use(kHasEpoch);
    if (row.step() && row.int64(0) == 1) return {};
    if (!row.ok()) return row.error();
  }
  const Instant now = options.clock();
  IdSource ids(options.entropy);
  return db.use(kMakeEpoch).bind(1, ids.next(now)).bind(2, now).run();
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const StoreOptions& options) {
  sqlite::OpenOptions writing;
  writing.page_size = kPageBytes;
  writing.cache_kib = kWriterCacheKib;
  writing.vfs = options.vfs;
  auto db = sqlite::Database::open(options.file.string(), writing);
  if (!db) return std::move(db).error();

  std::vector<sqlite::Migration> steps;
  for (const auto& file : embedded::sync_server_store::files) steps.push_back({file.name, file.content});
  if (auto migrated = sqlite::migrate(*db, steps, options.clock()); !migrated) return std::move(migrated).error();
  if (auto made = make_epoch(*db, options); !made) return std::move(made).error();
  auto writer = std::make_unique<SqliteSession>(std::move(*db), options.entropy);

  sqlite::OpenOptions reading;
  reading.read_only = true;  // a reader that writes is a mistake of ours; SQLite then says so
  reading.cache_kib = kReaderCacheKib;
  reading.vfs = options.vfs;
  std::vector<std::unique_ptr<SqliteSession>> readers;
  for (int n = 0; n < options.readers; ++n) {
    auto reader = sqlite::Database::open(options.file.string(), reading);
    if (!reader) return std::move(reader).error();
    readers.push_back(std::make_unique<SqliteSession>(std::move(*reader), options.entropy));
  }
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(writer), std::move(readers), options.clock));
}

}  // namespace ronda::server
