#include "sync-server/store/sqlite/access.hpp"

namespace ronda::server {

namespace {

OfficerRow read_officer(const sqlite::Row& row) {
  OfficerRow officer;
  officer.id = row.id<OfficerId>(0);
  officer.unit = row.id<UnitId>(1);
  officer.name = row.text(2);
  officer.rank = row.text(3);
  officer.nrp = row.text(4);
  officer.role = row.text(5);
  officer.active = row.boolean(6);
  officer.team = row.optional_id<TeamId>(7);
  officer.devices = row.int32(8);
  return officer;
}

constexpr std::string_view kOfficer = R"sql(
  SELECT o.id, o.unit_id, o.name, o.rank, o.nrp, o.role, o.active, m.team_id,
         (SELECT count(*) FROM device d WHERE d.officer_id = o.id AND d.revoked_at IS NULL)
    FROM officer o LEFT JOIN team_member m ON m.officer_id = o.id
   WHERE o.id = ?1
)sql";

constexpr std::string_view kOfficersOf = R"sql(
  SELECT o.id, o.unit_id, o.name, o.rank, o.nrp, o.role, o.active, m.team_id,
         (SELECT count(*) FROM device d WHERE d.officer_id = o.id AND d.revoked_at IS NULL)
    FROM officer o LEFT JOIN team_member m ON m.officer_id = o.id
   WHERE o.unit_id = ?1
   ORDER BY o.name, o.id
   LIMIT 2000
)sql";

constexpr std::string_view kPutOfficer = R"sql(
  INSERT INTO officer (id, unit_id, name, rank, nrp, role, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT (id) DO UPDATE SET name = ?3, rank = ?4, nrp = ?5, role = ?6, active = ?7
)sql";

constexpr std::string_view kLogin = R"sql(
  SELECT l.officer_id, l.password_hash, o.active
    FROM login l JOIN officer o ON o.id = l.officer_id
   WHERE l.login = ?1
)sql";

constexpr std::string_view kPutLogin = R"sql(
  INSERT INTO login (officer_id, login, password_hash) VALUES (?1, ?2, ?3)
  ON CONFLICT (officer_id) DO UPDATE SET login = ?2, password_hash = ?3
)sql";

}  // namespace

