#include "shared/ledger/record.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"

namespace ronda::ledger {

std::string record_text(const RecordHead& head, std::string_view body) {
  std::string text = "{\"v\":" + std::to_string(head.version) + ",\"seq\":" + std::to_string(head.seq) + ",\"id\":\"" +
                     ronda::to_text(head.id) + "\",\"kind\":\"" + head.kind + "\",\"device\":\"" +
                     ronda::to_text(head.device) + "\",\"officer\":\"" + ronda::to_text(head.officer) + "\",\"at\":\"" +
                     ronda::to_text(head.at) + "\",\"prev\":\"" + to_text(head.prev) + "\",\"body\":";
  text.append(body);
  text.push_back('}');
  return text;
}

Hash record_hash(std::string_view text) { return crypto::sha256(text); }

std::string to_text(const Hash& hash) { return to_hex(hash); }

Result<Hash> parse_hash(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes || bytes->size() != std::tuple_size_v<Hash>) return bad_input("expected a SHA-256 of 64 hex digits");
  Hash hash{};
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

std::string signing_text(const DeviceId& device, std::int64_t last_seq, const Hash& head) {
  return "ronda-push-1\n" + ronda::to_text(device) + "\n" + std::to_string(last_seq) + "\n" + to_text(head);
}

Result<void> continues(const RecordHead& head, std::int64_t last_seq, const Hash& last_hash) {
  if (head.seq > last_seq + 1) {
    return Error{ErrorCode::gap, "records are missing before this one", std::to_string(last_seq + 1)};
  }
  if (head.seq <= last_seq || head.prev != last_hash) {
    return Error{ErrorCode::fork, "this record does not continue the log that is known of this device",
                 std::to_string(head.seq)};
  }
  return {};
}

Hash chain(const Hash& previous, const Hash& record) {
  std::array<std::uint8_t, 64> both{};
  std::copy(previous.begin(), previous.end(), both.begin());
  std::copy(record.begin(), record.end(), both.begin() + 32);
  return crypto::sha256(std::span<const std::uint8_t>(both));
}

}  // namespace ronda::ledger
