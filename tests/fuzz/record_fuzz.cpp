// Any bytes as a device's record: refused, or its head gives the very bytes again; the quick view of it and what it
// carries agree with the careful reading.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/wire/carried_json.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/record_view.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ronda;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto view = wire::view_record(text);
  const auto record = wire::read_record(text);
  if (!record) return 0;
  const std::string front = ledger::record_text(record->head, "");
  RONDA_ASSERT(text.substr(0, front.size() - 1) == std::string_view(front).substr(0, front.size() - 1));
  if (view) RONDA_ASSERT(ledger::record_text(view->head, "") == front);
  if (const auto carried = wire::read_carried(text, *record); carried) {
    RONDA_ASSERT(static_cast<bool>(wire::read_record(carried->text)));
  }
  return 0;
}
