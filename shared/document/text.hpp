#pragma once
// From text to lines: what can be printed, how wide it is, where it breaks. Lengths in points. Pure; any thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/document/faces.hpp"

namespace ronda::document {

/// A stretch of UTF-8 in one face.
struct Run {
  Face face = Face::bonum;
  std::string text;
  bool underlined = false;
};

enum class Align { left, centre, right };

struct Paragraph {
  std::vector<Run> runs;
  double size = 11;
  double leading = 15.5;
  Align align = Align::left;
  double space_before = 0;  ///< kept away from what stands above it in the same cell or flow
};

/// A stretch of one line; `x` counts from the left edge of the paragraph.
struct Piece {
  Face face = Face::bonum;
  std::string text;
  double x = 0;
  double width = 0;
  bool underlined = false;
};

struct Line {
  std::vector<Piece> pieces;
  double size = 11;
  double leading = 15.5;
  double space_before = 0;
};

/// The width of `text` on one line.
double text_width(Face face, double size, std::string_view text);

/// Breaks at spaces, at line feeds in the text, and inside a word only if the word alone is wider than `width`. Nothing
/// is left out: a sign that the face lacks is spelled `[U+XXXX]`, a byte that is no UTF-8 `[U+FFFD]`. An empty
/// paragraph has no lines.
std::vector<Line> break_lines(const Paragraph& paragraph, double width);

}  // namespace ronda::document
