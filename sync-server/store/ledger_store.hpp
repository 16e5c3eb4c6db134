#pragma once
// The daily roots of the ledger. Plain structs.

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/ledger/record.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/report_store.hpp"
#include "sync-server/store/run_stamp.hpp"

namespace ronda::server {

struct LedgerRoot {
  UnitId unit;
  LocalDate day;             ///< in the unit's zone
  std::int64_t records = 0;  ///< of the unit since the root before
  std::int64_t chain_seq = 0;
  ledger::Hash root{};  ///< chain hash there
  ledger::Hash seal{};  ///< over the seal before and this row
  Instant written_at;
};

struct LedgerPlace {
  std::int64_t chain_seq = 0;
  ledger::Hash chain_hash{};
  Instant received_at;
};

/// What is kept of a run besides its records, with the stamp that binds it.
struct StampedRun {
  DeviceId device;
  std::int64_t first_seq = 0;
  RunFacts facts;
  std::optional<ledger::Hash> stamp;
};

/// A record by its place in its device's log.
struct RecordPlace {
  DeviceId device;
  std::int64_t seq = 0;
};

/// An inspection of any unit with all its columns.
struct MadeInspection {
  InspectionRow row;
  std::optional<InspectionId> superseded_by;
};

struct FindingEventRow {
  FindingId finding;
  std::string disposition;
  std::optional<std::string> reason;
  Instant at;
};

class LedgerStore {
 public:
  virtual ~LedgerStore() = default;

  /// By day, both ends included.
  virtual Result<std::vector<LedgerRoot>> roots(UnitId unit, LocalDate from, LocalDate to) const = 0;
  virtual Result<std::optional<LedgerRoot>> last_root(UnitId unit) const = 0;
  /// Every root of every unit, by unit and day.
  virtual Result<std::vector<LedgerRoot>> all_roots() const = 0;
  // A root stands at the end of a run: what came in together came in on one day.
  /// The end of the unit's first run after `chain_seq`.
  virtual Result<std::optional<LedgerPlace>> next_of(UnitId unit, std::int64_t chain_seq) const = 0;
  /// The end of the last run of any unit after `chain_seq` that came in before `end`.
  virtual Result<std::optional<LedgerPlace>> last_before(std::int64_t chain_seq, Instant end) const = 0;
  virtual Result<std::int64_t> count_of(UnitId unit, std::int64_t after, std::int64_t to) const = 0;
  /// The device's signature over its log up to and with `seq`, if a run ended there.
  virtual Result<std::optional<crypto::Signature>> signature(DeviceId device, std::int64_t seq) const = 0;
  /// True if the record was ever held, whatever a person decided of it since.
  virtual Result<bool> was_held(DeviceId device, std::int64_t seq) const = 0;

  // What verifying reads.
  /// Runs whose first place is after `first_chain`, in order, at most `limit`.
  virtual Result<std::vector<StampedRun>> runs_after(std::int64_t first_chain, int limit) const = 0;
  /// A signature under no record, if there is one.
  virtual Result<std::optional<RecordPlace>> stray_signature() const = 0;
  /// True if a person accepted these bytes out of a forked log, as a copy.
  virtual Result<bool> is_accepted_copy(const ledger::Hash& hash) const = 0;
  virtual Result<std::optional<MadeInspection>> made_inspection(InspectionId id) const = 0;
  /// What the inspection said of findings, by finding.
  virtual Result<std::vector<FindingEventRow>> events_of(InspectionId id) const = 0;
  virtual Result<std::optional<DisposalRow>> disposal(DeviceId device, std::int64_t seq) const = 0;
  virtual Result<std::optional<ServiceRow>> service(DeviceId device, std::int64_t seq) const = 0;

  virtual Result<void> put_signature(DeviceId device, std::int64_t last_seq, const crypto::Signature& signature) = 0;
  /// Errors: conflict (that day has one).
  virtual Result<void> add_root(const LedgerRoot& root) = 0;
};

}  // namespace ronda::server
