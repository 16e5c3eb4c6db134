// Any bytes as a device's record: refused, or its head gives the very bytes again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/wire/record_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto record = ronda::wire::read_record(text);
  if (!record) return 0;
  const std::string front = ronda::ledger::record_text(record->head, "");
  RONDA_ASSERT(text.substr(0, front.size() - 1) == std::string_view(front).substr(0, front.size() - 1));
  return 0;
}
