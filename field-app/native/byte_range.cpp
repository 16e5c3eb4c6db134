#include "field-app/native/byte_range.hpp"

#include <algorithm>
#include <charconv>

namespace ronda::native {

namespace {

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::optional<ByteRange> read_range(std::string_view header, std::int64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit) || size <= 0) return std::nullopt;
  const std::string_view range = header.substr(kUnit.size());
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  if (dash == 0) {
    const auto count = number(range.substr(1));
    if (!count || *count == 0) return std::nullopt;
    return ByteRange{std::max<std::int64_t>(0, size - *count), size - 1};
  }
  const auto from = number(range.substr(0, dash));
  const auto to = dash + 1 < range.size() ? number(range.substr(dash + 1)) : std::optional(size - 1);
  if (!from || !to || *from > *to || *from >= size) return std::nullopt;
  return ByteRange{*from, std::min(*to, size - 1)};
}

std::string content_range(const ByteRange& range, std::int64_t size) {
  return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" + std::to_string(size);
}

}  // namespace ronda::native