Result<OfficerRow> SqliteAccess::officer(OfficerId id) const {
  auto row = context_.use(kOfficer);
  row.bind(1, id);
  if (row.step()) return read_officer(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such officer", "officer"};
}

Result<std::vector<OfficerRow>> SqliteAccess::officers_of(UnitId unit) const {
  auto row = context_.use(kOfficersOf);
  row.bind(1, unit);
  std::vector<OfficerRow> officers;
  while (row.step()) officers.push_back(read_officer(row));
  if (!row.ok()) return row.error();
  return officers;
}

Result<void> SqliteAccess::put_officer(const OfficerRow& officer) {
  return context_.use(kPutOfficer)
      .bind(1, officer.id)
      .bind(2, officer.unit)
      .bind(3, officer.name)
      .bind(4, officer.rank)
      .bind(5, officer.nrp)
      .bind(6, officer.role)
      .bind(7, officer.active)
      .run();
}

Result<LoginRow> SqliteAccess::login(std::string_view login) const {
  auto row = context_.use(kLogin);
  row.bind(1, login);
  if (row.step()) return LoginRow{row.id<OfficerId>(0), row.text(1), row.boolean(2)};
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such login", "login"};
}

Result<void> SqliteAccess::put_login(OfficerId officer, std::string_view login, std::string_view password_hash) {
  return context_.use(kPutLogin).bind(1, officer).bind(2, login).bind(3, password_hash).run();
}

// Sessions

namespace {
constexpr std::string_view kSession =
    "SELECT token_hash, officer_id, created_at, seen_at, expires_at FROM session WHERE token_hash = ?1";
constexpr std::string_view kAddSession =
    "INSERT INTO session (token_hash, officer_id, created_at, seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr std::string_view kSeeSession = "UPDATE session SET seen_at = ?2 WHERE token_hash = ?1";
constexpr std::string_view kRemoveSession = "DELETE FROM session WHERE token_hash = ?1";
constexpr std::string_view kRemoveSessionsOf = "DELETE FROM session WHERE officer_id = ?1";
}  // namespace

Result<std::optional<SessionRow>> SqliteAccess::session(const Bytes& token_hash) const {
  auto row = context_.use(kSession);
  row.bind(1, token_hash);
  std::optional<SessionRow> found;
  if (row.step()) {
    found = SessionRow{row.blob(0), row.id<OfficerId>(1), row.instant(2), row.instant(3), row.instant(4)};
  }
  if (!row.ok()) return row.error();
  return found;
}

Result<void> SqliteAccess::add_session(const SessionRow& session) {
  return context_.use(kAddSession)
      .bind(1, session.token_hash)
      .bind(2, session.officer)
      .bind(3, session.created_at)
      .bind(4, session.seen_at)
      .bind(5, session.expires_at)
      .run();
}

Result<void> SqliteAccess::mark_session_seen(const Bytes& token_hash, Instant at) {
  return context_.use(kSeeSession).bind(1, token_hash).bind(2, at).run();
}

Result<void> SqliteAccess::remove_session(const Bytes& token_hash) {
  return context_.use(kRemoveSession).bind(1, token_hash).run();
}

Result<void> SqliteAccess::remove_sessions_of(OfficerId officer) {
  return context_.use(kRemoveSessionsOf).bind(1, officer).run();
}

// Devices and enrolment codes

namespace {

DeviceRow read_device(const sqlite::Row& row) {
  DeviceRow device;
  device.id = row.id<DeviceId>(0);
  device.officer = row.id<OfficerId>(1);
  device.unit = row.id<UnitId>(2);
  device.name = row.text(3);
  device.public_key = row.blob(4);
  device.token_hash = row.blob(5);
  device.enrolled_at = row.instant(6);
  if (!row.is_null(7)) device.last_seen_at = row.instant(7);
  device.acked_seq = row.int64(8);
  device.head_hash = row.blob(9);
  if (!row.is_null(10)) device.revoked_at = row.instant(10);
  device.revoke_reason = row.text(11);
  device.app_version = row.text(12);
  if (!row.is_null(13)) device.forked_at = row.instant(13);
  device.replaced_by = row.optional_id<DeviceId>(14);
  return device;
}

constexpr std::string_view kDevice = R"sql(
  SELECT id, officer_id, unit_id, name, public_key, token_hash, enrolled_at, last_seen_at, acked_seq, head_hash,
         revoked_at, revoke_reason, app_version, forked_at, replaced_by
    FROM device WHERE id = ?1
)sql";
constexpr std::string_view kDeviceByToken = R"sql(
  SELECT id, officer_id, unit_id, name, public_key, token_hash, enrolled_at, last_seen_at, acked_seq, head_hash,
         revoked_at, revoke_reason, app_version, forked_at, replaced_by
    FROM device WHERE token_hash = ?1
)sql";
constexpr std::string_view kDevicesOf = R"sql(
  SELECT id, officer_id, unit_id, name, public_key, token_hash, enrolled_at, last_seen_at, acked_seq, head_hash,
         revoked_at, revoke_reason, app_version, forked_at, replaced_by
    FROM device WHERE unit_id = ?1
   ORDER BY revoked_at IS NOT NULL, name, id
   LIMIT 2000
)sql";
constexpr std::string_view kPutDevice = R"sql(
  INSERT INTO device (id, officer_id, unit_id, name, public_key, token_hash, enrolled_at, last_seen_at, acked_seq,
                      head_hash, revoked_at, revoke_reason, app_version)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
  ON CONFLICT (id) DO UPDATE SET
    officer_id = ?2, unit_id = ?3, name = ?4, public_key = ?5, token_hash = ?6, last_seen_at = ?8, acked_seq = ?9,
    head_hash = ?10, revoked_at = ?11, revoke_reason = ?12, app_version = ?13
)sql";
constexpr std::string_view kForkDevice = "UPDATE device SET forked_at = coalesce(forked_at, ?2) WHERE id = ?1";
constexpr std::string_view kReplaceDevice = "UPDATE device SET replaced_by = ?2 WHERE id = ?1";
constexpr std::string_view kMoveHead =
    "UPDATE device SET acked_seq = ?2, head_hash = ?3, last_seen_at = ?4 WHERE id = ?1";
