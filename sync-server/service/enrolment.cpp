#include "sync-server/service/enrolment.hpp"

#include <array>

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/feed_store.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kFailureKind = "enrol";

Bytes hash_of(std::string_view text) {
  const auto hash = crypto::sha256(text);
  return {hash.begin(), hash.end()};
}

Result<std::int64_t> seconds_to_wait(const ReadTxn& txn, std::string_view remote) {
  const Instant since{txn.now().ms - kWrongCodeWindowMs};
  const auto failures = txn.access().failures_since(kFailureKind, remote, since);
  if (!failures) return failures.error();
  if (*failures < kMaxWrongCodes) return std::int64_t{0};
  const auto first = txn.access().first_failure_since(kFailureKind, remote, since);
  if (!first) return first.error();
  const std::int64_t ends_ms = (first->has_value() ? (*first)->ms : txn.now().ms) + kWrongCodeWindowMs;
  return std::max<std::int64_t>(1, (ends_ms - txn.now().ms + 999) / 1000);
}

Result<EnrolOutcome> refuse(WriteTxn& txn, std::string_view remote, Error why) {
  auto counted = txn.access().add_failure(kFailureKind, remote, txn.now());
  if (!counted) return std::move(counted).error();
  EnrolOutcome outcome;
  outcome.refused = std::move(why);
  return outcome;
}

// The identity that the folder had before; nothing if it is not known here, as after a backup older than its enrolment.
// Work stays with the officer who did it. Errors: conflict.
Result<std::optional<DeviceId>> replaced_device(const ReadTxn& txn, DeviceId id, const OfficerRow& officer) {
  const auto before = txn.access().device(id);
  if (!before && before.error().code == ErrorCode::not_found) return std::optional<DeviceId>();
  if (!before) return before.error();
  if (before->officer == officer.id && before->unit == officer.unit) return std::optional<DeviceId>(id);
  return Error{ErrorCode::conflict, "this code is another officer's than the work on this device", "/code"};
}

}  // namespace

Result<EnrolOutcome> enrol(WriteTxn& txn, const wire::EnrolRequest& request, std::string_view remote,
                           const Entropy& entropy) {
  const auto wait_s = seconds_to_wait(txn, remote);
  if (!wait_s) return wait_s.error();
  if (*wait_s > 0) {
    EnrolOutcome outcome;
    outcome.refused = Error{ErrorCode::too_many, "too many wrong codes from this address", ""};
    outcome.retry_after_s = *wait_s;
    return outcome;
  }

  const Bytes code_hash = hash_of(wire::normal_code(request.code));
  const auto code = txn.access().enrolment_code(code_hash);
  if (!code) return code.error();
  if (!code->has_value() || (*code)->used_at) {
    return refuse(txn, remote, {ErrorCode::wrong_code, "this code is not valid or was used", "/code"});
  }
  if ((*code)->expires_at <= txn.now()) {
    return refuse(txn, remote, {ErrorCode::expired, "this code has expired", "/code"});
  }
  const auto officer = txn.access().officer((*code)->officer);
  if (!officer) return officer.error();
  if (!officer->active)
    return refuse(txn, remote, {ErrorCode::wrong_code, "this code is not valid or was used", "/code"});

  std::optional<DeviceId> replaces;
  if (request.replaces) {
    auto before = replaced_device(txn, *request.replaces, *officer);
    if (!before) return std::move(before).error();
    replaces = *before;
  }

  std::array<std::uint8_t, 32> token{};
  entropy(token);
  DeviceRow device;
  device.id = txn.new_id<DeviceId>();
  device.officer = officer->id;
  device.unit = officer->unit;
  device.name = request.device_name;
  device.public_key.assign(request.public_key.begin(), request.public_key.end());
  const std::string token_text = to_base64url(token);
  device.token_hash = hash_of(token_text);
  device.enrolled_at = txn.now();
  device.last_seen_at = txn.now();
  device.head_hash.assign(32, 0);
  device.app_version = request.app_version;
  if (auto put = txn.access().put_device(device); !put) return std::move(put).error();
  if (auto touched = txn.touch("device", device.id.uuid, device.unit); !touched) return std::move(touched).error();
  if (auto used = txn.access().use_enrolment_code(code_hash, device.id, txn.now()); !used)
    return std::move(used).error();
  if (replaces) {
    if (auto marked = txn.access().mark_device_replaced(*replaces, device.id); !marked) {
      return std::move(marked).error();
    }
  }

  const auto epoch = txn.feed().epoch();
  if (!epoch) return epoch.error();
  EnrolOutcome outcome;
  outcome.reply = wire::EnrolReply{device.id, token_text, *epoch, officer->id, officer->unit, txn.now()};
  return outcome;
}

}  // namespace ronda::server
