#include "field-app/core/store/access_store.hpp"

#include "field-app/core/store/rows.hpp"

namespace ronda::field {

using sqlite::Row;

constexpr std::string_view kAnyPin = "SELECT EXISTS (SELECT 1 FROM officer_pin)";

Result<bool> AccessStore::any_pin() {
  auto row = db_.use(kAnyPin);
  if (row.step()) return row.boolean(0);
  return row.error();
}

constexpr std::string_view kIsActive = "SELECT active FROM officer WHERE id = ?1";

Result<bool> AccessStore::is_active(OfficerId officer) {
  auto row = db_.use(kIsActive);
  row.bind(1, officer);
  if (row.step()) return row.boolean(0);
  if (!row.ok()) return row.error();
  return true;
}

namespace {

PinRow read_pin(const Row& row) {
  PinRow out{row.id<OfficerId>(0), row.text(1), std::nullopt};
  if (!row.is_null(2)) out.used_at = row.instant(2);
  return out;
}

}  // namespace

constexpr std::string_view kPins = R"sql(
  SELECT officer_id, pin_hash, used_at FROM officer_pin ORDER BY used_at DESC, set_at DESC, officer_id LIMIT 200
)sql";

Result<std::vector<PinRow>> AccessStore::pins() {
  auto row = db_.use(kPins);
  return read_all(row, read_pin);
}

constexpr std::string_view kPin = "SELECT officer_id, pin_hash, used_at FROM officer_pin WHERE officer_id = ?1";

Result<std::optional<PinRow>> AccessStore::pin(OfficerId officer) {
  auto row = db_.use(kPin);
  row.bind(1, officer);
  return read_one(row, read_pin);
}

constexpr std::string_view kPutPin = R"sql(
  INSERT INTO officer_pin (officer_id, pin_hash, set_at, used_at) VALUES (?1, ?2, ?3, ?3)
  ON CONFLICT (officer_id) DO UPDATE SET pin_hash = ?2, set_at = ?3, used_at = ?3
)sql";

Result<void> AccessStore::put_pin(OfficerId officer, const std::string& hash, Instant at) {
  return db_.use(kPutPin).bind(1, officer).bind(2, hash).bind(3, at).run();
}

constexpr std::string_view kMarkUsed = "UPDATE officer_pin SET used_at = ?2 WHERE officer_id = ?1";

Result<void> AccessStore::mark_used(OfficerId officer, Instant at) {
  return db_.use(kMarkUsed).bind(1, officer).bind(2, at).run();
}

constexpr std::string_view kFailure = R"sql(
  SELECT failures, wait_ms, from_ms FROM access_failure WHERE officer_id = ?1 AND what = ?2
)sql";

Result<std::optional<FailureRow>> AccessStore::failure(OfficerId officer, std::string_view what) {
  auto row = db_.use(kFailure);
  row.bind(1, officer).bind(2, what);
  return read_one(row, [](const Row& r) { return FailureRow{r.int32(0), r.int64(1), r.int64(2)}; });
}

constexpr std::string_view kPutFailure = R"sql(
  INSERT INTO access_failure (officer_id, what, failures, wait_ms, from_ms) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (officer_id, what) DO UPDATE SET failures = ?3, wait_ms = ?4, from_ms = ?5
)sql";

Result<void> AccessStore::put_failure(OfficerId officer, std::string_view what, const FailureRow& row) {
  auto put = db_.use(kPutFailure);
  return put.bind(1, officer).bind(2, what).bind(3, row.failures).bind(4, row.wait_ms).bind(5, row.from_ms).run();
}

constexpr std::string_view kClearFailures = "DELETE FROM access_failure WHERE officer_id = ?1";

Result<void> AccessStore::clear_failures(OfficerId officer) { return db_.use(kClearFailures).bind(1, officer).run(); }

constexpr std::string_view kAfterRestart = R"sql(
  UPDATE access_failure SET wait_ms = max(0, wait_ms - ?1), from_ms = ?1 WHERE from_ms > ?1
)sql";

Result<void> AccessStore::after_restart(std::int64_t since_start_ms) {
  return db_.use(kAfterRestart).bind(1, since_start_ms).run();
}

constexpr std::string_view kRequest = "SELECT request FROM pin_request WHERE officer_id = ?1";

Result<std::optional<std::string>> AccessStore::request(OfficerId officer) {
  auto row = db_.use(kRequest);
  row.bind(1, officer);
  return read_one(row, [](const Row& r) { return r.text(0); });
}

constexpr std::string_view kPutRequest = R"sql(
  INSERT INTO pin_request (officer_id, request, made_at) VALUES (?1, ?2, ?3)
  ON CONFLICT (officer_id) DO UPDATE SET request = ?2, made_at = ?3
)sql";

Result<void> AccessStore::put_request(OfficerId officer, const std::string& request, Instant at) {
  return db_.use(kPutRequest).bind(1, officer).bind(2, request).bind(3, at).run();
}

constexpr std::string_view kDropRequest = "DELETE FROM pin_request WHERE officer_id = ?1";

Result<void> AccessStore::drop_request(OfficerId officer) { return db_.use(kDropRequest).bind(1, officer).run(); }

constexpr std::string_view kSettings = "SELECT lock_after_min, lock_on_hide FROM access_setting WHERE only_row = 1";

Result<LockSettings> AccessStore::settings() {
  auto row = db_.use(kSettings);
  if (row.step()) return LockSettings{row.int32(0), row.boolean(1)};
  return row.error();
}

constexpr std::string_view kPutSettings = R"sql(
  UPDATE access_setting SET lock_after_min = ?1, lock_on_hide = ?2 WHERE only_row = 1
)sql";

Result<void> AccessStore::put_settings(const LockSettings& settings) {
  return db_.use(kPutSettings).bind(1, settings.after_min).bind(2, settings.on_hide).run();
}

}  // namespace ronda::field
