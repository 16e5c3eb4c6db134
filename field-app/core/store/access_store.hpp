#pragma once
// SQL for who may open this device: PINs, wrong tries, requests to the unit head, when it locks. Tables are those of
// 0150_access.sql. The caller holds the transaction. One thread, the database's.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

struct PinRow {
  OfficerId officer;
  std::string hash;  ///< Argon2id
  std::optional<Instant> used_at;
};

/// Wrong tries in a row of one officer, and the wait they cost: `wait_ms` were left at `from_ms` of the device's time
/// since its start.
struct FailureRow {
  int failures = 0;
  std::int64_t wait_ms = 0;
  std::int64_t from_ms = 0;
};

struct LockSettings {
  int after_min = 5;    ///< minutes without a tap
  bool on_hide = true;  ///< also when the app is left
};

class AccessStore {
 public:
  explicit AccessStore(sqlite::Database& db) : db_(db) {}

  Result<bool> any_pin();
  /// False once the feed said that the officer left the service; who is not known yet is believed.
  Result<bool> is_active(OfficerId officer);
  /// The one used last first.
  Result<std::vector<PinRow>> pins();
  Result<std::optional<PinRow>> pin(OfficerId officer);
  Result<void> put_pin(OfficerId officer, const std::string& hash, Instant at);
  Result<void> mark_used(OfficerId officer, Instant at);

  /// `what` is "pin" or "code".
  Result<std::optional<FailureRow>> failure(OfficerId officer, std::string_view what);
  Result<void> put_failure(OfficerId officer, std::string_view what, const FailureRow& row);
  Result<void> clear_failures(OfficerId officer);
  /// The device was started anew, its clock begins at 0: what was left at the last word of the old clock is left now,
  /// less what has passed since the start.
  Result<void> after_restart(std::int64_t since_start_ms);

  Result<std::optional<std::string>> request(OfficerId officer);
  Result<void> put_request(OfficerId officer, const std::string& request, Instant at);
  Result<void> drop_request(OfficerId officer);

  Result<LockSettings> settings();
  Result<void> put_settings(const LockSettings& settings);

 private:
  sqlite::Database& db_;
};

}  // namespace ronda::field
