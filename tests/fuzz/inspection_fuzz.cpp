// Any bytes as a checklist or as the body of a sealed inspection: refused or read without harm.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)ronda::wire::parse_checklist(text);
  if (const auto document = ronda::wire::JsonDocument::parse(text); document) {
    (void)ronda::wire::read_sealed(document->root());
  }
  return 0;
}
