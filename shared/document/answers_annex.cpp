#include "shared/document/answers_annex.hpp"

#include <algorithm>

#include "shared/document/a4.hpp"

namespace ronda::document {
namespace {

/// A shade smaller than other tables, so that thirty-nine items stay on two pages.
Cell tightened(Cell cell) {
  for (Paragraph& paragraph : cell) {
    paragraph.size *= 0.95;
    paragraph.leading *= 0.92;
  }
  return cell;
}

void draw_answers(Flow& flow, const PrintedSection& section) {
  flow.skip(mm(2.6));
  flow.need(mm(24));
  flow.paragraph(one_line(section.title, 10.2, 14, Face::bonum_bold));
  flow.skip(mm(0.5));
  Table table;
  table.pad_y = mm(0.6);
  table.columns = {{mm(18)}, {flow.width() - mm(18 + 36)}, {mm(36)}};
  for (const PrintedAnswer& answer : section.answers) {
    Cell text = bilingual_cell(answer.text);
    if (!answer.note.empty()) {
      text.push_back(cell_text("Catatan: ", Face::bonum_bold));
      text.back().runs.push_back({Face::bonum, answer.note});
      text.back().space_before = 1.5;
    }
    const bool unanswered = answer.answer.id.empty();
    table.rows.push_back({tightened({cell_text(answer.code)}), tightened(text),
                          tightened(unanswered ? Cell{cell_text("–")} : bilingual_cell(answer.answer))});
  }
  flow.table(table);
}

}  // namespace

bool has_answers(const BeritaAcara& record) {
  return std::any_of(record.sections.begin(), record.sections.end(),
                     [](const PrintedSection& section) { return !section.answers.empty(); });
}

void draw_answers_annex(Flow& flow, const BeritaAcara& record) {
  flow.next_page();
  flow.paragraph({{{Face::bonum_bold, "LAMPIRAN: JAWABAN LENGKAP"}}, 12, 16, Align::left, 0});
  flow.paragraph({{{Face::bonum_italic, "Annex: all answers"}}, 9.6, 13, Align::left, 0});
  flow.paragraph(cell_text(record.lodging.name + ", " + record.date.id));
  for (const PrintedSection& section : record.sections)
    if (!section.answers.empty()) draw_answers(flow, section);
}

}  // namespace ronda::document
