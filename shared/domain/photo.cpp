#include "shared/domain/photo.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace ronda::domain {

namespace {

using Span = std::span<const std::uint8_t>;

constexpr int kLargestSide = 30'000;
constexpr std::array<std::uint8_t, 8> kPngSignature{0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};

Error no_image(std::string message) { return bad_input(std::move(message), "image"); }
Error has_metadata(std::string message) { return bad_input(std::move(message), "metadata"); }

bool begins_with(Span bytes, std::size_t at, std::string_view text) {
  if (bytes.size() < at || bytes.size() - at < text.size()) return false;
  return std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::uint32_t number_at(Span bytes, std::size_t at, std::size_t length) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < length; ++i) value = value << 8U | bytes[at + i];
  return value;
}

Result<PhotoFacts> with_size(std::string type, std::uint32_t width, std::uint32_t height) {
  if (width < 1 || height < 1 || width > kLargestSide || height > kLargestSide) {
    return no_image("the image has no usable size");
  }
  return PhotoFacts{std::move(type), static_cast<int>(width), static_cast<int>(height)};
}

bool is_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Application segments that only say how to decode: JFIF, an ICC profile, Adobe's colour transform.
bool is_decoding_segment(Span bytes, std::uint8_t marker, std::size_t content) {
  if (marker == 0xE0) return begins_with(bytes, content, "JFIF") || begins_with(bytes, content, "JFXX");
  if (marker == 0xE2) return begins_with(bytes, content, "ICC_PROFILE");
  if (marker == 0xEE) return begins_with(bytes, content, "Adobe");
  return false;
}

/// Position of the next marker's 0xFF after entropy-coded data.
std::size_t skip_scan(Span bytes, std::size_t at) {
  while (at + 1 < bytes.size()) {
    const std::uint8_t next = bytes[at + 1];
    const bool inside = bytes[at] != 0xFF || next == 0x00 || (next >= 0xD0 && next <= 0xD7) || next == 0xFF;
    if (!inside) return at;
    ++at;
  }
  return bytes.size();
}

Result<PhotoFacts> read_jpeg(Span bytes) {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  bool scanned = false;
  std::size_t at = 2;
  for (;;) {
    while (at + 1 < bytes.size() && bytes[at] == 0xFF && bytes[at + 1] == 0xFF) ++at;  // fill bytes
    if (at + 2 > bytes.size() || bytes[at] != 0xFF) return no_image("the JPEG is cut off or damaged");
    const std::uint8_t marker = bytes[at + 1];
    at += 2;
    if (marker == 0xD9) break;
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) continue;
    if (at + 2 > bytes.size()) return no_image("the JPEG is cut off");
    const std::size_t length = number_at(bytes, at, 2);
    if (length < 2 || length > bytes.size() - at) return no_image("the JPEG is cut off");
    if (marker == 0xFE) return has_metadata("the photo carries a comment");
    if (marker >= 0xE0 && marker <= 0xEF && !is_decoding_segment(bytes, marker, at + 2)) {
      return has_metadata("the photo carries metadata (Exif, GPS or the like)");
    }
    if (is_frame(marker)) {
      if (length < 7) return no_image("the JPEG is damaged");
      height = number_at(bytes, at + 3, 2);
      width = number_at(bytes, at + 5, 2);
    }
    at += length;
    if (marker == 0xDA) {
      scanned = true;
      at = skip_scan(bytes, at);
    }
  }
  if (at != bytes.size()) return has_metadata("there are bytes after the end of the photo");
  if (!scanned) return no_image("the JPEG holds no picture");
  return with_size("image/jpeg", width, height);
}

bool is_picture_chunk(std::string_view name) {
  constexpr std::array<std::string_view, 14> kPicture{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA",
                                                      "iCCP", "sBIT", "sRGB", "bKGD", "hIST", "pHYs", "cICP"};
  return std::find(kPicture.begin(), kPicture.end(), name) != kPicture.end();
}

Result<PhotoFacts> read_png(Span bytes) {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  bool scanned = false;
  std::size_t at = kPngSignature.size();
  for (;;) {
    if (bytes.size() - at < 12) return no_image("the PNG is cut off");
    const std::size_t length = number_at(bytes, at, 4);
    if (length > bytes.size() - at - 12) return no_image("the PNG is cut off");
    std::string name;
    for (std::size_t i = 4; i < 8; ++i) name.push_back(static_cast<char>(bytes[at + i]));
    if (!is_picture_chunk(name)) return has_metadata("the photo carries metadata (Exif, text or the like)");
    const bool first = at == kPngSignature.size();
    if (first != (name == "IHDR")) return no_image("the PNG is damaged");
    if (first) {
      if (length != 13) return no_image("the PNG is damaged");
      width = number_at(bytes, at + 8, 4);
      height = number_at(bytes, at + 12, 4);
    }
    scanned = scanned || name == "IDAT";
    at += length + 12;
    if (name == "IEND") break;
  }
  if (at != bytes.size()) return has_metadata("there are bytes after the end of the photo");
  if (!scanned) return no_image("the PNG holds no picture");
  return with_size("image/png", width, height);
}

}  // namespace

Result<PhotoFacts> read_photo(Span bytes) {
  if (bytes.size() > kMaxPhotoBytes) return Error{ErrorCode::too_large, "a photo has at most 4 MiB", "image"};
  if (bytes.size() >= 4 && bytes[0] == 0xFF && bytes[1] == 0xD8) return read_jpeg(bytes);
  if (bytes.size() >= kPngSignature.size() && std::equal(kPngSignature.begin(), kPngSignature.end(), bytes.begin())) {
    return read_png(bytes);
  }
  return no_image("this is no JPEG or PNG");
}

}  // namespace ronda::domain
