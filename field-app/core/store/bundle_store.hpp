#pragma once
// SQL for what leaves this device as a file: its logs with their keys, their records, the photos. Reads only; the
// caller holds the transaction that makes it one picture. One thread, the database's.

#include <cstdint>
#include <functional>
#include <vector>

#include "field-app/core/store/sync_store.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

/// A log of this device and the run of it that is to be carried.
struct LogRun {
  std::int64_t log = 1;
  DeviceId device;
  crypto::SecretKey secret_key{};
  crypto::PublicKey public_key{};
  std::int64_t first_seq = 1;
  ledger::Hash prev{};  ///< of the record before; zeros before record 1
  std::int64_t last_seq = 0;
  ledger::Hash head{};  ///< of the last one; `prev` when there is none
};

/// What a file would hold.
struct BundleSize {
  std::int64_t records = 0;
  std::int64_t record_bytes = 0;
  std::int64_t photos = 0;
  std::int64_t photo_bytes = 0;
};

class BundleStore {
 public:
  explicit BundleStore(sqlite::Database& db) : db_(db) {}

  /// Today's log from the first record that the server did not acknowledge; with `all` every log from record 1, the
  /// oldest first. Empty while not enrolled.
  Result<std::vector<LogRun>> runs(bool all);
  Result<BundleSize> size(const std::vector<LogRun>& runs, bool all);
  /// Unfinished inspections: they are in no record yet.
  Result<std::int64_t> unfinished();
  Result<void> each_record(const LogRun& run, const std::function<Result<void>(const LogRecord&)>& take);
  /// Photos of sealed inspections that are not whole on the server, with `all` every one, by age.
  Result<void> each_photo(bool all, const std::function<Result<void>(const WaitingPhoto&, Bytes)>& take);

 private:
  Result<LogRun> run_of(LogRun log, std::int64_t first_seq);

  sqlite::Database& db_;
};

}  // namespace ronda::field
