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

/// Where one record stands.
struct RecordStatus {
  std::int64_t seq = 0;
  RecordId id;
  ledger::Hash hash{};
  bool acked = false;
  bool held = false;  ///< in the server's quarantine
};

struct NewRecord {
  std::string kind;
  std::string body;  ///< compact JSON object
  std::optional<InspectionId> inspection;
};

class LogStore {
 public:
  explicit LogStore(sqlite::Database& db) : db_(db) {}

  /// Puts the record behind the last one: next seq, its hash as `prev`.
  /// Errors: too_large (more than ledger::kMaxRecordBytes), io_failed, disk_full.
  Result<RecordStatus> append(const NewRecord& record, RecordId id, DeviceId device, OfficerId officer, Instant at);
  Result<std::optional<RecordStatus>> status(std::int64_t seq);

  Result<std::map<std::string, std::string>> prefs();
  Result<void> set_pref(const std::string& name, const std::string& value);

 private:
  sqlite::Database& db_;
};

}  // namespace ronda::field
