#pragma once
// Fills pages from top to bottom: paragraphs, tables whose rows may cross pages, blocks that stay whole. Points.

#include <functional>
#include <vector>

#include "shared/document/sheets.hpp"
#include "shared/document/text.hpp"

namespace ronda::document {

struct Margins {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

struct Column {
  double width = 0;
  Align align = Align::left;
};

/// A cell holds paragraphs, one under the other.
using Cell = std::vector<Paragraph>;

struct Table {
  double indent = 0;  ///< from the left margin
  std::vector<Column> columns;
  std::vector<Cell> head;  ///< repeated on each page; empty for none
  std::vector<std::vector<Cell>> rows;
  bool ruled = true;        ///< lines around the cells
  double pad_x = mm(1.8);   ///< between a cell's edge and its text
  double pad_y = mm(1.35);  ///< likewise above and below
};

/// Draws lines at (x, y) of a page and returns the y below them. `y` is the top of the first line.
double draw_lines(Page& page, const std::vector<Line>& lines, double x, double y);
double height_of(const std::vector<Line>& lines);
/// The lines of all paragraphs of a cell.
std::vector<Line> lines_of(const Cell& cell, double width);

class Flow {
 public:
  Flow(double width, double page_height, Margins margins);

  /// Keeps `height` free at the foot of the first page (for the code strip). Before anything is drawn.
  void reserve_first_foot(double height) { first_foot_ = height; }

  double width() const { return width_ - margins_.left - margins_.right; }
  double left() const { return margins_.left; }
  double y() const { return y_; }
  double room() const { return bottom() - y_; }
  Page& page() { return pages_.back(); }
  std::vector<Page>& pages() { return pages_; }
  int page_number() const { return static_cast<int>(pages_.size()); }

  void skip(double height) { y_ += height; }
  void next_page();
  /// Goes to the next page unless `height` is free here (or the page is still empty).
  void need(double height);

  /// A paragraph from `indent`, `narrower` by that much at the right; `label` is hung at the left margin plus
  /// `label_indent` beside its first line. Crosses pages without leaving a single line behind.
  struct Place {
    double indent = 0;
    double narrower = 0;
    double label_indent = 0;
  };
  void paragraph(const Paragraph& paragraph, Place place);
  void paragraph(const Paragraph& text) { paragraph(text, Place{}); }
  void labelled(const Run& label, const Paragraph& paragraph, Place place);

  void table(const Table& table);

  /// Cuts the last page to its content plus the bottom margin (a receipt is as long as it is).
  void trim_last_page() { page().height = y_ + margins_.bottom; }

 private:
  double bottom() const;
  void flow_lines(const std::vector<Line>& lines, double x);
  void table_row(const Table& table, const std::vector<std::vector<Line>>& cells);
  void table_segment(const Table& table, const std::vector<std::vector<Line>>& cells, double text_height);
  double row_height(const Table& table, const std::vector<std::vector<Line>>& cells) const;

  double width_;
  double page_height_;
  Margins margins_;
  double first_foot_ = 0;
  double y_ = 0;
  std::vector<Page> pages_;
};

}  // namespace ronda::document
