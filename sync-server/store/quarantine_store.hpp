#pragma once
// Held records as a person handles them: the queue, and the log of what was decided. SyncStore puts records into it.
// Plain structs; words are wire words.

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

struct HeldRow {
  Uuid id;
  UnitId unit;
  DeviceId device;
  std::string device_name;
  bool device_revoked = false;
  std::int64_t seq = 0;
  std::string kind;
  ledger::Hash hash{};
  std::string code;      ///< of the last try
  std::string message;   ///< of the last try
  std::string bytes;     ///< exact, of a forked log; else empty, because the log holds them
  bool is_fork = false;  ///< the log holds another record under this number
  Instant received_at;
  std::string state = "open";  ///< open, accepted, closed
  std::int64_t version = 1;
  std::optional<Instant> handled_at;
  std::optional<OfficerId> handled_by;
  std::string handled_by_name;
  std::optional<std::string> handled_how;  ///< accepted, accepted_copy, closed
  std::optional<std::string> note;
};

struct HeldPage {
  std::vector<HeldRow> rows;  ///< the newest first
  std::int64_t total = 0;
  bool more = false;
};

struct DecisionRow {
  Instant at;
  OfficerId officer;
  std::string officer_name;  ///< read only
  std::string what;          ///< retried, accepted, accepted_copy, closed
  std::optional<std::string> code;
  std::optional<std::string> note;
};

class QuarantineStore {
 public:
  virtual ~QuarantineStore() = default;

  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<HeldRow> held(UnitId unit, const Uuid& id) const = 0;
  /// In one state, after the record `after` (nil: from the start).
  virtual Result<HeldPage> page(UnitId unit, std::string_view state, const Uuid& after, int limit) const = 0;
  /// The oldest first.
  virtual Result<std::vector<DecisionRow>> decisions(const Uuid& id) const = 0;

  /// Replaces reason, state and handling, and counts `version` up. Errors: stale_version (`row.version` is not the
  /// stored one).
  virtual Result<void> update(const HeldRow& row) = 0;
  virtual Result<void> add_decision(const Uuid& id, const DecisionRow& decision) = 0;
};

}  // namespace ronda::server