constexpr std::string_view kSeeDevice = "UPDATE device SET last_seen_at = ?2 WHERE id = ?1";

constexpr std::string_view kCode = R"sql(
  SELECT code_hash, officer_id, made_by, made_at, expires_at, used_at, device_id
    FROM enrolment_code WHERE code_hash = ?1
)sql";
constexpr std::string_view kAddCode = R"sql(
  INSERT INTO enrolment_code (code_hash, officer_id, made_by, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
)sql";
constexpr std::string_view kUseCode = "UPDATE enrolment_code SET used_at = ?3, device_id = ?2 WHERE code_hash = ?1";

}  // namespace

Result<DeviceRow> SqliteAccess::device(DeviceId id) const {
  auto row = context_.use(kDevice);
  row.bind(1, id);
  if (row.step()) return read_device(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such device", "device"};
}

Result<std::optional<DeviceRow>> SqliteAccess::device_by_token(const Bytes& token_hash) const {
  auto row = context_.use(kDeviceByToken);
  row.bind(1, token_hash);
  std::optional<DeviceRow> found;
  if (row.step()) found = read_device(row);
  if (!row.ok()) return row.error();
  return found;
}

Result<std::vector<DeviceRow>> SqliteAccess::devices_of(UnitId unit) const {
  auto row = context_.use(kDevicesOf);
  row.bind(1, unit);
  std::vector<DeviceRow> devices;
  while (row.step()) devices.push_back(read_device(row));
  if (!row.ok()) return row.error();
  return devices;
}

Result<void> SqliteAccess::put_device(const DeviceRow& device) {
  return context_.use(kPutDevice)
      .bind(1, device.id)
      .bind(2, device.officer)
      .bind(3, device.unit)
      .bind(4, device.name)
      .bind(5, device.public_key)
      .bind(6, device.token_hash)
      .bind(7, device.enrolled_at)
      .bind(8, device.last_seen_at)
      .bind(9, device.acked_seq)
      .bind(10, device.head_hash)
      .bind(11, device.revoked_at)
      .bind(12, device.revoke_reason)
      .bind(13, device.app_version)
      .run();
}

Result<void> SqliteAccess::move_device_head(DeviceId device, std::int64_t acked_seq, const Bytes& head,
                                            Instant seen_at) {
  return context_.use(kMoveHead).bind(1, device).bind(2, acked_seq).bind(3, head).bind(4, seen_at).run();
}

Result<void> SqliteAccess::mark_device_seen(DeviceId device, Instant at) {
  return context_.use(kSeeDevice).bind(1, device).bind(2, at).run();
}

Result<void> SqliteAccess::mark_device_forked(DeviceId device, Instant at) {
  return context_.use(kForkDevice).bind(1, device).bind(2, at).run();
}

Result<void> SqliteAccess::mark_device_replaced(DeviceId device, DeviceId by) {
  return context_.use(kReplaceDevice).bind(1, device).bind(2, by).run();
}

Result<std::optional<EnrolmentCodeRow>> SqliteAccess::enrolment_code(const Bytes& code_hash) const {
  auto row = context_.use(kCode);
  row.bind(1, code_hash);
  std::optional<EnrolmentCodeRow> found;
  if (row.step()) {
    found.emplace();
    found->code_hash = row.blob(0);
    found->officer = row.id<OfficerId>(1);
    found->made_by = row.id<OfficerId>(2);
    found->made_at = row.instant(3);
    found->expires_at = row.instant(4);
    if (!row.is_null(5)) found->used_at = row.instant(5);
    found->device = row.optional_id<DeviceId>(6);
  }
  if (!row.ok()) return row.error();
  return found;
}

Result<void> SqliteAccess::add_enrolment_code(const EnrolmentCodeRow& code) {
  return context_.use(kAddCode)
      .bind(1, code.code_hash)
      .bind(2, code.officer)
      .bind(3, code.made_by)
      .bind(4, code.made_at)
      .bind(5, code.expires_at)
      .run();
}

Result<void> SqliteAccess::use_enrolment_code(const Bytes& code_hash, DeviceId device, Instant at) {
  return context_.use(kUseCode).bind(1, code_hash).bind(2, device).bind(3, at).run();
}

namespace {
constexpr std::string_view kLastPinCode = R"sql(
  SELECT device_id, officer_id, request, made_by, made_at FROM pin_code WHERE device_id = ?1 ORDER BY made_at DESC LIMIT 1
)sql";
constexpr std::string_view kAddPinCode = R"sql(
  INSERT OR REPLACE INTO pin_code (device_id, officer_id, request, made_by, made_at) VALUES (?1, ?2, ?3, ?4, ?5)
)sql";
}  // namespace

