// Any bytes as an instant, a date, an identity, hex or base64url: what is read writes the same meaning again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/base/time.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto at = ronda::parse_instant(text); at) RONDA_ASSERT(*ronda::parse_instant(ronda::to_text(*at)) == *at);
  if (const auto date = ronda::parse_date(text); date) RONDA_ASSERT(ronda::to_text(*date) == text);
  if (const auto id = ronda::parse_uuid(text); id) RONDA_ASSERT(*ronda::parse_uuid(ronda::to_text(*id)) == *id);
  if (const auto bytes = ronda::from_base64url(text); bytes) RONDA_ASSERT(ronda::to_base64url(*bytes) == text);
  (void)ronda::from_hex(text);
  (void)ronda::is_utf8(text);
  (void)ronda::fold(text);
  return 0;
}
