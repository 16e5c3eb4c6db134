#include "sync-server/service/access.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/wire/pin_code.hpp"
#include "sync-server/service/device_principal.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

/// 32 signs without 0/O, 1/I and L-like pairs.
constexpr std::string_view kSigns = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

Bytes hash_of(std::string_view secret) {
  const auto hash = crypto::sha256(secret);
  return {hash.begin(), hash.end()};
}

std::string random_signs(const Entropy& entropy, std::size_t groups) {
  Bytes bytes(groups * 4);
  entropy(bytes);
  std::string text;
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    if (n > 0 && n % 4 == 0) text.push_back('-');
    text.push_back(kSigns[bytes[n] % kSigns.size()]);  // 256 is a multiple of 32: no sign is favoured
  }
  return text;
}

Result<Principal> principal_of(const ReadTxn& txn, const OfficerRow& officer) {
  auto unit = txn.settings().unit(officer.unit);
  if (!unit) return std::move(unit).error();
  auto role = parse_role(officer.role);
  if (!role) return std::move(role).error();
  Principal principal;
  principal.unit = officer.unit;
  principal.zone = unit->zone;
  principal.officer = officer.id;
  principal.role = *role;
  principal.team = officer.team;
  return principal;
}

Result<Principal> principal_of(const ReadTxn& txn, const DeviceRow& device) {
  auto officer = txn.access().officer(device.officer);
  if (!officer) return std::move(officer).error();
  auto principal = principal_of(txn, *officer);
  if (!principal) return std::move(principal).error();
  principal->kind = Principal::Kind::device;
  principal->unit = device.unit;
  principal->device = device.id;
  principal->revoked = device.revoked_at.has_value() || !officer->active;
  principal->seen_at = device.last_seen_at.value_or(Instant{});
  return principal;
}

int seconds_to_wait(Instant first_failure, Instant now) {
  return static_cast<int>(std::max<std::int64_t>(1, (first_failure.ms + kLockoutMs - now.ms + 999) / 1000));
}

}  // namespace

std::string_view word(Role role) {
  switch (role) {
    case Role::head:
      return "head";
    case Role::officer:
      return "officer";
    case Role::admin:
      return "admin";
  }
  return "officer";
}

Result<Role> parse_role(std::string_view text) {
  for (const auto role : {Role::head, Role::officer, Role::admin}) {
    if (text == word(role)) return role;
  }
  return bad_input("expected head, officer or admin", "role");
}

Result<Principal> user_of_session(const ReadTxn& txn, std::string_view token) {
  const Error unknown{ErrorCode::unauthenticated, "sign in first", {}};
  if (token.empty() || token.size() > 100) return unknown;
  auto session = txn.access().session(hash_of(token));
  if (!session) return std::move(session).error();
  if (!*session) return unknown;
  const SessionRow& row = **session;
  const Instant end{std::min(row.expires_at.ms, row.seen_at.ms + kSessionIdleMs)};
  if (txn.now() >= end) return Error{ErrorCode::expired, "the session is over; sign in again", {}};
  auto officer = txn.access().officer(row.officer);
  if (!officer) return std::move(officer).error();
  if (!officer->active) return Error{ErrorCode::forbidden, "this account is closed", {}};
  auto principal = principal_of(txn, *officer);
  if (!principal) return std::move(principal).error();
  principal->kind = Principal::Kind::user;
  principal->expires_at = row.expires_at;
  principal->seen_at = row.seen_at;
  return principal;
}

Result<void> mark_session_seen(WriteTxn& txn, std::string_view token, Instant at) {
  return txn.access().mark_session_seen(hash_of(token), at);
}

Result<void> sign_out(WriteTxn& txn, std::string_view token) { return txn.access().remove_session(hash_of(token)); }

Result<Principal> device_of_token(const ReadTxn& txn, std::string_view token) {
  const Error unknown{ErrorCode::unauthenticated, "this device is not enrolled here", {}};
  if (token.empty() || token.size() > 100) return unknown;
  auto device = txn.access().device_by_token(hash_of(token));
  if (!device) return std::move(device).error();
  if (!*device) return unknown;
  return principal_of(txn, **device);
}

Result<Principal> principal_of_device(const ReadTxn& txn, DeviceId device) {
  const auto row = txn.access().device(device);
  if (!row) return row.error();
  return principal_of(txn, *row);
}

