#include "shared/document/text.hpp"

#include <cstddef>
#include <cstdint>

namespace ronda::document {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Glyph {
  char32_t sign = 0;
  Face face = Face::bonum;
  bool underlined = false;
  bool may_break = false;  // an ordinary space
  double width = 0;
};

/// The next sign of `text` from `at`, which moves behind it.
char32_t next_sign(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(at++);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0 || lead >= 0xF5 || at + more > text.size()) return replacement;
  std::uint32_t sign = lead & (more == 1 ? 0x1FU : more == 2 ? 0x0FU : 0x07U);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return replacement;
    sign = sign << 6U | (byte(at + i) & 0x3FU);
  }
  const bool overlong = (more == 2 && sign < 0x800) || (more == 3 && sign < 0x10000);
  if (overlong || (sign >= 0xD800 && sign < 0xE000) || sign > 0x10FFFF) return replacement;
  at += more;
  return sign;
}

void append_utf8(std::string& out, char32_t sign) {
  const auto put = [&](char32_t value) { out.push_back(static_cast<char>(static_cast<unsigned char>(value))); };
  if (sign < 0x80) {
    put(sign);
  } else if (sign < 0x800) {
    put(0xC0U | sign >> 6U);
    put(0x80U | (sign & 0x3FU));
  } else {  // the faces end with the Basic Multilingual Plane
    put(0xE0U | sign >> 12U);
    put(0x80U | (sign >> 6U & 0x3FU));
    put(0x80U | (sign & 0x3FU));
  }
}

std::string spelled(char32_t sign) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string hex;
  for (std::uint32_t rest = sign; rest != 0 || hex.size() < 4; rest >>= 4U) hex.insert(hex.begin(), digits[rest & 15U]);
  return "[U+" + hex + "]";
}

/// Signs that only steer other systems' layout and mean nothing on paper.
bool is_invisible(char32_t sign) {
  return sign < 0x20 || sign == 0x7F || sign == 0xAD || (sign >= 0x200B && sign <= 0x200F) || sign == 0x2060 ||
         sign == 0xFEFF || sign == 0xFE0E || sign == 0xFE0F;
}

void append_glyphs(std::vector<Glyph>& glyphs, const Run& run, double size) {
  const auto add = [&](char32_t sign, bool may_break) {
    glyphs.push_back({sign, run.face, run.underlined, may_break, advance(run.face, sign) * size / 1000.0});
  };
  for (std::size_t at = 0; at < run.text.size();) {
    const char32_t sign = next_sign(run.text, at);
    if (sign == '\n') {
      glyphs.push_back({U'\n', run.face, false, false, 0});
    } else if (sign == ' ' || sign == '\t') {
      add(U' ', true);
    } else if (sign == 0xA0 || sign == 0x202F) {
      add(U' ', false);
    } else if (is_invisible(sign)) {
      continue;
    } else if (advance(run.face, sign) >= 0) {
      add(sign, false);
    } else {
      for (const char letter : spelled(sign)) add(static_cast<unsigned char>(letter), false);
    }
  }
}

/// One line of the glyphs [first, last).
Line assemble(const Paragraph& paragraph, const std::vector<Glyph>& glyphs, std::size_t first, std::size_t last,
              double width) {
  while (last > first && glyphs[last - 1].may_break) --last;
  Line line;
  line.size = paragraph.size;
  line.leading = paragraph.leading;
  double x = 0;
  for (std::size_t i = first; i < last; ++i) {
    const Glyph& glyph = glyphs[i];
    const bool goes_on = !line.pieces.empty() && line.pieces.back().face == glyph.face &&
                         line.pieces.back().underlined == glyph.underlined;
    if (!goes_on) line.pieces.push_back({glyph.face, {}, x, 0, glyph.underlined});
    append_utf8(line.pieces.back().text, glyph.sign);
    line.pieces.back().width += glyph.width;
    x += glyph.width;
  }
  const double shift = paragraph.align == Align::left     ? 0
                       : paragraph.align == Align::centre ? (width - x) / 2
                                                          : width - x;
  for (Piece& piece : line.pieces) piece.x += shift;
  return line;
}

}  // namespace

double text_width(Face face, double size, std::string_view text) {
  std::vector<Glyph> glyphs;
  append_glyphs(glyphs, {face, std::string(text), false}, size);
  double width = 0;
  for (const Glyph& glyph : glyphs) width += glyph.width;
  return width;
}

std::vector<Line> break_lines(const Paragraph& paragraph, double width) {
  std::vector<Glyph> glyphs;
  for (const Run& run : paragraph.runs) append_glyphs(glyphs, run, paragraph.size);
  std::vector<Line> lines;
  const std::size_t none = glyphs.size();
  std::size_t first = 0;
  while (first < glyphs.size()) {
    double used = 0;
    std::size_t at = first;
    std::size_t space = none;
    // A hair of slack: a text measured beforehand must fit the width it was given.
    while (at < glyphs.size() && glyphs[at].sign != U'\n' &&
           (glyphs[at].may_break || at == first || used + glyphs[at].width <= width + 0.01)) {
      if (glyphs[at].may_break) space = at;
      used += glyphs[at].width;
      ++at;
    }
    if (at < glyphs.size() && glyphs[at].sign != U'\n' && space != none && space > first) at = space;
    lines.push_back(assemble(paragraph, glyphs, first, at, width));
    const bool fed = at < glyphs.size() && glyphs[at].sign == U'\n';
    if (fed) ++at;
    while (!fed && at < glyphs.size() && glyphs[at].may_break) ++at;
    first = at;
  }
  if (!lines.empty()) lines.front().space_before = paragraph.space_before;
  return lines;
}

}  // namespace ronda::document