Result<std::optional<PinCodeRow>> SqliteAccess::last_pin_code(DeviceId device) const {
  auto row = context_.use(kLastPinCode);
  row.bind(1, device);
  std::optional<PinCodeRow> found;
  if (row.step()) {
    found = PinCodeRow{row.id<DeviceId>(0), row.id<OfficerId>(1), row.text(2), row.id<OfficerId>(3), row.instant(4)};
  }
  if (!row.ok()) return row.error();
  return found;
}

Result<void> SqliteAccess::add_pin_code(const PinCodeRow& code) {
  return context_.use(kAddPinCode)
      .bind(1, code.device)
      .bind(2, code.officer)
      .bind(3, code.request)
      .bind(4, code.made_by)
      .bind(5, code.made_at)
      .run();
}

// Failures

namespace {
constexpr std::string_view kCountFailures =
    "SELECT count(*), min(at) FROM failure WHERE kind = ?1 AND key = ?2 AND at > ?3";
constexpr std::string_view kAddFailure = "INSERT INTO failure (kind, key, at) VALUES (?1, ?2, ?3)";
constexpr std::string_view kClearFailures = "DELETE FROM failure WHERE kind = ?1 AND key = ?2";
constexpr std::string_view kSweepSessions = "DELETE FROM session WHERE expires_at < ?1";
constexpr std::string_view kSweepCodes = "DELETE FROM enrolment_code WHERE expires_at < ?1 AND used_at IS NULL";
constexpr std::string_view kSweepFailures = "DELETE FROM failure WHERE at < ?1";
}  // namespace

Result<int> SqliteAccess::failures_since(std::string_view kind, std::string_view key, Instant since) const {
  auto row = context_.use(kCountFailures);
  row.bind(1, kind).bind(2, key).bind(3, since);
  const int count = row.step() ? row.int32(0) : 0;
  if (!row.ok()) return row.error();
  return count;
}

Result<std::optional<Instant>> SqliteAccess::first_failure_since(std::string_view kind, std::string_view key,
                                                                 Instant since) const {
  auto row = context_.use(kCountFailures);
  row.bind(1, kind).bind(2, key).bind(3, since);
  std::optional<Instant> first;
  if (row.step() && !row.is_null(1)) first = row.instant(1);
  if (!row.ok()) return row.error();
  return first;
}

Result<void> SqliteAccess::add_failure(std::string_view kind, std::string_view key, Instant at) {
  return context_.use(kAddFailure).bind(1, kind).bind(2, key).bind(3, at).run();
}

Result<void> SqliteAccess::clear_failures(std::string_view kind, std::string_view key) {
  return context_.use(kClearFailures).bind(1, kind).bind(2, key).run();
}

Result<void> SqliteAccess::sweep(Instant before) {
  for (const auto sql : {kSweepSessions, kSweepCodes, kSweepFailures}) {
    if (auto done = context_.use(sql).bind(1, before).run(); !done) return done;
  }
  return {};
}

}  // namespace ronda::server
