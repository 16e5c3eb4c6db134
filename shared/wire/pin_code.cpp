#include "shared/wire/pin_code.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "shared/wire/sync_json.hpp"

namespace ronda::wire {

namespace {

/// The signs of the enrolment codes: no 0/O, 1/I.
constexpr std::string_view kSigns = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::size_t kRequestSigns = 6;
constexpr std::size_t kCodeSigns = 8;
constexpr std::size_t kBitsPerSign = 5;

std::string with_dash(const std::string& signs) {
  return signs.substr(0, signs.size() / 2) + "-" + signs.substr(signs.size() / 2);
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

crypto::MacKey pin_code_key(std::string_view token) { return crypto::sha256(token); }

std::string make_pin_request(const Entropy& entropy) {
  std::array<std::uint8_t, kRequestSigns> bytes{};
  entropy(bytes);
  std::string signs;
  for (const std::uint8_t byte : bytes)
    signs.push_back(kSigns[byte % kSigns.size()]);  // 256 = 8 · 32: none is favoured
  return with_dash(signs);
}

Result<std::string> parse_pin_request(std::string_view typed) {
  const std::string bare = normal_code(typed);
  const bool known = bare.find_first_not_of(kSigns) == std::string::npos;
  if (bare.size() != kRequestSigns || !known) {
    return bad_input("expected the six signs that the device shows, such as 4K7-2QM");
  }
  return with_dash(bare);
}

std::string pin_code(const crypto::MacKey& key, DeviceId device, OfficerId officer, std::string_view request) {
  const std::string text = "ronda-pin-1\n" + to_text(device) + "\n" + to_text(officer) + "\n" + normal_code(request);
  const crypto::Sha256 mac = crypto::hmac_sha256(key, text);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kCodeSigns * kBitsPerSign / 8; ++i) bits = bits << 8U | mac[i];
  std::string signs(kCodeSigns, ' ');
  for (std::size_t i = kCodeSigns; i-- > 0; bits >>= kBitsPerSign) signs[i] = kSigns[bits % kSigns.size()];
  return with_dash(signs);
}

bool is_pin_code(std::string_view typed, std::string_view code) {
  const std::string given = normal_code(typed);
  const std::string wanted = normal_code(code);
  return crypto::equal_in_constant_time(bytes_of(given), bytes_of(wanted));
}

}  // namespace ronda::wire
