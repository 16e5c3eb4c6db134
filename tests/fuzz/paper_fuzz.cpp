// Any text as the code of a berita acara and as the list of a unit's keys: refused, or what was read is written and
// read the same; and no text that the fuzzer finds is a device's word.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/paper_code.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ronda;
  static const auto pair = [] {
    RONDA_ASSERT(static_cast<bool>(crypto::start()));
    std::array<std::uint8_t, 32> seed{};
    seed.fill(7);
    return crypto::key_pair_from_seed(seed);
  }();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto read = wire::read_paper_code(text); read) {
    RONDA_ASSERT(wire::has_paper_code(text));
    const std::vector<wire::PaperKey> keys{{"Ponsel", pair.public_key, {}}};
    RONDA_ASSERT(wire::judge_paper(*read, keys).verdict != wire::PaperVerdict::genuine);
    const std::string signed_here = wire::paper_code(read->link, read->word, pair.secret_key);
    const auto again = wire::read_paper_code(signed_here);
    RONDA_ASSERT(static_cast<bool>(again));
    RONDA_ASSERT(wire::judge_paper(*again, keys).verdict == wire::PaperVerdict::genuine);
    RONDA_ASSERT(wire::paper_code(again->link, again->word, pair.secret_key) == signed_here);
  }
  if (const auto list = wire::read_paper_keys(text); list) {
    const std::string written = wire::paper_keys_json(*list);
    const auto again = wire::read_paper_keys(written);
    RONDA_ASSERT(static_cast<bool>(again));
    RONDA_ASSERT(wire::paper_keys_json(*again) == written);
  }
  return 0;
}
