#pragma once
// LedgerStore over SQLite: ledger_root, and where days end in device_run. Lives inside one transaction.

#include "sync-server/store/ledger_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteLedger final : public LedgerStore {
 public:
  explicit SqliteLedger(SqliteContext& context) : context_(context) {}

  Result<std::vector<LedgerRoot>> roots(UnitId unit, LocalDate from, LocalDate to) const override;
  Result<std::optional<LedgerRoot>> last_root(UnitId unit) const override;
  Result<std::vector<LedgerRoot>> all_roots() const override;
  Result<std::optional<LedgerPlace>> next_of(UnitId unit, std::int64_t chain_seq) const override;
  Result<std::optional<LedgerPlace>> last_before(std::int64_t chain_seq, Instant end) const override;
  Result<std::int64_t> count_of(UnitId unit, std::int64_t after, std::int64_t to) const override;
  Result<std::optional<crypto::Signature>> signature(DeviceId device, std::int64_t seq) const override;
  Result<bool> was_held(DeviceId device, std::int64_t seq) const override;
  Result<std::vector<StampedRun>> runs_after(std::int64_t first_chain, int limit) const override;
  Result<std::optional<RecordPlace>> stray_signature() const override;
  Result<bool> is_accepted_copy(const ledger::Hash& hash) const override;
  Result<std::optional<MadeInspection>> made_inspection(InspectionId id) const override;
  Result<std::vector<FindingEventRow>> events_of(InspectionId id) const override;
  Result<std::optional<DisposalRow>> disposal(DeviceId device, std::int64_t seq) const override;
  Result<std::optional<ServiceRow>> service(DeviceId device, std::int64_t seq) const override;
  Result<void> put_signature(DeviceId device, std::int64_t last_seq, const crypto::Signature& signature) override;
  Result<void> add_root(const LedgerRoot& root) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
