#pragma once
// The sealed record: exact bytes, chained by SHA-256, a run signed once with Ed25519 (shared/wire/PROTOCOL.md §3).
// Pure functions; any thread. JSON of the body is the caller's business: here it is text.

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"

namespace ronda::ledger {

using Hash = crypto::Sha256;

inline constexpr int kRecordVersion = 1;
inline constexpr std::size_t kMaxRecordBytes = 256 * 1024;

/// What stands before the body. `prev` of the first record of a device is all zeros.
struct RecordHead {
  int version = kRecordVersion;
  std::int64_t seq = 1;  ///< 1, 2, 3 … per device
  RecordId id;
  std::string kind;  ///< lower-case words joined by dots, for example "inspection.sealed"
  DeviceId device;
  OfficerId officer;
  Instant at;
  Hash prev{};
};

/// The record's bytes: one line without its end. `body` must be one compact JSON object without line breaks.
std::string record_text(const RecordHead& head, std::string_view body);

/// SHA-256 over the bytes.
Hash record_hash(std::string_view text);

std::string to_text(const Hash& hash);
/// Errors: bad_input (not 64 hex digits).
Result<Hash> parse_hash(std::string_view text);

/// The text that a device signs to vouch for its log up to and including `last_seq`.
std::string signing_text(const DeviceId& device, std::int64_t last_seq, const Hash& head);

/// Checks that a record continues a chain: the seq after `last_seq` and `prev` equal to `last_hash`.
/// Errors: gap (a later seq), fork (the seq fits, the hash does not; or an earlier seq).
Result<void> continues(const RecordHead& head, std::int64_t last_seq, const Hash& last_hash);

/// The server's own chain over every record it accepted: SHA-256(previous chain hash ‖ record hash).
Hash chain(const Hash& previous, const Hash& record);

}  // namespace ronda::ledger
