#pragma once
// Access: officers, logins, sessions, devices and enrolment codes. Secrets arrive here already hashed. Plain structs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

struct OfficerRow {
  OfficerId id;
  UnitId unit;
  std::string name;
  std::string rank;
  std::string nrp;
  std::string role;  ///< head, officer, admin
  bool active = true;
  std::optional<TeamId> team;  ///< from the team's list; not written by put_officer
  int devices = 0;             ///< not revoked; not written by put_officer
};

struct LoginRow {
  OfficerId officer;
  std::string password_hash;  ///< Argon2id, as libsodium writes it
  bool active = true;         ///< of the officer
};

struct SessionRow {
  Bytes token_hash;  ///< SHA-256 of the cookie's value
  OfficerId officer;
  Instant created_at;
  Instant seen_at;
  Instant expires_at;
};

struct DeviceRow {
  DeviceId id;
  OfficerId officer;
  UnitId unit;
  std::string name;
  Bytes public_key;  ///< Ed25519, 32 bytes
  Bytes token_hash;  ///< SHA-256, 32 bytes
  Instant enrolled_at;
  std::optional<Instant> last_seen_at;
  std::int64_t acked_seq = 0;
  Bytes head_hash;  ///< hash of record acked_seq; 32 zero bytes at the start
  std::optional<Instant> revoked_at;
  std::string revoke_reason;
  std::string app_version;
  std::optional<Instant> forked_at{};     ///< written by mark_device_forked only
  std::optional<DeviceId> replaced_by{};  ///< written by mark_device_replaced only
};

struct EnrolmentCodeRow {
  Bytes code_hash;  ///< SHA-256 of the code in upper case without the dash
  OfficerId officer;
  OfficerId made_by;
  Instant made_at;
  Instant expires_at;
  std::optional<Instant> used_at;
  std::optional<DeviceId> device;  ///< that used it
};

/// A code that lets an officer set a PIN on a device was given out.
struct PinCodeRow {
  DeviceId device;
  OfficerId officer;
  std::string request;  ///< what the device showed
  OfficerId made_by;
  Instant made_at;
};

class AccessStore {
 public:
  virtual ~AccessStore() = default;

  /// Errors: not_found.
  virtual Result<OfficerRow> officer(OfficerId id) const = 0;
  /// By name.
  virtual Result<std::vector<OfficerRow>> officers_of(UnitId unit) const = 0;
  /// Errors: not_found.
  virtual Result<LoginRow> login(std::string_view login) const = 0;
  virtual Result<std::optional<SessionRow>> session(const Bytes& token_hash) const = 0;
  /// Errors: not_found.
  virtual Result<DeviceRow> device(DeviceId id) const = 0;
  virtual Result<std::optional<DeviceRow>> device_by_token(const Bytes& token_hash) const = 0;
  virtual Result<std::vector<DeviceRow>> devices_of(UnitId unit) const = 0;
  /// The last one given for the device.
  virtual Result<std::optional<PinCodeRow>> last_pin_code(DeviceId device) const = 0;
  virtual Result<std::optional<EnrolmentCodeRow>> enrolment_code(const Bytes& code_hash) const = 0;
  /// Failed tries of one kind ("login", "enrol") for one key (login, address) since then.
  virtual Result<int> failures_since(std::string_view kind, std::string_view key, Instant since) const = 0;
  /// The oldest of those failures, if any (to say when to try again).
  virtual Result<std::optional<Instant>> first_failure_since(std::string_view kind, std::string_view key,
                                                             Instant since) const = 0;

  /// Creates or replaces. The caller touches the feed.
  virtual Result<void> put_officer(const OfficerRow& officer) = 0;
  /// Creates or replaces the officer's login. Errors: conflict (the login belongs to another officer).
  virtual Result<void> put_login(OfficerId officer, std::string_view login, std::string_view password_hash) = 0;
  virtual Result<void> add_session(const SessionRow& session) = 0;
  virtual Result<void> mark_session_seen(const Bytes& token_hash, Instant at) = 0;
  virtual Result<void> remove_session(const Bytes& token_hash) = 0;
  virtual Result<void> remove_sessions_of(OfficerId officer) = 0;
  /// Creates or replaces the row of `device.id`. Errors: conflict (token or key already used by another).
  virtual Result<void> put_device(const DeviceRow& device) = 0;
  /// Records up to `acked_seq`, whose hash is `head`, were taken. Touches no index, which put_device does.
  virtual Result<void> move_device_head(DeviceId device, std::int64_t acked_seq, const Bytes& head,
                                        Instant seen_at) = 0;
  virtual Result<void> mark_device_seen(DeviceId device, Instant at) = 0;
  /// A second log under this identity was seen; the first time stays.
  virtual Result<void> mark_device_forked(DeviceId device, Instant at) = 0;
  /// The device's folder was enrolled anew.
  virtual Result<void> mark_device_replaced(DeviceId device, DeviceId by) = 0;
  virtual Result<void> add_pin_code(const PinCodeRow& code) = 0;
  virtual Result<void> add_enrolment_code(const EnrolmentCodeRow& code) = 0;
  virtual Result<void> use_enrolment_code(const Bytes& code_hash, DeviceId device, Instant at) = 0;
  virtual Result<void> add_failure(std::string_view kind, std::string_view key, Instant at) = 0;
  virtual Result<void> clear_failures(std::string_view kind, std::string_view key) = 0;
  /// Removes expired sessions, and codes and failures older than `before`.
  virtual Result<void> sweep(Instant before) = 0;
};

}  // namespace ronda::server
