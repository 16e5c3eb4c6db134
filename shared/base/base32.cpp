#include "shared/base/base32.hpp"

namespace ronda {

namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

}  // namespace

std::string to_base32(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    group = (group << 8U) | byte;
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(kBase32[(group >> (bits - 5)) & 31U]);
  }
  if (bits > 0) out.push_back(kBase32[(group << (5 - bits)) & 31U]);
  return out;
}

Result<Bytes> from_base32(std::string_view text) {
  const std::size_t tail = text.size() % 8;
  if (tail == 1 || tail == 3 || tail == 6) return bad_input("base32 text has an impossible length");
  Bytes out;
  out.reserve(text.size() * 5 / 8);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto digit = kBase32.find(c);
    if (digit == std::string_view::npos) return bad_input("base32 text has a character outside its alphabet");
    group = (group << 5U) | static_cast<std::uint32_t>(digit);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>((group >> bits) & 0xFFU));
    }
  }
  if (bits > 0 && (group & ((1U << bits) - 1U)) != 0) return bad_input("base32 text has loose bits at its end");
  return out;
}

}  // namespace ronda
