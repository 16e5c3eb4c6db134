#pragma once
// The device log as the server holds it: exact bytes, chained; and the quarantine. Plain structs.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::server {

struct StoredRecord {
  std::int64_t chain_seq = 0;  ///< the server's order, 1, 2, 3 …
  DeviceId device;
  std::int64_t seq = 0;  ///< the device's order
  RecordId id;
  std::string kind;
  ledger::Hash hash{};
  ledger::Hash chain_hash{};
  std::string bytes;  ///< as received, without the line end
  Instant received_at;
};

struct ChainEnd {
  std::int64_t chain_seq = 0;  ///< 0 at the start
  ledger::Hash chain_hash{};   ///< zeros at the start
};

struct QuarantineRow {
  Uuid id;
  UnitId unit;
  DeviceId device;
  std::int64_t seq = 0;
  std::string kind;
  ledger::Hash hash{};
  std::string code;
  std::string message;
  std::optional<std::string> bytes;  ///< only when the log does not hold them (fork)
  Instant received_at;
};

class SyncStore {
 public:
  virtual ~SyncStore() = default;

  /// The hash of one record of a device, if the server holds it.
  virtual Result<std::optional<ledger::Hash>> record_hash(DeviceId device, std::int64_t seq) const = 0;
  /// Errors: not_found.
  virtual Result<StoredRecord> record(DeviceId device, std::int64_t seq) const = 0;
  virtual Result<ChainEnd> chain_end() const = 0;
  /// Records after `chain_seq` in the server's order, at most `limit` (verifying).
  virtual Result<std::vector<StoredRecord>> records_after(std::int64_t chain_seq, int limit) const = 0;
  /// The newest first, at most `limit`.
  virtual Result<std::vector<QuarantineRow>> quarantine_of(UnitId unit, int limit) const = 0;
  virtual Result<std::int64_t> quarantine_count(UnitId unit) const = 0;
  /// What is quarantined of one device in a range of seqs, by seq.
  virtual Result<std::vector<QuarantineRow>> quarantined_between(DeviceId device, std::int64_t first,
                                                                 std::int64_t last) const = 0;

  /// Precondition: `chain_seq` is the one after chain_end(). Errors: conflict (device and seq exist).
  virtual Result<void> append(const StoredRecord& record) = 0;
  /// A second time for the same device, seq and hash changes nothing.
  virtual Result<void> put_quarantine(const QuarantineRow& row) = 0;
};

}  // namespace ronda::server
