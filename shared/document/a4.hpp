#pragma once
// What every A4 paper of the house shares: letterhead, table of findings, signature, code strip, page numbers.

#include <string>
#include <vector>

#include "shared/document/flow.hpp"
#include "shared/document/parts.hpp"
#include "shared/document/qr.hpp"

namespace ronda::document {

inline constexpr double a4_width = mm(210);
inline constexpr double a4_height = mm(297);
inline constexpr Margins a4_margins = {mm(25), mm(20), mm(20), mm(15)};
inline constexpr double body_size = 11;
inline constexpr double body_leading = 15.5;
inline constexpr double table_size = 9.6;
inline constexpr double table_leading = 13;

/// A body paragraph of one face.
Paragraph body(const std::string& text, Face face = Face::bonum);
/// Its translation under it: smaller, italic.
Paragraph translation(const std::string& text);
/// The same for table cells.
Paragraph cell_text(const std::string& text, Face face = Face::bonum);
Paragraph cell_translation(const std::string& text);
/// Indonesian with the English under it; one line if both are the same.
Cell bilingual_cell(const Bilingual& text, Face face = Face::bonum);

/// "Indonesia / English" on one line, the English in italics.
Paragraph one_line(const Bilingual& text, double size, double leading, Face face = Face::bonum);

std::string in_capitals(const std::string& text);
Bilingual severity_word(Severity severity);

/// Errors: bad_input at /letterhead/lines if there are more than three.
Result<void> check_letterhead(const Letterhead& letterhead);

/// Kop surat at the top left, the rule as long as the longest line. Leaves the flow below it and returns the baseline
/// of the address, where place and date of a letter stand.
double draw_letterhead(Flow& flow, const Letterhead& letterhead);

enum class Language { indonesian, english, both };
/// No. | Butir | Temuan | Tingkat | Dasar | Tenggat, from `indent` to the right margin. A note too long for a cell
/// stands in full width under the table; in an English text, which follows the Indonesian one, it is only referred to.
void draw_findings(Flow& flow, const std::vector<FindingRow>& findings, Language language, double indent);

/// Scales a signature into a box without changing its proportions.
PenMark pen_mark(const Strokes& strokes, Point at, double width, double height, double pen);
/// A signature of a width-less pad or without lines draws nothing.
bool is_signed(const Strokes& strokes);

/// The strip at the foot of page 1.
struct CodeStrip {
  QrCode qr;
  Code code;
  std::vector<Paragraph> below;  ///< what else the strip says
};
double code_strip_height(const CodeStrip& strip);
void draw_code_strip(Page& first_page, const CodeStrip& strip);
/// Its standing sentences about address and code.
std::vector<Paragraph> code_sentences(const Code& code);

/// `reference` at the left and "Halaman 1 dari N" at the right of each page's foot.
void draw_page_feet(std::vector<Page>& pages, const std::string& reference);

}  // namespace ronda::document
