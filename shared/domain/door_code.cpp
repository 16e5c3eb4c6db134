#include "shared/domain/door_code.hpp"

#include <algorithm>

namespace ronda::domain {

namespace {

constexpr std::string_view kSigns = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::string_view kPrefix = "RONDA:";
constexpr std::size_t kDataSigns = 8;
constexpr unsigned kBitsPerSign = 5;

/// The sign that makes the weighted sum of all nine a multiple of 32 (Luhn mod N): every second one, from the right,
/// counts double, the digits of the product added.
unsigned check_of(const std::array<unsigned, kDataSigns>& values) {
  const auto base = static_cast<unsigned>(kSigns.size());
  unsigned sum = 0;
  bool twice = true;
  for (std::size_t i = kDataSigns; i-- > 0; twice = !twice) {
    const unsigned product = values[i] * (twice ? 2 : 1);
    sum += product / base + product % base;
  }
  return (base - sum % base) % base;
}

std::array<unsigned, kDataSigns> values_of(const DoorKey& key) {
  std::uint64_t bits = 0;
  for (const std::uint8_t byte : key) bits = bits << 8U | byte;
  std::array<unsigned, kDataSigns> values{};
  for (std::size_t i = kDataSigns; i-- > 0; bits >>= kBitsPerSign) values[i] = static_cast<unsigned>(bits % 32);
  return values;
}

std::string signs_of(const DoorKey& key) {
  const auto values = values_of(key);
  std::string signs;
  for (const unsigned value : values) signs.push_back(kSigns[value]);
  signs.push_back(kSigns[check_of(values)]);
  return signs;
}

}  // namespace

DoorKey door_key(LodgingId lodging) {
  DoorKey key{};
  std::copy(lodging.uuid.bytes.end() - static_cast<std::ptrdiff_t>(key.size()), lodging.uuid.bytes.end(), key.begin());
  return key;
}

std::string door_code(LodgingId lodging) { return door_code(door_key(lodging)); }

std::string door_code(const DoorKey& key) {
  const std::string signs = signs_of(key);
  return signs.substr(0, 3) + "-" + signs.substr(3, 3) + "-" + signs.substr(6);
}

std::string door_qr(LodgingId lodging) { return std::string(kPrefix) + signs_of(door_key(lodging)); }

std::optional<DoorKey> read_door_code(std::string_view text) {
  std::string signs;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    signs.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  if (signs.starts_with(kPrefix)) signs.erase(0, kPrefix.size());
  if (signs.size() != kDataSigns + 1) return std::nullopt;
  std::array<unsigned, kDataSigns> values{};
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i <= kDataSigns; ++i) {
    const auto at = kSigns.find(signs[i]);
    if (at == std::string_view::npos) return std::nullopt;
    if (i == kDataSigns) {
      if (at != check_of(values)) return std::nullopt;
    } else {
      values[i] = static_cast<unsigned>(at);
      bits = bits << kBitsPerSign | at;
    }
  }
  DoorKey key{};
  for (std::size_t i = key.size(); i-- > 0; bits >>= 8U) key[i] = static_cast<std::uint8_t>(bits & 0xffU);
  return key;
}

}  // namespace ronda::domain