Result<SignInAttempt> begin_sign_in(const ReadTxn& txn, std::string_view login) {
  const Instant since{txn.now().ms - kLockoutMs};
  auto failures = txn.access().failures_since("login", login, since);
  if (!failures) return std::move(failures).error();
  if (*failures >= kLockoutFailures) {
    auto first = txn.access().first_failure_since("login", login, since);
    if (!first) return std::move(first).error();
    return Error{ErrorCode::too_many, "too many wrong passwords; wait before the next try",
                 std::to_string(seconds_to_wait(first->value_or(txn.now()), txn.now()))};
  }
  SignInAttempt attempt;
  attempt.login = std::string(login);
  auto known = txn.access().login(login);
  if (known && known->active) {
    attempt.officer = known->officer;
    attempt.password_hash = known->password_hash;
  } else if (!known && known.error().code != ErrorCode::not_found) {
    return std::move(known).error();
  }
  return attempt;
}

bool password_fits(const SignInAttempt& attempt, std::string_view password) {
  // An Argon2id hash of a password nobody has: an unknown login must take as long as a known one.
  static const auto kNobody = crypto::hash_password("no account has this password");
  if (!attempt.officer) {
    if (kNobody) (void)crypto::verify_password(password, *kNobody);
    return false;
  }
  return crypto::verify_password(password, attempt.password_hash);
}

Result<NewSession> finish_sign_in(WriteTxn& txn, const SignInAttempt& attempt, const Entropy& entropy) {
  RONDA_ASSERT(attempt.officer.has_value());
  auto officer = txn.access().officer(*attempt.officer);
  if (!officer) return std::move(officer).error();
  Bytes secret(32);
  entropy(secret);
  NewSession made;
  made.token = to_base64url(secret);
  const Instant now = txn.now();
  SessionRow row{hash_of(made.token), officer->id, now, now, Instant{now.ms + kSessionMs}};
  if (auto added = txn.access().add_session(row); !added) return std::move(added).error();
  if (auto cleared = txn.access().clear_failures("login", attempt.login); !cleared) return std::move(cleared).error();
  if (auto swept = txn.access().sweep(Instant{now.ms - kEnrolmentMs}); !swept) return std::move(swept).error();
  auto principal = principal_of(txn, *officer);
  if (!principal) return std::move(principal).error();
  principal->kind = Principal::Kind::user;
  principal->expires_at = row.expires_at;
  principal->seen_at = now;
  made.principal = *principal;
  return made;
}

Result<int> note_wrong_password(WriteTxn& txn, std::string_view login) {
  if (auto added = txn.access().add_failure("login", login, txn.now()); !added) return std::move(added).error();
  const Instant since{txn.now().ms - kLockoutMs};
  auto failures = txn.access().failures_since("login", login, since);
  if (!failures) return std::move(failures).error();
  if (*failures < kLockoutFailures) return 0;
  auto first = txn.access().first_failure_since("login", login, since);
  if (!first) return std::move(first).error();
  return seconds_to_wait(first->value_or(txn.now()), txn.now());
}

Result<OfficerRow> add_officer(WriteTxn& txn, const NewOfficer& wanted) {
  if (wanted.name.empty() || wanted.name.size() > 120) return bad_input("a name has 1 to 120 characters", "name");
  OfficerRow officer;
  officer.id = txn.new_id<OfficerId>();
  officer.unit = wanted.unit;
  officer.name = wanted.name;
  officer.rank = wanted.rank;
  officer.nrp = wanted.nrp;
  officer.role = std::string(word(wanted.role));
  if (auto put = txn.access().put_officer(officer); !put) return std::move(put).error();
  if (auto touched = txn.touch("officer", officer.id.uuid, officer.unit); !touched) return std::move(touched).error();
  return officer;
}

Result<void> set_login(WriteTxn& txn, OfficerId officer, std::string_view login, std::string_view password_hash) {
  const bool plain = login.size() >= 3 && login.size() <= 32 &&
                     login.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos;
  if (!plain) return bad_input("a login has 3 to 32 of a-z, 0-9, dot and dash", "login");
  auto put = txn.access().put_login(officer, login, password_hash);
  if (!put && put.error().code == ErrorCode::conflict) {
    return Error{ErrorCode::conflict, "this login belongs to another officer", "login"};
  }
  if (!put) return put;
  if (auto cleared = txn.access().clear_failures("login", login); !cleared) return cleared;
  return txn.access().remove_sessions_of(officer);
}

