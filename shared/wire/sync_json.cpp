#include "shared/wire/sync_json.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"
#include "shared/wire/json.hpp"

namespace ronda::wire {

namespace {

Result<void> check_protocol(const JsonCursor& root) {
  const auto protocol = root.integer("protocol");
  if (protocol && *protocol == kProtocol) return {};
  return Error{ErrorCode::unsupported_version, "this protocol version is not spoken here", "/protocol"};
}

/// base64url text of exactly N bytes.
template <std::size_t N>
Result<std::array<std::uint8_t, N>> fixed_bytes(const JsonCursor& root, std::string_view name) {
  const auto text = root.string(name, 128);
  if (!text) return text.error();
  const auto bytes = from_base64url(*text);
  if (!bytes || bytes->size() != N) {
    return bad_input("expected " + std::to_string(N) + " bytes in base64url without padding", "/" + std::string(name));
  }
  std::array<std::uint8_t, N> out{};
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

Result<std::string> short_name(const JsonCursor& root, std::string_view name, std::size_t most) {
  auto text = root.string(name, most);
  if (!text) return text;
  for (const char c : *text) {
    if (static_cast<unsigned char>(c) < 0x20)
      return bad_input("control characters are not allowed", "/" + std::string(name));
  }
  return text;
}

}  // namespace

// ---- enrolment -------------------------------------------------------------------------------------------------

std::string normal_code(std::string_view typed) {
  std::string out;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

std::string encode(const EnrolRequest& request) {
  JsonWriter out;
  out.begin_object()
      .member("protocol", kProtocol)
      .member("code", request.code)
      .member("public_key", to_base64url(request.public_key))
      .member("device_name", request.device_name)
      .member("app_version", request.app_version);
  if (request.replaces) out.member("replaces", *request.replaces);
  out.end_object();
  return out.take();
}

Result<EnrolRequest> decode_enrol_request(std::string_view body) {
  if (body.size() > kMaxEnrolBytes) return Error{ErrorCode::too_large, "this request is too large", {}};
  const auto document = JsonDocument::parse(body, 4);
  if (!document) return document.error();
  const JsonCursor root = document->root();
  if (!root.is_object()) return root.wrong("expected an object");
  if (auto ours = check_protocol(root); !ours) return std::move(ours).error();
  if (auto known = root.only({"protocol", "code", "public_key", "device_name", "app_version", "replaces"}); !known) {
    return std::move(known).error();
  }
  EnrolRequest request;
  auto code = short_name(root, "code", 40);
  if (!code) return std::move(code).error();
  auto key = fixed_bytes<32>(root, "public_key");
  if (!key) return std::move(key).error();
  auto name = short_name(root, "device_name", 120);
  if (!name) return std::move(name).error();
  if (name->empty()) return bad_input("the device needs a name", "/device_name");
  auto version = short_name(root, "app_version", 40);
  if (!version) return std::move(version).error();
  request.code = std::move(*code);
  request.public_key = *key;
  request.device_name = std::move(*name);
  request.app_version = std::move(*version);
  if (root.find("replaces")) {
    const auto replaces = root.id<DeviceId>("replaces");
    if (!replaces) return replaces.error();
    request.replaces = *replaces;
  }
  return request;
}

std::string encode(const EnrolReply& reply) {
  JsonWriter out;
  out.begin_object()
      .member("device", reply.device)
      .member("token", reply.token)
      .member("epoch", reply.epoch)
      .member("officer", reply.officer)
      .member("unit", reply.unit)
      .member("server_time", reply.server_time)
      .end_object();
  return out.take();
}

Result<EnrolReply> decode_enrol_reply(std::string_view body) {
  const auto document = JsonDocument::parse(body, 8);
  if (!document) return document.error();
  const JsonCursor root = document->root();
  const auto device = root.id<DeviceId>("device");
  if (!device) return device.error();
  auto token = root.string("token", 200);
  if (!token) return std::move(token).error();
  if (const auto bytes = from_base64url(*token); !bytes || bytes->size() < 16) {
    return bad_input("expected a token in base64url", "/token");
  }
  const auto epoch = root.id<Id<struct EpochTag>>("epoch");
  if (!epoch) return epoch.error();
  const auto officer = root.id<OfficerId>("officer");
  if (!officer) return officer.error();
  const auto unit = root.id<UnitId>("unit");
  if (!unit) return unit.error();
  const auto time = root.instant("server_time");
  if (!time) return time.error();
  return EnrolReply{*device, std::move(*token), epoch->uuid, *officer, *unit, *time};
}

// ---- push ------------------------------------------------------------------------------------------------------

std::string encode(const PushEnvelope& envelope) {
  JsonWriter out;
  out.begin_object()
      .member("protocol", kProtocol)
      .member("device", envelope.device)
      .member("epoch", envelope.epoch)
      .member("first_seq", envelope.first_seq)
      .member("count", envelope.count)
      .member("head", ledger::to_text(envelope.head))
      .member("signature", to_base64url(envelope.signature))
      .end_object();
  return out.take();
}

std::string encode_push(const PushEnvelope& envelope, const std::vector<std::string>& records) {
  std::string body = encode(envelope);
  std::size_t size = body.size() + 1;
  for (const auto& record : records) size += record.size() + 1;
  body.reserve(size);
  body.push_back('\n');
  for (const auto& record : records) {
    body.append(record);
    body.push_back('\n');
  }
  return body;
}

namespace {

Result<PushEnvelope> decode_envelope(std::string_view line) {
  const auto document = JsonDocument::parse(line, 4);
  if (!document) return document.error();
  const JsonCursor root = document->root();
  if (!root.is_object()) return root.wrong("expected an object");
  if (auto ours = check_protocol(root); !ours) return std::move(ours).error();
  if (auto known = root.only({"protocol", "device", "epoch", "first_seq", "count", "head", "signature"}); !known) {
    return std::move(known).error();
  }
  PushEnvelope envelope;
  const auto device = root.id<DeviceId>("device");
  if (!device) return device.error();
  const auto epoch = root.id<Id<struct EpochTag>>("epoch");
  if (!epoch) return epoch.error();
  const auto first = root.integer("first_seq", 1);
  if (!first) return first.error();
  const auto count = root.integer("count", 1);
  if (!count) return count.error();
  if (*count > kMaxPushRecords) return Error{ErrorCode::too_large, "at most 500 records per push", "/count"};
  const auto head_text = root.string("head", 64);
  if (!head_text) return head_text.error();
  const auto head = ledger::parse_hash(*head_text);
  if (!head) return bad_input(head.error().message, "/head");
  const auto signature = fixed_bytes<64>(root, "signature");
  if (!signature) return signature.error();
  envelope.device = *device;
  envelope.epoch = epoch->uuid;
  envelope.first_seq = *first;
  envelope.count = *count;
  envelope.head = *head;
  envelope.signature = *signature;
  return envelope;
}

}  // namespace

Result<PushRun> decode_push(std::string_view body) {
  if (body.size() > kMaxPushBytes) return Error{ErrorCode::too_large, "at most 4 MiB per push", {}};
  const auto first_end = body.find('\n');
  if (first_end == std::string_view::npos) {
    return Error{ErrorCode::truncated, "the push ends within its first line", "1:" + std::to_string(body.size() + 1)};
  }
  auto envelope = decode_envelope(body.substr(0, first_end));
  if (!envelope) return std::move(envelope).error();
  PushRun run;
  run.envelope = *envelope;
  run.records.reserve(static_cast<std::size_t>(envelope->count));
  std::size_t at = first_end + 1;
  while (at < body.size()) {
    const std::string line_number = std::to_string(run.records.size() + 2);
    const auto end = body.find('\n', at);
    if (end == std::string_view::npos) {
      return Error{ErrorCode::truncated, "the push ends within a record",
                   line_number + ":" + std::to_string(body.size() - at + 1)};
    }
    if (end == at) return bad_input("an empty line is no record", line_number + ":1");
    if (end - at > ledger::kMaxRecordBytes) {
      return Error{ErrorCode::too_large, "a record has at most 256 KiB", line_number + ":1"};
    }
    if (static_cast<std::int64_t>(run.records.size()) == envelope->count) {
      return bad_input("there are more records than announced", line_number + ":1");
    }
    run.records.push_back(body.substr(at, end - at));
    at = end + 1;
  }
  if (static_cast<std::int64_t>(run.records.size()) != envelope->count) {
    return Error{ErrorCode::truncated, "there are fewer records than announced",
                 std::to_string(run.records.size() + 2) + ":1"};
  }
  return run;
}

std::string encode(const PushReply& reply) {
  JsonWriter out;
  out.begin_object();
  if (reply.device) out.member("device", *reply.device);
  out.member("first_seq", reply.first_seq)
      .member("acked_seq", reply.acked_seq)
      .member("epoch", reply.epoch)
      .member("server_time", reply.server_time)
      .member("accepted", reply.accepted)
      .member("known", reply.known)
      .key("quarantined")
      .begin_array();
  for (const auto& one : reply.quarantined) {
    out.begin_object().member("seq", one.seq).member("code", one.code).member("message", one.message).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

Result<PushReply> decode_push_reply(std::string_view body) {
  const auto document = JsonDocument::parse(body, 8);
  if (!document) return document.error();
  const JsonCursor root = document->root();
  PushReply reply;
  if (root.find("first_seq")) {
    const auto first = root.integer("first_seq", 0);
    if (!first) return first.error();
    reply.first_seq = *first;
  }
  const auto acked = root.integer("acked_seq", 0);
  if (!acked) return acked.error();
  const auto epoch = root.id<Id<struct EpochTag>>("epoch");
  if (!epoch) return epoch.error();
  const auto time = root.instant("server_time");
  if (!time) return time.error();
  const auto accepted = root.integer("accepted", 0);
  if (!accepted) return accepted.error();
  const auto known = root.integer("known", 0);
  if (!known) return known.error();
  const auto quarantined = root.array("quarantined", static_cast<std::size_t>(kMaxPushRecords));
  if (!quarantined) return quarantined.error();
  for (const auto& at : *quarantined) {
    const auto seq = at.integer("seq", 1);
    if (!seq) return seq.error();
    auto code = at.string("code", 60);
    if (!code) return std::move(code).error();
    auto message = at.string("message");
    if (!message) return std::move(message).error();
    reply.quarantined.push_back({*seq, std::move(*code), std::move(*message)});
  }
  const auto device = root.optional_id<DeviceId>("device");
  if (!device) return device.error();
  reply.device = *device;
  reply.acked_seq = *acked;
  reply.epoch = epoch->uuid;
  reply.server_time = *time;
  reply.accepted = *accepted;
  reply.known = *known;
  return reply;
}

}  // namespace ronda::wire
