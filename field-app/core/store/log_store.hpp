#pragma once
// The device log's writing end, and the officer's preferences. The caller holds the write transaction. One thread, the
// database's.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/ledger/record.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

/// Where one record stands. What a later log offers again counts as sent or held as that log's record is.
struct RecordStatus {
  std::int64_t place = 0;  ///< among everything this device wrote under any identity; what other tables refer to
  std::int64_t seq = 0;    ///< in its log, as its text says
  RecordId id;
  ledger::Hash hash{};
  bool acked = false;
  bool held = false;         ///< in the server's quarantine
  std::int64_t sent_as = 0;  ///< number in the log of today's identity under which it is sent; 0: of an older log
};

struct NewRecord {
  std::string kind;
  std::string body;  ///< compact JSON object
  std::optional<InspectionId> inspection;
  std::optional<std::int64_t> carries{};  ///< place of the older record that this one offers again
};

/// Kept free in every record, so that it fits into one that carries it into another log.
inline constexpr std::size_t kRoomToCarry = 1024;

class LogStore {
 public:
  explicit LogStore(sqlite::Database& db) : db_(db) {}

  /// Puts the record behind the last one of today's log: next seq, its hash as `prev`.
  /// Errors: too_large (does not fit into ledger::kMaxRecordBytes, with room to carry it), io_failed, disk_full.
  Result<RecordStatus> append(const NewRecord& record, RecordId id, DeviceId device, OfficerId officer, Instant at);
  Result<std::optional<RecordStatus>> status(std::int64_t place);

  Result<std::map<std::string, std::string>> prefs();
  Result<void> set_pref(const std::string& name, const std::string& value);

 private:
  sqlite::Database& db_;
};

}  // namespace ronda::field
