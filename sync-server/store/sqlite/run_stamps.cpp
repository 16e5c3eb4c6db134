#include "sync-server/store/sqlite/run_stamps.hpp"

#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

// Only a store that has no stamp at all is from before: one that is missing among others was taken away.
constexpr std::string_view kFirstUnstamped = R"sql(
  SELECT min(first_chain) FROM device_run WHERE NOT EXISTS (SELECT 1 FROM device_run WHERE stamp IS NOT NULL)
)sql";
constexpr std::string_view kNextRun = R"sql(
  SELECT first_chain, count, received_at, chain_hash, coding, skip, bytes FROM device_run
   WHERE first_chain >= ?1
   ORDER BY first_chain
   LIMIT 1
)sql";
constexpr std::string_view kStamp = "UPDATE device_run SET stamp = ?2 WHERE first_chain = ?1";

}  // namespace

RunFacts run_facts(const sqlite::Row& row, int at) {
  RunFacts run{row.int64(at),
               row.int64(at + 1),
               row.instant(at + 2),
               hash_column(row, at + 3),
               row.text(at + 4),
               row.int64(at + 5),
               {}};
  run.content = crypto::sha256(std::span<const std::uint8_t>(row.blob(at + 6)));
  return run;
}

Result<void> stamp_older_runs(sqlite::Database& db) {
  std::int64_t from = 0;
  {
    auto row = db.use(kFirstUnstamped);
    if (!row.step()) return row.error();
    if (row.is_null(0)) return {};
    from = row.int64(0);
  }
  auto txn = sqlite::Transaction::begin(db, sqlite::Transaction::Kind::write);
  if (!txn) return std::move(txn).error();
  ledger::Hash before{};
  for (;;) {
    std::int64_t first = 0;
    {
      auto row = db.use(kNextRun);
      row.bind(1, from);
      if (!row.step()) {
        if (!row.ok()) return row.error();
        return txn->commit();
      }
      first = row.int64(0);
      before = run_stamp(before, run_facts(row, 0));
    }
    if (auto done = db.use(kStamp).bind(1, first).bind(2, column_bytes(before)).run(); !done) return done;
    from = first + 1;
  }
}

}  // namespace ronda::server
