#pragma once
// What may be a photo here: a JPEG or PNG of the premises without metadata, because position, time and device of a
// phone travel in it. Reads the structure only, never the picture. Pure; any thread.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "shared/base/result.hpp"

namespace ronda::domain {

inline constexpr std::size_t kMaxPhotoBytes = 4U << 20U;

struct PhotoFacts {
  std::string type;  ///< image/jpeg or image/png
  int width = 0;     ///< pixels
  int height = 0;
  bool operator==(const PhotoFacts&) const = default;
};

/// Walks the segments or chunks to the end of the file.
/// Errors: too_large (over kMaxPhotoBytes), bad_input with `where` = "metadata" (Exif, XMP, IPTC, comments, text or
/// anything unknown that could carry such) or "image" (no JPEG or PNG, cut off, or bytes after its end).
Result<PhotoFacts> read_photo(std::span<const std::uint8_t> bytes);

}  // namespace ronda::domain
