// Any bytes as the body of each record that is no inspection: refused, or what was read is written and read the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/wire/lead_json.hpp"
#include "shared/wire/report_json.hpp"

namespace {

using namespace ronda;

template <typename Read>
void there_and_back(std::string_view text, Read read) {
  const auto document = wire::JsonDocument::parse(text);
  if (!document) return;
  const auto first = read(document->root());
  if (!first) return;
  const std::string body = wire::body_of(*first);
  const auto again = wire::JsonDocument::parse(body);
  RONDA_ASSERT(static_cast<bool>(again));
  const auto second = read(again->root());
  RONDA_ASSERT(static_cast<bool>(second));
  RONDA_ASSERT(wire::body_of(*second) == body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  there_and_back(text, wire::read_missed);
  there_and_back(text, wire::read_proposed);
  there_and_back(text, wire::read_corrected_lodging);
  there_and_back(text, wire::read_disposed);
  there_and_back(text, wire::read_served);
  there_and_back(text, wire::read_held);
  there_and_back(text, wire::read_referral);
  there_and_back(text, wire::read_tip);
  there_and_back(text, wire::read_corrected_inspection);
  if (const auto value = wire::parse_field_value(text); value) {
    const std::string written = wire::field_value_text(*value);
    const auto again = wire::parse_field_value(written);
    RONDA_ASSERT(again && wire::field_value_text(*again) == written);
  }
  return 0;
}
