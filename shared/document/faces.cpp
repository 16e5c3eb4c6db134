#include "shared/document/faces.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "embedded/document.hpp"
#include "shared/base/error.hpp"

namespace ronda::document {
namespace {

constexpr std::array<std::string_view, face_count> file_names = {
    "bonum-regular.ttf", "bonum-bold.ttf", "bonum-italic.ttf", "heros-medium.ttf", "heros-bold.ttf"};

/// Big-endian reading of a TrueType file. The files are our own (made by faces/make_faces.py), so a short read is a
/// bug.
class FontReader {
 public:
  explicit FontReader(std::string_view file) : file_(file) {}

  int u16(std::size_t at) const {
    RONDA_ASSERT(at + 2 <= file_.size());
    return static_cast<unsigned char>(file_[at]) * 256 + static_cast<unsigned char>(file_[at + 1]);
  }
  std::size_t u32(std::size_t at) const {
    return static_cast<std::size_t>(u16(at)) * 65536 + static_cast<std::size_t>(u16(at + 2));
  }
  std::size_t table(std::string_view tag) const {
    for (int i = 0; i < u16(4); ++i) {
      const std::size_t entry = 12 + 16 * static_cast<std::size_t>(i);
      if (file_.substr(entry, 4) == tag) return u32(entry + 8);
    }
    assertion_failed("table missing in a face", __FILE__, __LINE__);
  }

 private:
  std::string_view file_;
};

using Advances = std::vector<std::pair<char32_t, int>>;  // sorted by sign

/// The mapping of the Basic Multilingual Plane in a `cmap` table (platform 3, encoding 1, always format 4 here).
std::size_t unicode_mapping(const FontReader& font) {
  const std::size_t cmap = font.table("cmap");
  for (int i = 0; i < font.u16(cmap + 2); ++i) {
    const std::size_t entry = cmap + 4 + 8 * static_cast<std::size_t>(i);
    if (font.u16(entry) == 3 && font.u16(entry + 2) == 1) return cmap + font.u32(entry + 4);
  }
  assertion_failed("no Unicode mapping in a face", __FILE__, __LINE__);
}

Advances read_advances(std::string_view file) {
  const FontReader font(file);
  const std::size_t mapping = unicode_mapping(font);
  RONDA_ASSERT(font.u16(mapping) == 4);
  const int long_metrics = font.u16(font.table("hhea") + 34);
  const std::size_t metrics = font.table("hmtx");
  const auto segments = static_cast<std::size_t>(font.u16(mapping + 6)) / 2;
  const std::size_t ends = mapping + 14;
  const std::size_t starts = ends + 2 * segments + 2;
  const std::size_t deltas = starts + 2 * segments;
  const std::size_t offsets = deltas + 2 * segments;
  Advances advances;
  for (std::size_t s = 0; s < segments; ++s) {
    const int start = font.u16(starts + 2 * s);
    const int offset = font.u16(offsets + 2 * s);
    for (int sign = start; sign <= font.u16(ends + 2 * s) && sign < 0xFFFF; ++sign) {
      int glyph = sign;
      if (offset != 0) {
        const auto place = static_cast<std::size_t>(offset + 2 * (sign - start));
        glyph = font.u16(offsets + 2 * s + place);
        if (glyph == 0) continue;
      }
      glyph = (glyph + font.u16(deltas + 2 * s)) & 0xFFFF;
      if (glyph == 0) continue;
      const int row = std::min(glyph, long_metrics - 1);
      advances.emplace_back(static_cast<char32_t>(sign), font.u16(metrics + 4 * static_cast<std::size_t>(row)));
    }
  }
  std::sort(advances.begin(), advances.end());
  return advances;
}

std::array<Advances, face_count> read_all() {
  std::array<Advances, face_count> all;
  for (int i = 0; i < face_count; ++i)
    all[static_cast<std::size_t>(i)] = read_advances(face_file(static_cast<Face>(i)));
  return all;
}

}  // namespace

std::string_view face_file(Face face) {
  for (const auto& file : embedded::document::files)
    if (file.name == file_names[static_cast<std::size_t>(face)]) return file.content;
  assertion_failed("face not embedded", __FILE__, __LINE__);
}

int advance(Face face, char32_t sign) {
  static const std::array<Advances, face_count> all = read_all();
  const Advances& advances = all[static_cast<std::size_t>(face)];
  const auto at = std::lower_bound(advances.begin(), advances.end(), std::make_pair(sign, -1));
  return at != advances.end() && at->first == sign ? at->second : -1;
}

}  // namespace ronda::document
