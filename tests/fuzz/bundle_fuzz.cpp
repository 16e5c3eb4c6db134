// Any bytes as a bundle: every part that is given out is what it says, and nothing is given out after the first
// problem.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/wire/bundle.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ronda;
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  wire::BundleReader reader(wire::bundle_source(file));
  const auto manifest = reader.begin();
  if (!manifest) return 0;
  RONDA_ASSERT(!manifest->logs.empty());
  std::int64_t records = 0;
  std::int64_t photos = 0;
  for (;;) {
    const auto part = reader.next();
    if (!part) return 0;
    if (const auto* record = std::get_if<wire::BundleRecord>(&*part)) {
      RONDA_ASSERT(ledger::record_hash(record->text) == record->hash);
      ++records;
    } else if (const auto* photo = std::get_if<wire::BundlePhoto>(&*part)) {
      RONDA_ASSERT(crypto::sha256(photo->bytes) == photo->sha256);
      ++photos;
    } else {
      RONDA_ASSERT(records == manifest->records() && photos == manifest->photos);
      return 0;
    }
  }
}
