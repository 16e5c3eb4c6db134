#pragma once
// Who may come in: sessions of users, tokens of devices, passwords, enrolment codes. Secrets are stored hashed only.

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

inline constexpr std::int64_t kMinuteMs = 60'000;
inline constexpr std::int64_t kSessionMs = 12 * 60 * kMinuteMs;  ///< a session's longest life
inline constexpr std::int64_t kSessionIdleMs = 60 * kMinuteMs;   ///< without a request
inline constexpr std::int64_t kLockoutMs = 10 * kMinuteMs;       ///< window in which failures count
inline constexpr int kLockoutFailures = 5;
inline constexpr std::int64_t kEnrolmentMs = 24 * 60 * kMinuteMs;
inline constexpr std::size_t kPasswordLeast = 10;  ///< characters
inline constexpr std::size_t kPasswordMost = 200;

std::string_view word(Role role);
Result<Role> parse_role(std::string_view text);

/// The user behind a session cookie. Errors: unauthenticated (no such session), expired (too old or idle too long),
/// forbidden (the officer is no longer active).
Result<Principal> user_of_session(const ReadTxn& txn, std::string_view token);
/// Remembers that a session is in use, so that it does not end as idle.
Result<void> mark_session_seen(WriteTxn& txn, std::string_view token, Instant at);
Result<void> sign_out(WriteTxn& txn, std::string_view token);
/// The device behind a bearer token, revoked or not. Errors: unauthenticated.
Result<Principal> device_of_token(const ReadTxn& txn, std::string_view token);

/// What must be known before the slow comparison of a password, which runs outside any transaction.
struct SignInAttempt {
  std::string login;
  std::optional<OfficerId> officer;  ///< nothing: no such login; compare all the same, so that time does not tell
  std::string password_hash;
};
/// Errors: too_many (locked out; `where` holds the seconds to wait).
Result<SignInAttempt> begin_sign_in(const ReadTxn& txn, std::string_view login);
bool password_fits(const SignInAttempt& attempt, std::string_view password);

struct NewSession {
  std::string token;  ///< for the cookie; not kept
  Principal principal;
};
/// Opens the session and forgets failures.
Result<NewSession> finish_sign_in(WriteTxn& txn, const SignInAttempt& attempt, const Entropy& entropy);
/// Notes the failure; the transaction must be committed. Returns the seconds to wait, 0 when another try is allowed.
Result<int> note_wrong_password(WriteTxn& txn, std::string_view login);

struct NewOfficer {
  UnitId unit;
  std::string name;
  std::string rank;
  std::string nrp;
  Role role = Role::officer;
};
Result<OfficerRow> add_officer(WriteTxn& txn, const NewOfficer& officer);

/// Sets login and password and ends the officer's sessions. `password_hash` comes from hash_new_password.
/// Errors: conflict (the login is another's), bad_input (3..32 of a-z, 0-9, dot, dash).
Result<void> set_login(WriteTxn& txn, OfficerId officer, std::string_view login, std::string_view password_hash);
/// Errors: bad_input (too short or too long). Slow on purpose: call it outside a transaction.
Result<std::string> hash_new_password(std::string_view password);
/// Four groups of four from an alphabet without look-alikes: 80 bits.
std::string random_password(const Entropy& entropy);

struct EnrolmentCode {
  std::string code;  ///< "K7QM-2XPA"; shown once, not kept
  Instant expires_at;
};
/// Errors: not_found (no such officer of the unit), forbidden (the officer is not active).
Result<EnrolmentCode> make_enrolment_code(WriteTxn& txn, const Principal& by, OfficerId officer,
                                          const Entropy& entropy);
/// The code that lets an officer set a PIN on a device which shows `request` (PROTOCOL.md §2a); who gave it is kept.
/// Errors: not_found (no such device or officer of the unit), forbidden (the officer is not active), conflict (the
/// device goes by another identity now), bad_input (`request`).
Result<std::string> make_pin_code(WriteTxn& txn, const Principal& by, DeviceId device, OfficerId officer,
                                  std::string_view request);
/// Errors: not_found (also when it belongs to another unit), bad_input (no reason).
Result<DeviceRow> revoke_device(WriteTxn& txn, const Principal& by, DeviceId device, std::string_view reason);
/// The device may pull and its records count again; what it sent while revoked stays in quarantine for a person.
/// Errors: not_found (also when it belongs to another unit).
Result<DeviceRow> readmit_device(WriteTxn& txn, const Principal& by, DeviceId device);

}  // namespace ronda::server
