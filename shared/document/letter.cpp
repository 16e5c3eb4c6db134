#include "shared/document/letter.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "shared/document/a4.hpp"
#include "shared/document/pdf.hpp"

namespace ronda::document {
namespace {

constexpr double label_column = mm(23.4);  // where the colons stand
constexpr double value_column = mm(26.6);
constexpr double addressee_column = mm(111);
constexpr double number_column = mm(8);    // text of a numbered clause
constexpr double point_column = mm(14.3);  // text of a lettered point
constexpr double signature_left = mm(68);
constexpr double clause_gap = mm(2.9);

const std::string& in(Language language, const Bilingual& text) {
  return language == Language::english ? text.english() : text.id;
}

std::string number_of(const Letter& letter, Language language) {
  if (!letter.number.empty()) return letter.number;
  const std::string follows = language == Language::english ? "to follow" : "menyusul";
  const std::string draft = language == Language::english ? "draft " : "draf ";
  return letter.draft_id.empty() ? follows : follows + " (" + draft + letter.draft_id + ")";
}

class LetterLayout {
 public:
  explicit LetterLayout(const Letter& letter) : letter_(letter), flow_(a4_width, a4_height, a4_margins) {}

  Result<std::string> run() {
    const auto checked = check_letterhead(letter_.letterhead);
    if (!checked) return checked.error();
    auto qr = encode_qr(letter_.code.qr_payload);
    if (!qr) return std::move(qr).error();
    CodeStrip strip{std::move(qr).value(), letter_.code, strip_sentence(99)};
    flow_.reserve_first_foot(code_strip_height(strip) + mm(3));
    indonesian();
    flow_.next_page();
    strip.below = strip_sentence(flow_.page_number());
    english();
    draw_code_strip(flow_.pages().front(), strip);
    draw_page_feet(flow_.pages(), number_of(letter_, Language::indonesian));
    return to_pdf({"Surat " + letter_.draft_id, letter_.created, a4_width, std::move(flow_.pages())});
  }

 private:
  static std::vector<Paragraph> strip_sentence(int page) {
    return {
        {{{Face::bonum_italic, "English translation on page " + std::to_string(page) +
                                   ". Scan the code to read and answer in English. The Indonesian text is binding."}},
         9.8,
         13.4,
         Align::left,
         0}};
  }

  void indonesian() {
    const double address_line = draw_letterhead(flow_, letter_.letterhead);
    const std::string& date = letter_.place_and_date.id;
    const double x = flow_.left() + flow_.width() - text_width(Face::bonum, body_size, date);
    flow_.page().marks.push_back(TextMark{Face::bonum, body_size, {x, address_line}, date});
    flow_.skip(mm(5.5));
    const double top = flow_.y();
    draw_fields(Language::indonesian, addressee_column - mm(12));
    const double below_fields = flow_.y();
    const double below_addressee = draw_addressee(top);
    flow_.skip(std::max(below_fields, below_addressee) - flow_.y() + mm(4.6));
    draw_clauses(Language::indonesian);
    draw_signature(Language::indonesian);
    draw_copies(Language::indonesian);
  }

  void english() {
    Paragraph title = body(letter_.title.english(), Face::bonum_bold);
    title.size = 13;
    title.leading = 18;
    flow_.paragraph(title);
    flow_.paragraph(
        {{{Face::bonum_italic, "English translation. The Indonesian text is binding."}}, 10, 14, Align::left, 0});
    flow_.skip(mm(4));
    draw_fields(Language::english, flow_.width());
    flow_.skip(mm(4.6));
    draw_clauses(Language::english);
    draw_signature(Language::english);
    draw_copies(Language::english);
  }

  void draw_field(const std::string& label, const Run& value, double right) {
    const double y = flow_.y();
    const auto draw = [&](const std::string& text, double indent) {
      draw_lines(flow_.page(), break_lines(body(text), right), flow_.left() + indent, y);
    };
    draw(label, 0);
    draw(":", label_column);
    Paragraph text = body("");
    text.runs = {value};
    flow_.paragraph(text, {value_column, flow_.width() - right, 0});
    if (flow_.y() == y) flow_.skip(body_leading);
  }

  void draw_fields(Language language, double right) {
    const bool english = language == Language::english;
    if (english) {
      draw_field("Date", {Face::bonum, letter_.place_and_date.english()}, right);
      std::string to;
      for (const auto& line : letter_.addressee) to += to.empty() ? line : ", " + line;
      draw_field("To", {Face::bonum, to + ", " + letter_.addressee_place}, right);
    }
    draw_field(english ? "Number" : "Nomor", {Face::bonum, number_of(letter_, language)}, right);
    for (const LetterField& field : letter_.fields)
      draw_field(in(language, field.label), {Face::bonum, in(language, field.value), field.underlined}, right);
  }

  /// "Kepada / Yth. … di <tempat>" in the right column, its first line at `y`. Returns the y below.
  double draw_addressee(double y) {
    const double x = flow_.left() + addressee_column;
    const double width = flow_.width() - addressee_column;
    const auto draw = [&](const Run& run, double indent) {
      Paragraph text = body("");
      text.runs = {run};
      y = draw_lines(flow_.page(), break_lines(text, width - indent), x + indent, y);
    };
    draw({Face::bonum, "Kepada"}, 0);
    const double yth = y;
    for (const auto& line : letter_.addressee) draw({Face::bonum_bold, line}, 0);
    draw_lines(flow_.page(), break_lines(body("Yth."), mm(12)), x - mm(10.5), yth);
    y += mm(1.6);
    draw({Face::bonum, "di"}, 0);
    draw({Face::bonum, letter_.addressee_place, true}, mm(7));
    return y;
  }

