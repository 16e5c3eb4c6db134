#pragma once
// The device log as the server holds it: exact bytes, chained; and the quarantine. Plain structs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
  RecordId id;           ///< nil if the bytes cannot be read any more
  std::string kind;      ///< empty if the bytes cannot be read any more
  ledger::Hash hash{};
  ledger::Hash chain_hash{};
  std::string bytes;  ///< as received, without the line end; empty if they cannot be read any more
  Instant received_at;
};

/// Records of one device that arrived together and follow each other.
struct RecordRun {
  std::int64_t first_chain = 0;  ///< place of the first one in the server's order
  DeviceId device;
  std::int64_t first_seq = 0;        ///< the device's number of the first one
  std::vector<ledger::Hash> hashes;  ///< one for each record
  ledger::Hash chain_hash{};         ///< of the last one
  std::string_view text;             ///< lines, each ended by \n: `skip` others, then these records, then nothing
  std::int64_t skip = 0;
  std::string_view packed;  ///< zstd frames that decode to `text`; empty: the store packs it itself
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
  /// Hashes of the records that the server holds of a device from `first` on, without a gap, at most `most`.
  virtual Result<std::vector<ledger::Hash>> record_hashes(DeviceId device, std::int64_t first,
                                                          std::int64_t most) const = 0;
  /// Errors: not_found.
  virtual Result<StoredRecord> record(DeviceId device, std::int64_t seq) const = 0;
  virtual Result<ChainEnd> chain_end() const = 0;
  /// Records after `chain_seq` in the server's order, at most `limit` (verifying).
  virtual Result<std::vector<StoredRecord>> records_after(std::int64_t chain_seq, int limit) const = 0;
  /// The newest first, at most `limit`.
  virtual Result<std::vector<QuarantineRow>> quarantine_of(UnitId unit, int limit) const = 0;
  /// How many wait for a person.
  virtual Result<std::int64_t> quarantine_count(UnitId unit) const = 0;
  /// What waits in quarantine of one device in a range of seqs, by seq.
  virtual Result<std::vector<QuarantineRow>> quarantined_between(DeviceId device, std::int64_t first,
                                                                 std::int64_t last) const = 0;

  /// Precondition: `first_chain` is the one after chain_end(), `packed` decodes to `text`. Errors: conflict (device and
  /// seq exist).
  virtual Result<void> append_run(const RecordRun& run) = 0;
  /// A run of one. Precondition: `chain_seq` is the one after chain_end(). Errors: conflict (device and seq exist).
  virtual Result<void> append(const StoredRecord& record) = 0;
  /// A second time for the same device, seq and hash changes nothing.
  virtual Result<void> put_quarantine(const QuarantineRow& row) = 0;
};

}  // namespace ronda::server
