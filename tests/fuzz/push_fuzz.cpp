// Any bytes as a push, an enrolment or a reply: refused or taken apart without harm.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/wire/sync_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto run = ronda::wire::decode_push(text); run) {
    RONDA_ASSERT(static_cast<std::int64_t>(run->records.size()) == run->envelope.count);
  }
  (void)ronda::wire::decode_push_reply(text);
  (void)ronda::wire::decode_pull_page(text);
  (void)ronda::wire::decode_pull_query(text);
  (void)ronda::wire::decode_enrol_request(text);
  (void)ronda::wire::decode_enrol_reply(text);
  (void)ronda::wire::decode_problem(text);
  return 0;
}
