#include "sync-server/store/sqlite/open_store.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "embedded/sync-server-store.hpp"
#include "shared/base/planted.hpp"
#include "shared/sqlite/check_migrated.hpp"
#include "sync-server/store/sqlite/run_stamps.hpp"
#include "sync-server/store/sqlite/session.hpp"

namespace ronda::server {

namespace {

// 16 KB pages: records are about 2 KB each, and the file is a third smaller than with 4 KB pages. The other pragmas and
// their reasons are in shared/sqlite/database.cpp.
constexpr int kPageBytes = 16 * 1024;
constexpr std::int64_t kWriterCacheKib = 8 * 1024;
constexpr std::int64_t kReaderCacheKib = 2 * 1024;
// SQLite copies the log into the file every 1,000 pages, on the thread that writes, while pushes wait. The pages of the
// indexes come again with every commit: the longer the log, the fewer of them are copied. 64 MB are read in a blink
// after a crash.
constexpr std::string_view kLogPages = "PRAGMA wal_autocheckpoint=4096";

constexpr std::string_view kHasEpoch = "SELECT count(*) FROM server";
constexpr std::string_view kMakeEpoch = "INSERT INTO server (id, epoch, created_at) VALUES (1, ?1, ?2)";

/// Rows that the connection has changed since it was opened; nothing if it cannot say.
std::optional<std::int64_t> total_changes(sqlite::Database& db) {
  auto row = db.use("SELECT total_changes()");
  return row.step() ? std::optional(row.int64(0)) : std::nullopt;
}

/// False once SQLite has given up a transaction by itself, as it does on a full disk.
bool in_transaction(sqlite::Database& db) {
  if (auto begun = db.execute("BEGIN"); !begun) return true;  // refused: there is one
  (void)db.execute("ROLLBACK");
  return false;
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::unique_ptr<SqliteSession> writer, std::vector<std::unique_ptr<SqliteSession>> readers, Clock clock)
      : writer_(std::move(writer)), readers_(std::move(readers)), clock_(std::move(clock)) {
    for (auto& reader : readers_) free_.push_back(reader.get());
  }

