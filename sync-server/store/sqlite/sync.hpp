#pragma once
// SyncStore over SQLite: device log and quarantine. Lives inside one transaction of one connection.

#include "sync-server/store/sqlite/context.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

class SqliteSync final : public SyncStore {
 public:
  explicit SqliteSync(SqliteContext& context) : context_(context) {}

  Result<std::optional<ledger::Hash>> record_hash(DeviceId device, std::int64_t seq) const override;
  Result<std::vector<ledger::Hash>> record_hashes(DeviceId device, std::int64_t first,
                                                  std::int64_t most) const override;
  Result<StoredRecord> record(DeviceId device, std::int64_t seq) const override;
  Result<ChainEnd> chain_end() const override;
  Result<std::vector<StoredRecord>> records_after(std::int64_t chain_seq, int limit) const override;
  Result<std::vector<QuarantineRow>> quarantine_of(UnitId unit, int limit) const override;
  Result<std::int64_t> quarantine_count(UnitId unit) const override;
  Result<std::vector<QuarantineRow>> quarantined_between(DeviceId device, std::int64_t first,
                                                         std::int64_t last) const override;
  Result<void> append_run(const RecordRun& run) override;
  Result<void> append(const StoredRecord& record) override;
  Result<void> put_quarantine(const QuarantineRow& row) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