Result<std::string> hash_new_password(std::string_view password) {
  if (password.size() < kPasswordLeast || password.size() > kPasswordMost) {
    return bad_input("a password has 10 to 200 characters", "password");
  }
  return crypto::hash_password(password);
}

std::string random_password(const Entropy& entropy) { return random_signs(entropy, 4); }

Result<EnrolmentCode> make_enrolment_code(WriteTxn& txn, const Principal& by, OfficerId officer_id,
                                          const Entropy& entropy) {
  auto officer = txn.access().officer(officer_id);
  if (!officer) return std::move(officer).error();
  if (officer->unit != by.unit) return Error{ErrorCode::not_found, "no such officer", "officer"};
  if (!officer->active) return Error{ErrorCode::forbidden, "this officer is not active", "officer"};
  EnrolmentCode made;
  made.code = random_signs(entropy, 2);
  made.expires_at = Instant{txn.now().ms + kEnrolmentMs};
  std::string bare = made.code;
  bare.erase(std::remove(bare.begin(), bare.end(), '-'), bare.end());
  EnrolmentCodeRow row;
  row.code_hash = hash_of(bare);
  row.officer = officer_id;
  row.made_by = by.officer;
  row.made_at = txn.now();
  row.expires_at = made.expires_at;
  if (auto added = txn.access().add_enrolment_code(row); !added) return std::move(added).error();
  return made;
}

Result<std::string> make_pin_code(WriteTxn& txn, const Principal& by, DeviceId device_id, OfficerId officer_id,
                                  std::string_view request) {
  auto device = txn.access().device(device_id);
  if (!device) return std::move(device).error();
  if (device->unit != by.unit) return Error{ErrorCode::not_found, "no such device", "device"};
  if (device->replaced_by) return Error{ErrorCode::conflict, "this device goes by another identity now", "device"};
  auto officer = txn.access().officer(officer_id);
  if (!officer) return std::move(officer).error();
  if (officer->unit != by.unit) return Error{ErrorCode::not_found, "no such officer", "/officer"};
  if (!officer->active) return Error{ErrorCode::forbidden, "this officer is not active", "/officer"};
  auto shown = wire::parse_pin_request(request);
  if (!shown) return bad_input(shown.error().message, "/request");
  if (auto kept = txn.access().add_pin_code({device_id, officer_id, *shown, by.officer, txn.now()}); !kept) {
    return std::move(kept).error();
  }
  crypto::MacKey key{};
  RONDA_ASSERT(device->token_hash.size() == key.size());
  std::copy(device->token_hash.begin(), device->token_hash.end(), key.begin());
  return wire::pin_code(key, device_id, officer_id, *shown);
}

Result<DeviceRow> revoke_device(WriteTxn& txn, const Principal& by, DeviceId id, std::string_view reason) {
  auto device = txn.access().device(id);
  if (!device) return device;
  if (device->unit != by.unit) return Error{ErrorCode::not_found, "no such device", "device"};
  if (reason.empty()) return bad_input("say why the device is revoked", "/reason");
  if (!device->revoked_at) {
    device->revoked_at = txn.now();
    device->revoke_reason = std::string(reason);
    if (auto put = txn.access().put_device(*device); !put) return std::move(put).error();
    if (auto touched = txn.touch("device", id.uuid, by.unit); !touched) return std::move(touched).error();
  }
  return device;
}

Result<DeviceRow> readmit_device(WriteTxn& txn, const Principal& by, DeviceId id) {
  auto device = txn.access().device(id);
  if (!device) return device;
  if (device->unit != by.unit) return Error{ErrorCode::not_found, "no such device", "device"};
  if (!device->revoked_at) return device;
  device->revoked_at.reset();
  device->revoke_reason.clear();
  if (auto put = txn.access().put_device(*device); !put) return std::move(put).error();
  if (auto touched = txn.touch("device", id.uuid, by.unit); !touched) return std::move(touched).error();
  return device;
}

}  // namespace ronda::server
