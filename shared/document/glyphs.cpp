#include "shared/document/glyphs.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace ronda::document {
namespace {

using Outline = std::vector<Point>;

/// Places outlines drawn on a grid of 16 units.
class Grid {
 public:
  Grid(Point at, double size) : at_(at), unit_(size / 16) {}

  void add(const Outline& outline) {
    Outline placed;
    for (const Point& point : outline) placed.push_back({at_.x + point.x * unit_, at_.y + point.y * unit_});
    shape_.outlines.push_back(std::move(placed));
  }
  void disc(Point centre, double radius) {
    constexpr int corners = 36;
    Outline outline;
    for (int i = 0; i < corners; ++i) {
      const double angle = 2 * 3.14159265358979 * i / corners;
      outline.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
    }
    add(outline);
  }
  void box(double left, double top, double right, double bottom) {
    add({{left, top}, {right, top}, {right, bottom}, {left, bottom}});
  }
  /// A box with its corners cut, which reads as rounded at this size.
  void soft_box(double left, double top, double right, double bottom, double cut) {
    add({{left + cut, top},
         {right - cut, top},
         {right, top + cut},
         {right, bottom - cut},
         {right - cut, bottom},
         {left + cut, bottom},
         {left, bottom - cut},
         {left, top + cut}});
  }
  ShapeMark shape() && { return std::move(shape_); }

 private:
  Point at_;
  double unit_;
  ShapeMark shape_;
};

const Outline diamond = {{8, 0.4}, {15.6, 8}, {8, 15.6}, {0.4, 8}};
const Outline inner_diamond = {{8, 3.2}, {12.8, 8}, {8, 12.8}, {3.2, 8}};

}  // namespace

ShapeMark lantern(Point at, double height) {
  // Drawn 16 high and about 10 wide; parts touch but do not overlap, for overlapping would show paper.
  Grid grid(at, height);
  grid.disc({4.9, 1.6}, 1.6);
  grid.disc({4.9, 1.6}, 0.75);
  grid.add({{3.6, 3.2}, {6.2, 3.2}, {7.9, 5.2}, {1.9, 5.2}});
  grid.soft_box(1.3, 5.2, 8.5, 14.0, 1.1);
  grid.soft_box(2.7, 6.6, 7.1, 12.6, 0.8);
  grid.soft_box(4.1, 7.6, 5.7, 11.6, 0.6);
  grid.soft_box(0.2, 14.3, 9.6, 16.0, 0.7);
  return std::move(grid).shape();
}

ShapeMark severity_glyph(Severity severity, Point at, double size) {
  Grid grid(at, size);
  grid.add(diamond);
  switch (severity) {
    case Severity::critical:
      grid.box(7.1, 4.0, 8.9, 9.2);
      grid.box(7.1, 10.4, 8.9, 12.2);
      break;
    case Severity::major:
      grid.add({{8, 3.2}, {12.8, 8}, {8, 12.8}});
      break;
    case Severity::minor:
      grid.add(inner_diamond);
      break;
  }
  return std::move(grid).shape();
}

ShapeMark check_glyph(Point at, double size) {
  Grid grid(at, size);
  grid.disc({8, 8}, 7.6);
  grid.add({{3.9, 8.3}, {5.2, 7.0}, {7.1, 8.9}, {11.0, 5.0}, {12.3, 6.3}, {7.1, 11.5}});
  return std::move(grid).shape();
}

}  // namespace ronda::document
