#pragma once
// A laid-out paper before it becomes PDF: pages of marks. Points, origin at the top left, y downward, black only.

#include <string>
#include <variant>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/document/faces.hpp"

namespace ronda::document {

inline constexpr double points_per_mm = 72.0 / 25.4;
constexpr double mm(double millimetres) { return millimetres * points_per_mm; }

struct Point {
  double x = 0;
  double y = 0;
};

struct TextMark {
  Face face = Face::bonum;
  double size = 11;
  Point at;  ///< left end of the baseline
  std::string text;
};

struct RuleMark {
  Point from;
  Point to;
  double width = 0.75;
  bool dashed = false;
};

/// Filled outlines; where outlines overlap an even number of times the paper shows (even-odd rule).
struct ShapeMark {
  std::vector<std::vector<Point>> outlines;
};

/// Pen lines with round ends.
struct PenMark {
  std::vector<std::vector<Point>> lines;
  double width = 1.1;
};

using Mark = std::variant<TextMark, RuleMark, ShapeMark, PenMark>;

struct Page {
  double height = 0;
  std::vector<Mark> marks;
};

struct Sheets {
  std::string title;  ///< ASCII, for the reader's title bar
  Instant created;
  double width = 0;
  std::vector<Page> pages;
};

}  // namespace ronda::document
