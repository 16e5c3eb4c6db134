// Any bytes: the reader answers a document or an error, and what it read can be written and read again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/wire/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = ronda::wire::JsonDocument::parse(text);
  if (!document) return 0;
  RONDA_ASSERT(ronda::wire::JsonDocument::parse(document->root().dump()).has_value());
  return 0;
}
