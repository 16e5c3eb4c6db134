#include "shared/document/flow.hpp"

#include <algorithm>
#include <cstddef>

namespace ronda::document {
namespace {

/// Where the baseline stands inside a line, from its top.
double baseline(const Line& line) { return (line.leading - line.size) / 2 + line.size * 0.8; }

std::vector<std::vector<Line>> row_lines(const Table& table, const std::vector<Cell>& cells) {
  std::vector<std::vector<Line>> lines;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i >= cells.size()) {
      lines.emplace_back();
      continue;
    }
    Cell cell = cells[i];
    for (Paragraph& paragraph : cell)
      if (table.columns[i].align != Align::left) paragraph.align = table.columns[i].align;
    lines.push_back(lines_of(cell, table.columns[i].width - 2 * table.pad_x));
  }
  return lines;
}

/// Takes from the front of `cell` the lines that fit into `height`.
std::vector<Line> take(std::vector<Line>& cell, double height) {
  std::size_t count = 0;
  double used = 0;
  while (count < cell.size()) {
    const double more = cell[count].leading + (count == 0 ? 0 : cell[count].space_before);
    if (used + more > height) break;
    used += more;
    ++count;
  }
  const auto end = cell.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Line> taken(cell.begin(), end);
  cell.erase(cell.begin(), end);
  return taken;
}

}  // namespace

double draw_lines(Page& page, const std::vector<Line>& lines, double x, double y) {
  bool first = true;
  for (const Line& line : lines) {
    if (!first) y += line.space_before;
    first = false;
    const double base = y + baseline(line);
    for (const Piece& piece : line.pieces) {
      page.marks.push_back(TextMark{piece.face, line.size, {x + piece.x, base}, piece.text});
      if (!piece.underlined) continue;
      const double under = base + line.size * 0.14;
      page.marks.push_back(
          RuleMark{{x + piece.x, under}, {x + piece.x + piece.width, under}, line.size * 0.055, false});
    }
    y += line.leading;
  }
  return y;
}

double height_of(const std::vector<Line>& lines) {
  double height = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) height += lines[i].leading + (i == 0 ? 0 : lines[i].space_before);
  return height;
}

std::vector<Line> lines_of(const Cell& cell, double width) {
  std::vector<Line> lines;
  for (const Paragraph& paragraph : cell) {
    auto more = break_lines(paragraph, width);
    lines.insert(lines.end(), more.begin(), more.end());
  }
  return lines;
}

Flow::Flow(double width, double page_height, Margins margins)
    : width_(width), page_height_(page_height), margins_(margins) {
  next_page();
}

double Flow::bottom() const { return page_height_ - margins_.bottom - (pages_.size() == 1 ? first_foot_ : 0); }

void Flow::next_page() {
  pages_.push_back(Page{page_height_, {}});
  y_ = margins_.top;
}

void Flow::need(double height) {
  if (height > room() && y_ > margins_.top) next_page();
}

void Flow::flow_lines(const std::vector<Line>& lines, double x) {
  std::size_t at = 0;
  while (at < lines.size()) {
    std::size_t end = at;
    double used = 0;
    while (end < lines.size() && used + lines[end].leading <= room()) used += lines[end++].leading;
    const std::size_t left_over = lines.size() - end;
    if (left_over == 1 && end > at + 2) --end;             // no single line on the next page …
    if (end == at + 1 && left_over > 0 && at == 0) --end;  // … and none left behind
    if (end == at && y_ <= margins_.top) end = at + 1;
    const std::vector<Line> part(lines.begin() + static_cast<std::ptrdiff_t>(at),
                                 lines.begin() + static_cast<std::ptrdiff_t>(end));
    y_ = draw_lines(page(), part, x, y_);
    at = end;
    if (at < lines.size()) next_page();
  }
}

void Flow::paragraph(const Paragraph& text, Place place) {
  y_ += text.space_before;
  flow_lines(break_lines(text, width() - place.indent - place.narrower), left() + place.indent);
}

void Flow::labelled(const Run& label, const Paragraph& text, Place place) {
  y_ += text.space_before;
  const auto lines = break_lines(text, width() - place.indent - place.narrower);
  need(text.leading * (lines.size() > 1 ? 2 : 1));
  const auto label_lines = break_lines({{label}, text.size, text.leading, Align::left, 0}, width());
  draw_lines(page(), label_lines, left() + place.label_indent, y_);
  flow_lines(lines, left() + place.indent);
}

double Flow::row_height(const Table& table, const std::vector<std::vector<Line>>& cells) const {
  double height = 0;
  for (const auto& cell : cells) height = std::max(height, height_of(cell));
  return height + 2 * table.pad_y;
}

void Flow::table_segment(const Table& table, const std::vector<std::vector<Line>>& cells, double text_height) {
  const double top = y_;
  const double below = top + text_height + 2 * table.pad_y;
  double x = left() + table.indent;
  const double first_x = x;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    draw_lines(page(), cells[i], x + table.pad_x, top + table.pad_y);
    if (table.ruled) page().marks.push_back(RuleMark{{x, top}, {x, below}, 0.75, false});
    x += table.columns[i].width;
  }
  if (table.ruled) {
    page().marks.push_back(RuleMark{{x, top}, {x, below}, 0.75, false});
    page().marks.push_back(RuleMark{{first_x - 0.375, top}, {x + 0.375, top}, 0.75, false});
    page().marks.push_back(RuleMark{{first_x - 0.375, below}, {x + 0.375, below}, 0.75, false});
  }
  y_ = below;
}

void Flow::table_row(const Table& table, const std::vector<std::vector<Line>>& cells) {
  auto rest = cells;
  const auto head = table.head.empty() ? std::vector<std::vector<Line>>{} : row_lines(table, table.head);
  const auto turn_page = [&] {
    next_page();
    if (!head.empty()) table_segment(table, head, row_height(table, head) - 2 * table.pad_y);
  };
  // A row that would fit on a page of its own half moves there whole; a longer one is cut between lines.
  const double whole = row_height(table, rest);
  if (whole > room() && whole < (page_height_ - margins_.top - margins_.bottom) / 2) turn_page();
  for (;;) {
    std::vector<std::vector<Line>> part;
    double height = 0;
    bool more = false;
    for (auto& cell : rest) {
      part.push_back(take(cell, room() - 2 * table.pad_y));
      height = std::max(height, height_of(part.back()));
      more = more || !cell.empty();
    }
    if (height > 0 || !more) table_segment(table, part, height);
    if (!more) return;
    turn_page();
  }
}

void Flow::table(const Table& table) {
  const auto head = row_lines(table, table.head);
  const double head_height = table.head.empty() ? 0 : row_height(table, head);
  const auto first = table.rows.empty() ? std::vector<std::vector<Line>>{} : row_lines(table, table.rows.front());
  // The head never stands alone at the foot of a page.
  need(head_height + std::min(row_height(table, first), mm(30)));
  if (!table.head.empty()) table_segment(table, head, head_height - 2 * table.pad_y);
  for (const auto& row : table.rows) table_row(table, row_lines(table, row));
}

}  // namespace ronda::document
