#pragma once
// The messages between a device and the server as C++ values: enrolment, push, pull, problems (PROTOCOL.md §2-§4, §7).
// Requests are decoded strictly (unknown members refused), replies leniently (unknown members ignored).
// Pure functions; any thread. Records and entities stay text: nothing here re-encodes what a device signed.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/ledger/record.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

inline constexpr int kProtocol = 1;
inline constexpr std::int64_t kMaxPushRecords = 500;
inline constexpr std::size_t kMaxPushBytes = 4U << 20U;
inline constexpr std::int64_t kMaxPullChanges = 1000;
inline constexpr std::size_t kMaxEnrolBytes = 4096;
inline constexpr std::size_t kMaxAttachmentBytes = 4U << 20U;

// ---- enrolment -------------------------------------------------------------------------------------------------

struct EnrolRequest {
  std::string code;  ///< as typed; see normal_code()
  crypto::PublicKey public_key{};
  std::string device_name;
  std::string app_version;
  std::optional<DeviceId> replaces{};  ///< enrolling anew on the same folder: who this device was before
};

struct EnrolReply {
  DeviceId device;
  std::string token;  ///< base64url of 32 bytes
  Uuid epoch;
  OfficerId officer;
  UnitId unit;
  Instant server_time;
};

std::string encode(const EnrolRequest& request);
/// Errors: bad_input with a pointer, unsupported_version (`protocol` is not ours).
Result<EnrolRequest> decode_enrol_request(std::string_view body);
std::string encode(const EnrolReply& reply);
/// Errors: bad_input.
Result<EnrolReply> decode_enrol_reply(std::string_view body);

/// Upper case without dashes and spaces: the form in which two codes are compared.
std::string normal_code(std::string_view typed);

// ---- push ------------------------------------------------------------------------------------------------------

struct PushEnvelope {
  DeviceId device;
  Uuid epoch;
  std::int64_t first_seq = 1;
  std::int64_t count = 0;
  ledger::Hash head{};  ///< of the last record of the run
  crypto::Signature signature{};
};

/// A push as read from the body. The views point into the body, which must outlive them.
struct PushRun {
  PushEnvelope envelope;
  std::vector<std::string_view> records;  ///< without line ends
};

/// The first line, without its line end.
std::string encode(const PushEnvelope& envelope);
/// The whole body: envelope and records, each ended by a line feed.
std::string encode_push(const PushEnvelope& envelope, const std::vector<std::string>& records);
/// Splits and checks the outer form: one envelope, exactly `count` records, sizes within the limits, last line ended.
/// It does not look into the records: read_record() does, one at a time.
/// Errors: bad_input (`where` = `line:column` or a pointer into the envelope), too_large, truncated (the last line has
/// no end or records are missing), unsupported_version.
Result<PushRun> decode_push(std::string_view body);

struct QuarantinedRecord {
  std::int64_t seq = 0;
  std::string code;
  std::string message;
  bool operator==(const QuarantinedRecord&) const = default;
};

struct PushReply {
  std::int64_t first_seq = 0;  ///< of the run that is answered; 0: the server did not say
  std::int64_t acked_seq = 0;
  Uuid epoch;
  Instant server_time;
  std::int64_t accepted = 0;
  std::int64_t known = 0;
  std::vector<QuarantinedRecord> quarantined;
  std::optional<DeviceId> device{};  ///< whose run is answered; absent: an older server
};

std::string encode(const PushReply& reply);
/// Errors: bad_input.
Result<PushReply> decode_push_reply(std::string_view body);

// ---- pull ------------------------------------------------------------------------------------------------------

struct PullQuery {
  std::optional<Uuid> epoch;  ///< absent before the first page
  std::int64_t cursor = 0;
  std::int64_t limit = 500;
  std::optional<std::int64_t> begun{};  ///< while a pull from 0 is under way: `head` of its first page
};

/// `protocol=1&epoch=…&cursor=…&limit=…`
std::string encode_query(const PullQuery& query);
/// Errors: bad_input (`where` = `/cursor` …: unknown, repeated, malformed or out of range), unsupported_version.
Result<PullQuery> decode_pull_query(std::string_view query);

struct Change {
  std::int64_t seq = 0;
  std::string entity;
  Uuid id;
  bool deleted = false;
  std::string data{};                   ///< compact JSON object, of a change to send; empty for a tombstone
  std::optional<JsonCursor> content{};  ///< the object, of a change that was read; lives as long as its page

  /// Compact JSON object, wherever the change comes from.
  std::string text() const { return content ? content->dump() : data; }
};

struct PullPage {
  std::shared_ptr<const JsonDocument> document;  ///< what a page was read from, parsed once
  Uuid epoch;
  std::int64_t cursor = 0;
  bool more = false;
  Instant server_time;
  std::vector<Change> changes;
  std::optional<std::int64_t> head{};       ///< the highest number given out; absent: an older server
  std::optional<std::int64_t> acked_seq{};  ///< how far the server holds this device's log; absent: an older server
  std::optional<DeviceId> device{};         ///< whose page this is; absent: an older server
  std::optional<std::int64_t> after{};      ///< the cursor that was asked for; absent: an older server
};

/// Copies each `data` as it is; precondition: it is valid JSON.
std::string encode(const PullPage& page);
/// Also checks that the numbers rise and do not pass the cursor. Errors: bad_input.
Result<PullPage> decode_pull_page(std::string_view body);

// ---- problems --------------------------------------------------------------------------------------------------

/// What a client needs of an RFC 9457 reply.
struct Problem {
  int status = 0;
  std::string code;
  std::string title;
  std::string where;
  std::string request_id;
  std::optional<std::int64_t> expected_seq;
  std::optional<std::int64_t> retry_after_s;
};

/// Errors: bad_input (no problem document: a proxy or a portal answered instead of the server).
Result<Problem> decode_problem(std::string_view body);

}  // namespace ronda::wire