  static Paragraph with_emphasis(const std::string& text, const std::string& emphasis) {
    const std::size_t at = emphasis.empty() ? std::string::npos : text.find(emphasis);
    if (at == std::string::npos) return body(text);
    Paragraph paragraph = body(text.substr(0, at));
    paragraph.runs.push_back({Face::bonum_bold, emphasis});
    paragraph.runs.push_back({Face::bonum, text.substr(at + emphasis.size())});
    return paragraph;
  }

  void draw_clauses(Language language) {
    int number = 0;
    for (const LetterClause& clause : letter_.clauses) {
      if (number > 0) flow_.skip(clause_gap);
      // The closing words keep the signature company: a page never holds a signature alone.
      if (&clause == &letter_.clauses.back() && clause.points.empty() && !clause.findings_below)
        flow_.need(height_of(break_lines(body(in(language, clause.text)), flow_.width() - number_column)) +
                   signature_height(language));
      flow_.labelled({Face::bonum, std::to_string(++number) + "."},
                     with_emphasis(in(language, clause.text), in(language, clause.emphasis)), {number_column, 0, 0});
      for (std::size_t i = 0; i < clause.points.size(); ++i)
        flow_.labelled({Face::bonum, point_label(i)}, body(in(language, clause.points[i])),
                       {point_column, 0, number_column});
      if (!clause.findings_below || letter_.findings.empty()) continue;
      flow_.skip(mm(1.4));
      draw_findings(flow_, letter_.findings, language, number_column);
      flow_.skip(mm(0.6));
    }
  }

  /// a. … z., aa. … after Indonesian office practice.
  static std::string point_label(std::size_t index) {
    const std::string letter(1, static_cast<char>('a' + index % 26));
    return (index < 26 ? letter : letter + letter) + ".";
  }

  std::vector<Line> signature_line(const std::string& text, bool underlined = false) const {
    return break_lines({{{Face::bonum, text, underlined}}, body_size, 14.6, Align::centre, 0},
                       flow_.width() - signature_left);
  }

  /// Room for ink and stamp; a translation is not signed.
  static double signature_space(Language language) { return language == Language::english ? mm(4) : mm(19); }

  double signature_height(Language language) const {
    const LetterSignature& sign = letter_.signature;
    double height = mm(5) + signature_space(language) + 1;
    for (const std::string* text : {&sign.on_behalf_of, &sign.office, &sign.name, &sign.rank_nrp})
      height += height_of(signature_line(*text));
    return height;
  }

  void draw_signature(Language language) {
    const LetterSignature& sign = letter_.signature;
    const double width = flow_.width() - signature_left;
    flow_.need(signature_height(language));
    flow_.skip(mm(5));
    const double x = flow_.left() + signature_left;
    double y = draw_lines(flow_.page(), signature_line(sign.on_behalf_of), x, flow_.y());
    y = draw_lines(flow_.page(), signature_line(sign.office), x, y);
    const double space = signature_space(language);
    if (language == Language::indonesian && is_signed(sign.signature))
      flow_.page().marks.push_back(
          pen_mark(sign.signature, {x + mm(12), y + mm(1)}, width - mm(24), space - mm(2), 1.1));
    y = draw_lines(flow_.page(), signature_line(sign.name, true), x, y + space);
    y = draw_lines(flow_.page(), signature_line(sign.rank_nrp), x, y + 1);
    flow_.skip(y - flow_.y());
  }

  /// The copies below the signature, or beside it if the page has no room for them below.
  void draw_copies(Language language) {
    if (letter_.copies.empty()) return;
    const double size = 10.4;
    const double leading = 14;
    const double gap = mm(1.5);
    const double number_width = mm(5);
    const auto lines_in = [&](double width) {
      Cell cell = {{{{Face::bonum, language == Language::english ? "Copies to:" : "Tembusan:", true}}, size, leading}};
      std::vector<Line> lines = lines_of(cell, width);
      int number = 0;
      for (const Bilingual& copy : letter_.copies) {
        auto more = break_lines({{{Face::bonum, in(language, copy)}}, size, leading}, width - number_width);
        for (Line& line : more)
          for (Piece& piece : line.pieces) piece.x += number_width;
        ++number;
        if (!more.empty()) more.front().pieces.insert(more.front().pieces.begin(), number_piece(number));
        lines.insert(lines.end(), more.begin(), more.end());
      }
      return lines;
    };
    const auto below = lines_in(flow_.width());
    const auto beside = lines_in(signature_left - mm(2));
    if (gap + height_of(below) > flow_.room() && height_of(beside) < signature_height(language) - mm(5)) {
      draw_lines(flow_.page(), beside, flow_.left(), flow_.y() - height_of(beside));
      return;
    }
    flow_.skip(gap);
    flow_.need(height_of(below));
    for (const Line& line : below) {
      flow_.need(line.leading);
      flow_.skip(draw_lines(flow_.page(), {line}, flow_.left(), flow_.y()) - flow_.y());
    }
  }

  static Piece number_piece(int number) { return {Face::bonum, std::to_string(number) + ".", 0, 0, false}; }

  const Letter& letter_;
  Flow flow_;
};

}  // namespace

Result<std::string> render_letter(const Letter& letter) { return LetterLayout(letter).run(); }

}  // namespace ronda::document
