// Any bytes as a photo, or as text that a person typed: refused or described without harm.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/domain/photo.hpp"
#include "shared/domain/screening.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto photo = ronda::domain::read_photo({data, size}); photo) {
    RONDA_ASSERT(photo->width > 0 && photo->height > 0);
  }
  (void)ronda::domain::looks_like_identity({reinterpret_cast<const char*>(data), size});
  return 0;
}
