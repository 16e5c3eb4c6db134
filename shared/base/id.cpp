#include "shared/base/id.hpp"

#include <algorithm>

#include "shared/base/bytes.hpp"

namespace ronda {

std::string to_text(const Uuid& id) {
  const std::string hex = to_hex(id.bytes);
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
         hex.substr(20);
}

Result<Uuid> parse_uuid(std::string_view text) {
  const auto wrong = [&] { return bad_input("expected an identity of the form 8-4-4-4-12 hex digits"); };
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return wrong();
  std::string hex;
  hex.reserve(32);
  for (const char c : text) {
    if (c != '-') hex.push_back(c);
  }
  const auto bytes = from_hex(hex);
  if (!bytes || bytes->size() != 16) return wrong();
  return uuid_from_bytes(*bytes);
}

Result<Uuid> uuid_from_bytes(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != 16) return bad_input("an identity has 16 bytes");
  Uuid id;
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

Uuid IdSource::next(Instant now) {
  if (now.ms > last_ms_) {
    last_ms_ = now.ms;
    counter_ = 0;
  } else if (++counter_ > 0x0FFF) {
    ++last_ms_;  // borrow from the future rather than repeat
    counter_ = 0;
  }
  Uuid id;
  entropy_(std::span(id.bytes).subspan(8));
  const auto ms = static_cast<std::uint64_t>(last_ms_);
  for (unsigned i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40U - 8U * i));
  id.bytes[6] = static_cast<std::uint8_t>(0x70U | (counter_ >> 8U));
  id.bytes[7] = static_cast<std::uint8_t>(counter_ & 0xFFU);
  id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3FU));
  return id;
}

}  // namespace ronda
