#include "shared/document/a4.hpp"

#include <algorithm>
#include <cstddef>

namespace ronda::document {
namespace {

constexpr double address_size = 10;
constexpr double letterhead_leading = 14;
constexpr double strip_text_left = mm(29.5);

/// A note of more than about eight lines of a table cell.
bool is_long(const std::string& note) { return note.size() > 400; }

double qr_side(const QrCode& qr) { return std::clamp(qr.modules * mm(0.42), mm(25), mm(38)); }
double strip_text_x(const CodeStrip& strip) { return std::max(strip_text_left, qr_side(strip.qr) + mm(4.5)); }

std::vector<Line> strip_lines(const CodeStrip& strip) {
  const double width = a4_width - a4_margins.left - a4_margins.right - strip_text_x(strip);
  std::vector<Line> lines = lines_of(code_sentences(strip.code), width);
  const std::vector<Line> more = lines_of(strip.below, width);
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

}  // namespace

Paragraph body(const std::string& text, Face face) { return {{{face, text}}, body_size, body_leading, Align::left, 0}; }

Paragraph translation(const std::string& text) { return {{{Face::bonum_italic, text}}, 9.4, 12.6, Align::left, 0}; }

Paragraph cell_text(const std::string& text, Face face) {
  return {{{face, text}}, table_size, table_leading, Align::left, 0};
}

Paragraph cell_translation(const std::string& text) {
  return {{{Face::bonum_italic, text}}, 8.6, 11.4, Align::left, 0.8};
}

Cell bilingual_cell(const Bilingual& text, Face face) {
  Cell cell = {cell_text(text.id, face)};
  if (text.english() != text.id) cell.push_back(cell_translation(text.english()));
  return cell;
}

Paragraph one_line(const Bilingual& text, double size, double leading, Face face) {
  Paragraph paragraph = {{{face, text.id}}, size, leading, Align::left, 0};
  if (text.english() != text.id) paragraph.runs.push_back({Face::bonum_italic, " / " + text.english()});
  return paragraph;
}

std::string in_capitals(const std::string& text) {
  std::string capitals = text;
  for (char& letter : capitals)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  return capitals;
}

Bilingual severity_word(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return {"Kritis", "Critical"};
    case Severity::major:
      return {"Penting", "Major"};
    case Severity::minor:
      break;
  }
  return {"Ringan", "Minor"};
}

Result<void> check_letterhead(const Letterhead& letterhead) {
  // Perkap 1/2023: a kop surat has at most three lines.
  if (letterhead.lines.size() > 3) return bad_input("a letterhead has at most three lines", "/letterhead/lines");
  return {};
}

double draw_letterhead(Flow& flow, const Letterhead& letterhead) {
  double longest = 0;
  for (const auto& line : letterhead.lines)
    longest = std::max(longest, text_width(Face::bonum, body_size, in_capitals(line)));
  // The right side belongs to place and date; an over-long line wraps inside the block.
  const double width = std::min(longest, flow.width() * 0.6);
  const double x = flow.left();
  double y = flow.y();
  for (const auto& line : letterhead.lines) {
    const Paragraph text = {{{Face::bonum, in_capitals(line)}}, body_size, letterhead_leading, Align::centre, 0};
    y = draw_lines(flow.page(), break_lines(text, width), x, y);
  }
  const Paragraph address = {{{Face::bonum, letterhead.address}}, address_size, letterhead_leading, Align::centre, 0};
  y = draw_lines(flow.page(), break_lines(address, width), x, y);
  const double address_baseline = y - (letterhead_leading - address_size) / 2 - address_size * 0.2;
  y += mm(0.9);
  flow.page().marks.push_back(RuleMark{{x, y}, {x + width, y}, 0.8, false});
  flow.skip(y - flow.y());
  return address_baseline;
}

void draw_findings(Flow& flow, const std::vector<FindingRow>& findings, Language language, double indent) {
  const double width = flow.width() - indent;
  const auto words = [&](const Bilingual& text, Face face = Face::bonum) -> Cell {
    if (language == Language::both) return bilingual_cell(text, face);
    return {cell_text(language == Language::english ? text.english() : text.id, face)};
  };
  const bool with_basis =
      std::any_of(findings.begin(), findings.end(), [](const FindingRow& row) { return !row.basis.id.empty(); });
  Table table;
  table.indent = indent;
  const double basis_width = with_basis ? mm(27) : 0;
  table.columns = {{mm(10)}, {mm(17.5)}, {width - mm(10 + 17.5 + 19 + 26.5) - basis_width}, {mm(19)}};
  if (with_basis) table.columns.push_back({basis_width});
  table.columns.push_back({mm(26.5)});
  const Face bold = Face::bonum_bold;
  table.head = {words({"No.", ""}, bold), words({"Butir", "Item"}, bold), words({"Temuan", "Finding"}, bold),
                words({"Tingkat", "Level"}, bold)};
  if (with_basis) table.head.push_back(words({"Dasar", "Basis"}, bold));
  table.head.push_back(words({"Tenggat", "Deadline"}, bold));
  int number = 0;
  for (const FindingRow& row : findings) {
    Cell finding = words(row.text);
    if (is_long(row.note)) {
      const bool here = language != Language::english;
      const Cell reference =
          words({"Catatan di bawah tabel.", here ? "Note under the table." : "Note in the Indonesian text."});
      finding.insert(finding.end(), reference.begin(), reference.end());
    } else if (!row.note.empty()) {
      finding.push_back(cell_text(row.note));
    }
    std::vector<Cell> cells = {{cell_text(std::to_string(++number) + ".")},
                               {cell_text(row.code)},
                               finding,
                               words(severity_word(row.severity))};
    if (with_basis) cells.push_back(row.basis.id.empty() ? Cell{cell_text("–")} : words(row.basis));
    cells.push_back(words(row.deadline));
    table.rows.push_back(cells);
  }
  flow.table(table);
  if (language == Language::english) return;
  for (const FindingRow& row : findings) {
    if (!is_long(row.note)) continue;
    Paragraph note = cell_text("Catatan " + row.code + ": ", Face::bonum_bold);
    note.runs.push_back({Face::bonum, row.note});
    note.space_before = mm(2);
    flow.paragraph(note, {indent, 0, 0});
  }
}

bool is_signed(const Strokes& strokes) { return strokes.width > 0 && strokes.height > 0 && !strokes.lines.empty(); }

PenMark pen_mark(const Strokes& strokes, Point at, double width, double height, double pen) {
  PenMark mark;
  mark.width = pen;
  if (!is_signed(strokes)) return mark;
  const double scale = std::min(width / strokes.width, height / strokes.height);
  const double left = at.x + (width - strokes.width * scale) / 2;
  const double top = at.y + (height - strokes.height * scale) / 2;
  for (const auto& line : strokes.lines) {
    std::vector<Point> points;
    for (const auto& [x, y] : line) {
      // A pen that left the pad must not run over the text around the box.
      points.push_back(
          {left + std::clamp(x, 0, strokes.width) * scale, top + std::clamp(y, 0, strokes.height) * scale});
    }
    mark.lines.push_back(std::move(points));
  }
  return mark;
}

std::vector<Paragraph> code_sentences(const Code& code) {
  const double size = 9.8;
  const double leading = 13.4;
  const std::string lead = "Periksa keaslian dan jawab";
  const std::string address = code.portal_address.empty() ? lead : lead + ": " + code.portal_address;
  std::string scan = "Pindai kode dengan kamera ponsel.";
  if (code.verifiable_offline) scan += " Keaslian dapat diperiksa tanpa jaringan.";
  return {{{{Face::bonum_bold, address}}, size, leading, Align::left, 0},
          {{{Face::bonum, scan}}, size, leading, Align::left, 0}};
}

double code_strip_height(const CodeStrip& strip) {
  return mm(3.6) + std::max(qr_side(strip.qr), height_of(strip_lines(strip)));
}

void draw_code_strip(Page& first_page, const CodeStrip& strip) {
  const double bottom = first_page.height - a4_margins.bottom;
  const double top = bottom - code_strip_height(strip);
  const double left = a4_margins.left;
  first_page.marks.push_back(RuleMark{{left, top}, {a4_width - a4_margins.right, top}, 0.8, false});
  const double side = qr_side(strip.qr);
  first_page.marks.push_back(qr_shape(strip.qr, {left, bottom - side}, side));
  const std::vector<Line> lines = strip_lines(strip);
  const double slack = bottom - top - mm(3.6) - height_of(lines);
  draw_lines(first_page, lines, left + strip_text_x(strip), top + mm(3.6) + slack / 2);
}

void draw_page_feet(std::vector<Page>& pages, const std::string& reference) {
  const double size = 9;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::string number = "Halaman " + std::to_string(i + 1) + " dari " + std::to_string(pages.size());
    const double y = pages[i].height - mm(9.6);
    const double right = a4_width - a4_margins.right - text_width(Face::bonum, size, number);
    const double room = right - a4_margins.left - mm(5);
    const auto lines = break_lines({{{Face::bonum, reference}}, size, 11, Align::left, 0}, room);
    draw_lines(pages[i], lines, a4_margins.left, y - 9 + (lines.size() > 1 ? -5.5 : 0));
    pages[i].marks.push_back(TextMark{Face::bonum, size, {right, y - 0.8}, number});
  }
}

}  // namespace ronda::document