  std::vector<Result<void>> write_together(const std::vector<WriteBody>& bodies) override {
    if (!writer_) return std::vector<Result<void>>(bodies.size(), Result<void>(only_read()));
    const std::lock_guard lock(writing_);
    std::vector<Result<void>> outcomes(bodies.size());
    // Within a savepoint SQLite copies each page that it changes once more, into a file of its own: half the work of a
    // push. So first without; only when a body fails that has changed something already, all are run again, each apart.
    bool stained = false;
    auto committed = run_all(bodies, outcomes, [&](const WriteBody& body, Result<void>& outcome) {
      return run_in_line(*writer_, body, outcome, stained);
    });
    if (stained) {
      committed = run_all(bodies, outcomes, [&](const WriteBody& body, Result<void>& outcome) {
        return run_apart(*writer_, body, outcome);
      });
    }
    if (committed || RONDA_PLANTED(ack_before_commit)) return outcomes;
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
    if (!writer_) return only_read();
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

  /// All bodies in one transaction, each by way of `run`; committed if one of them has something to keep.
  template <typename Run>
  Result<void> run_all(const std::vector<WriteBody>& bodies, std::vector<Result<void>>& outcomes, Run&& run) {
    return run_on(*writer_, sqlite::Transaction::Kind::write, [&]() -> Result<void> {
      bool any = false;
      for (std::size_t i = 0; i < bodies.size(); ++i) {
        if (auto ran = run(bodies[i], outcomes[i]); !ran) return ran;
        any = any || outcomes[i];
      }
      return any ? Result<void>() : Result<void>(Error{ErrorCode::cancelled, "nothing to keep", {}});
    });
  }

  /// One body within a transaction that others share, without a way back for it alone. Errors: those that leave
  /// nothing of the whole transaction; `stained` if the body failed after it had changed something.
  static Result<void> run_in_line(SqliteSession& session, const WriteBody& body, Result<void>& outcome, bool& stained) {
    auto& db = session.database();
    const auto changes = total_changes(db);
    const auto mark = session.mark();
    outcome = body(session);
    if (outcome) return {};
    session.back_to(mark);
    stained = total_changes(db) != changes || !in_transaction(db);
    return stained ? outcome : Result<void>();
  }

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

  static Error only_read() { return {ErrorCode::io_failed, "this data was opened for reading only", {}}; }

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

  std::mutex writing_;                     // guards writer_
  std::unique_ptr<SqliteSession> writer_;  // none: opened for reading only
  std::mutex reading_;                     // guards free_
  std::condition_variable reader_free_;
  std::vector<SqliteSession*> free_;
  std::vector<std::unique_ptr<SqliteSession>> readers_;
  Clock clock_;
};

/// Random numbers by the handful: each call of the kernel costs more than the number.
Entropy by_the_handful(Entropy entropy) {
  struct Handful {
    std::array<std::uint8_t, 1024> bytes{};
    std::size_t used = 1024;
  };
  return [entropy = std::move(entropy), hand = std::make_shared<Handful>()](std::span<std::uint8_t> out) {
    if (out.size() > hand->bytes.size()) return entropy(out);
    if (out.size() > hand->bytes.size() - hand->used) {
      entropy(hand->bytes);
      hand->used = 0;
    }
    std::copy_n(hand->bytes.begin() + static_cast<std::ptrdiff_t>(hand->used), out.size(), out.begin());
    hand->used += out.size();
  };
}

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

namespace {

std::vector<sqlite::Migration> schema_steps() {
  std::vector<sqlite::Migration> steps;
  for (const auto& file : embedded::sync_server_store::files) steps.push_back({file.name, file.content});
  return steps;
}

Result<std::unique_ptr<SqliteSession>> open_writer(const StoreOptions& options) {
  sqlite::OpenOptions writing;
  writing.page_size = kPageBytes;
  writing.cache_kib = kWriterCacheKib;
  writing.vfs = options.vfs;
  auto db = sqlite::Database::open(options.file.string(), writing);
  if (!db) return std::move(db).error();
  {
    auto row = db->use(kLogPages);
    row.step();  // gives the number back
    if (!row.ok()) return row.error();
  }

  if (auto migrated = sqlite::migrate(*db, schema_steps(), options.clock()); !migrated)
    return std::move(migrated).error();
  if (auto made = make_epoch(*db, options); !made) return std::move(made).error();
  if (RONDA_PLANTED(ack_before_sync)) (void)db->execute("PRAGMA synchronous=NORMAL");
  if (auto stamped = stamp_older_runs(*db); !stamped) return std::move(stamped).error();
  return std::make_unique<SqliteSession>(std::move(*db), by_the_handful(options.entropy));
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const StoreOptions& options) {
  std::unique_ptr<SqliteSession> writer;
  if (!options.read_only) {
    auto opened = open_writer(options);
    if (!opened) return std::move(opened).error();
    writer = std::move(*opened);
  }

  sqlite::OpenOptions reading;
  reading.read_only = true;  // a reader that writes is a mistake of ours; SQLite then says so
  reading.cache_kib = kReaderCacheKib;
  reading.vfs = options.vfs;
  std::vector<std::unique_ptr<SqliteSession>> readers;
  for (int n = 0; n < options.readers; ++n) {
    auto reader = sqlite::Database::open(options.file.string(), reading);
    if (!reader) return std::move(reader).error();
    if (options.read_only && n == 0) {
      if (auto newest = sqlite::check_migrated(*reader, schema_steps()); !newest) return std::move(newest).error();
    }
    readers.push_back(std::make_unique<SqliteSession>(std::move(*reader), options.entropy));
  }
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(writer), std::move(readers), options.clock));
}

}  // namespace ronda::server
