#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "shared/document/a4.hpp"
#include "shared/document/berita_acara.hpp"
#include "shared/document/glyphs.hpp"
#include "shared/document/pdf.hpp"
#include "shared/document/record_words.hpp"

namespace ronda::document {
namespace {

// A thermal printer has 8 dots to the millimetre; it prints 576 dots (72 mm) of the 80 mm of its paper.
constexpr double dots(double count) { return mm(count / 8); }

constexpr double paper_width = mm(80);
constexpr Margins receipt_margins = {mm(4), mm(4), mm(4), mm(6)};
/// PDF readers refuse pages longer than 14 400 points; a receipt that long goes on as a second strip.
constexpr double longest_strip = 14'000;
constexpr double glyph_column = dots(42);
constexpr double thin = dots(2);

Paragraph text(const std::string& words, Face face = Face::heros) {
  return {{{face, words}}, dots(24), dots(32), Align::left, 0};
}

Paragraph english(const std::string& words) { return {{{Face::heros, words}}, dots(20), dots(27), Align::left, 0}; }

Paragraph pair(const Bilingual& words, Face face = Face::heros_bold) {
  Paragraph paragraph = text(words.id, face);
  if (words.english() != words.id) paragraph.runs.push_back({Face::heros, " / " + words.english()});
  return paragraph;
}

/// "Kritis" as it stands after a comma: "kritis".
std::string inside_sentence(std::string words) {
  if (!words.empty() && words[0] >= 'A' && words[0] <= 'Z') words[0] = static_cast<char>(words[0] - 'A' + 'a');
  return words;
}

class ReceiptLayout {
 public:
  explicit ReceiptLayout(const BeritaAcara& record)
      : record_(record), flow_(paper_width, longest_strip, receipt_margins) {}

  Result<std::string> run() {
    const auto checked = check_letterhead(record_.letterhead);
    if (!checked) return checked.error();
    auto qr = encode_qr(record_.code.qr_payload);
    if (!qr) return std::move(qr).error();
    draw_head();
    draw_visit();
    draw_findings();
    draw_open_findings();
    draw_sample();
    draw_coverage();
    draw_signing();
    draw_code(*qr);
    flow_.trim_last_page();
    return to_pdf({"Berita Acara " + record_.draft_id, record_.created, paper_width, std::move(flow_.pages())});
  }

 private:
  void rule(bool dashed) {
    flow_.skip(dots(12));
    flow_.need(dots(16));
    const double y = flow_.y();
    flow_.page().marks.push_back(RuleMark{{flow_.left(), y}, {flow_.left() + flow_.width(), y}, thin, dashed});
    flow_.skip(dots(12));
  }

  /// Label at the left, value at the right of the same line. A label too long for that has its English below it, a
  /// value too long for that stands on a line of its own.
  void line(const Bilingual& label, const Bilingual& value) {
    Paragraph right = text(value.id, Face::heros_bold);
    right.align = Align::right;
    const double room = flow_.width() - text_width(Face::heros_bold, right.size, value.id) - dots(16);
    const bool both_fit = text_width(Face::heros, right.size, label.id + " / " + label.english()) <= room;
    const auto label_lines = break_lines(both_fit ? pair(label, Face::heros) : text(label.id), flow_.width());
    if (both_fit || (label_lines.size() == 1 && text_width(Face::heros, right.size, label.id) <= room)) {
      flow_.need(right.leading);
      draw_lines(flow_.page(), label_lines, flow_.left(), flow_.y());
    } else {
      flow_.paragraph(text(label.id));
    }
    flow_.paragraph(right);
    const std::string below = both_fit || label.english() == label.id ? "" : label.english();
    const std::string translated = value.english() == value.id ? "" : value.english();
    if (below.empty() && translated.empty()) return;
    Paragraph foot = english(translated);
    foot.align = Align::right;
    if (text_width(Face::heros, foot.size, below + translated) + dots(16) <= flow_.width()) {
      flow_.need(foot.leading);
      draw_lines(flow_.page(), break_lines(english(below), flow_.width()), flow_.left(), flow_.y());
      if (translated.empty()) flow_.skip(foot.leading);
      flow_.paragraph(foot);
      return;
    }
    flow_.paragraph(english(below));
    flow_.paragraph(foot);
  }

  void say(const Bilingual& words, Face face = Face::heros) {
    flow_.paragraph(text(words.id, face));
    if (words.english() != words.id) flow_.paragraph(english(words.english()));
  }

  void draw_head() {
    const double mark_height = dots(72);
    const double top = flow_.y();
    flow_.page().marks.push_back(lantern({flow_.left() + dots(14), top}, mark_height));
    const double column = dots(90);
    const auto& lines = record_.letterhead.lines;
    flow_.skip(dots(6));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool unit = i + 1 == lines.size();  // the last line names the unit
      const Face face = unit ? Face::heros_bold : Face::heros;
      flow_.paragraph({{{face, in_capitals(lines[i])}}, dots(unit ? 24 : 20), dots(unit ? 30 : 26), Align::left, 0},
                      {column, 0, 0});
    }
    if (!record_.letterhead.address.empty()) flow_.paragraph(english(record_.letterhead.address), {column, 0, 0});
    flow_.skip(std::max(0.0, top + mark_height - flow_.y()));
    rule(false);
    flow_.paragraph({{{Face::heros_bold, "Berita Acara Hasil Pemeriksaan"}}, dots(30), dots(38), Align::left, 0});
    flow_.paragraph(english("Record of inspection"));
    flow_.skip(dots(8));
    line({"Draf", "Draft"}, {record_.draft_id, {}});
    line({"Nomor", "Number"}, {number_or_follows(record_), record_.number.empty() ? "to follow" : ""});
    if (!record_.replaces.id.empty()) {
      flow_.paragraph({{{Face::heros_bold, record_.replaces.id}}, dots(24), dots(30), Align::left, 0});
      flow_.paragraph(english(record_.replaces.english()));
    }
    rule(true);
  }

  void draw_visit() {
    const VisitedLodging& lodging = record_.lodging;
    flow_.paragraph({{{Face::heros_bold, lodging.name}}, dots(30), dots(38), Align::left, 0});
    flow_.paragraph(pair(lodging.kind, Face::heros));
    const std::string place = lodging.address.empty() || lodging.kelurahan.empty() ? "" : ", ";
    flow_.paragraph(text(lodging.address + place + lodging.kelurahan));
    if (!lodging.nib.empty()) flow_.paragraph(text("NIB " + lodging.nib));
    flow_.paragraph(text(record_.date.id));
    flow_.paragraph(text(record_.started.id + " – " + record_.ended.id));
    flow_.paragraph(
        english(record_.date.english() + ",\n" + record_.started.english() + " – " + record_.ended.english()));
    flow_.skip(dots(6));
    flow_.paragraph(text(record_.unit + (record_.team.empty() ? "" : ", " + record_.team)));
    if (!record_.sprin.empty()) flow_.paragraph(text("Surat Perintah " + record_.sprin));
    flow_.skip(dots(6));
    flow_.paragraph(pair(outcome_words(record_.outcome)));
    if (!record_.outcome_reason.empty()) flow_.paragraph(text("Alasan / Reason: " + record_.outcome_reason));
    rule(true);
  }

  /// A sign in the left column, text beside it.
  void beside_glyph(const ShapeMark& glyph, const std::vector<Paragraph>& paragraphs) {
    flow_.need(dots(32 * 3));
    flow_.page().marks.push_back(glyph);
    for (const Paragraph& paragraph : paragraphs) flow_.paragraph(paragraph, {glyph_column, 0, 0});
    flow_.skip(dots(10));
  }

  Point glyph_place() const { return {flow_.left() + dots(1), flow_.y() + dots(4)}; }

  void draw_findings() {
    if (record_.findings.empty() && record_.outcome != VisitOutcome::done) return;
    flow_.paragraph(pair({"Temuan", "Findings"}));
    flow_.skip(dots(8));
    if (record_.findings.empty()) say({"Tidak ada temuan.", "No findings."});
    for (const FindingRow& row : record_.findings) {
      const Bilingual level = severity_word(row.severity);
      Paragraph title = text(row.text.id, Face::heros_bold);
      title.runs.push_back({Face::heros, ", " + inside_sentence(level.id)});
      Paragraph due = text(row.code + " · tenggat / due ");
      due.runs.push_back({Face::heros_bold, row.deadline.id});
      std::vector<Paragraph> paragraphs = {title, english(row.text.english() + ", " + inside_sentence(level.english())),
                                           due};
      if (row.deadline.english() != row.deadline.id) paragraphs.push_back(english("due " + row.deadline.english()));
      if (!row.note.empty()) paragraphs.push_back(text(row.note));
      if (!row.basis.id.empty()) {
        paragraphs.push_back(english("Dasar: " + row.basis.id));
        if (row.basis.english() != row.basis.id) paragraphs.push_back(english("Basis: " + row.basis.english()));
      }
      beside_glyph(severity_glyph(row.severity, glyph_place(), dots(26)), paragraphs);
    }
    rule(true);
  }

  void draw_open_findings() {
    if (record_.open_findings.empty()) return;
    flow_.paragraph(pair({"Temuan terdahulu", "Earlier findings"}));
    flow_.skip(dots(8));
    for (const OpenFindingRow& row : record_.open_findings) {
      Paragraph title = text(row.text.id, Face::heros_bold);
      title.runs.push_back({Face::heros, ", " + inside_sentence(row.disposition.id)});
      std::vector<Paragraph> paragraphs = {
          title, english(row.text.english() + ", " + inside_sentence(row.disposition.english()))};
      Paragraph due = text(row.code);
      if (!row.deadline.id.empty()) {
        due.runs.push_back({Face::heros, " · tenggat / due "});
        due.runs.push_back({Face::heros_bold, row.deadline.id});
      }
      paragraphs.push_back(due);
      if (row.deadline.english() != row.deadline.id) paragraphs.push_back(english("due " + row.deadline.english()));
      if (!row.note.empty()) paragraphs.push_back(text(row.note));
      const Point place = glyph_place();
      beside_glyph(row.settled ? check_glyph(place, dots(26)) : severity_glyph(row.severity, place, dots(26)),
                   paragraphs);
    }
    rule(true);
  }

  void draw_sample() {
    if (!record_.sample) return;
    flow_.paragraph(pair({"Sampel buku tamu", "Register sample"}));
    flow_.skip(dots(4));
    for (const SampleLine& row : sample_lines(*record_.sample)) line(row.label, row.value);
    flow_.skip(dots(4));
    flow_.paragraph(english("Hitungan saja, tanpa nama.\nCounts only, no names."));
    if (!record_.sample->honesty.id.empty()) {
      flow_.paragraph(english(record_.sample->honesty.id));
      if (record_.sample->honesty.english() != record_.sample->honesty.id)
        flow_.paragraph(english(record_.sample->honesty.english()));
    }
    rule(true);
  }

  void draw_coverage() {
    int answered = 0;
    int total = 0;
    for (const PrintedSection& section : record_.sections) {
      answered += section.answered;
      total += section.total;
    }
    if (total > 0) line({"Butir terjawab", "Items answered"}, of_total(answered, total));
    line({"Foto tempat", "Photos of premises"}, {std::to_string(record_.photos), {}});
    line({"Rujukan darurat", "Emergency referral"}, referral_words(record_));
    rule(true);
  }

  static std::vector<Line> centred(const Paragraph& paragraph, double width) {
    Paragraph middle = paragraph;
    middle.align = Align::centre;
    return break_lines(middle, width);
  }

  /// A half-width place to sign at x; returns the y below.
  double draw_place(double x, double width, const Strokes& signature, const std::vector<Paragraph>& on,
                    const std::vector<Paragraph>& below) {
    const double height = dots(110);
    double y = flow_.y();
    if (is_signed(signature))
      flow_.page().marks.push_back(
          pen_mark(signature, {x + dots(8), y + dots(4)}, width - dots(16), height - dots(12), dots(3.5)));
    double printed = 0;
    for (const Paragraph& paragraph : on) printed += height_of(centred(paragraph, width));
    double at = y + (height - printed) / 2;
    for (const Paragraph& paragraph : on) at = draw_lines(flow_.page(), centred(paragraph, width), x, at);
    y += height;
    flow_.page().marks.push_back(RuleMark{{x, y}, {x + width, y}, thin, false});
    y += dots(8);
    for (const Paragraph& paragraph : below) y = draw_lines(flow_.page(), centred(paragraph, width), x, y);
    return y;
  }

  double draw_manager(double x, double width) {
    const SigningManager& manager = record_.manager;
    std::vector<Paragraph> on;
    if (manager.refused_to_sign) on = {text("Menolak menandatangani", Face::heros_bold), english("Declined to sign")};
    std::vector<Paragraph> below;
    if (!manager.name.empty()) below.push_back(text(manager.name));
    below.push_back(text(manager.role.id));
    if (manager.role.english() != manager.role.id) below.push_back(english(manager.role.english()));
    return draw_place(x, width, manager.refused_to_sign ? Strokes{} : manager.signature, on, below);
  }

  double draw_officer(const SigningOfficer& officer, double x, double width) {
    std::string rank = officer.rank;
    if (!officer.nrp.empty()) rank += (rank.empty() ? "NRP " : ", NRP ") + officer.nrp;
    std::vector<Paragraph> below = {text(officer.name), english(rank)};
    if (!officer.role.id.empty()) below.push_back(english(officer.role.id));
    if (officer.role.english() != officer.role.id) below.push_back(english(officer.role.english()));
    return draw_place(x, width, officer.signature, {}, below);
  }

  void draw_signing() {
    const double width = (flow_.width() - dots(16)) / 2;
    const double right = flow_.left() + width + dots(16);
    if (record_.manager.refused_to_sign && !record_.manager.refusal_reason.empty()) {
      flow_.paragraph(text("Alasan tidak menandatangani / Reason for not signing: " + record_.manager.refusal_reason));
      flow_.skip(dots(8));
    }
    bool manager_due = has_manager(record_);
    for (std::size_t next = 0; manager_due || next < record_.officers.size();) {
      flow_.need(dots(400));
      double below = flow_.y();
      for (const double x : {flow_.left(), right}) {
        if (manager_due) {
          below = std::max(below, draw_manager(x, width));
          manager_due = false;
        } else if (next < record_.officers.size()) {
          below = std::max(below, draw_officer(record_.officers[next++], x, width));
        }
      }
      flow_.skip(below - flow_.y() + dots(8));
    }
    if (has_manager(record_))
      flow_.paragraph(
          english("Tanda tangan berarti sudah membaca, tidak berarti setuju.\n"
                  "A signature means read, not agreed."));
    rule(false);
  }

  void draw_code(const QrCode& qr) {
    // LOOK: 196 dots with the quiet zone; a module is never less than 4 dots, or the print head blurs it.
    const double module = std::max(4.0, std::floor(188.0 / qr.modules));
    const double side = dots(module * qr.modules);
    const bool beside = side < flow_.width() * 0.5;
    flow_.skip(dots(8));
    flow_.need(side + dots(40));
    const double top = flow_.y();
    flow_.page().marks.push_back(qr_shape(qr, {flow_.left() + dots(10), top}, side));
    const double column = beside ? side + dots(34) : 0;
    if (!beside) flow_.skip(side + dots(16));
    Paragraph lead = text("Baca, periksa, jawab");
    lead.space_before = beside ? dots(20) : 0;
    flow_.paragraph(lead, {column, 0, 0});
    flow_.paragraph(text("Read, check, answer"), {column, 0, 0});
    Paragraph address = text(record_.code.portal_address, Face::heros_bold);
    address.space_before = dots(8);
    flow_.paragraph(address, {column, 0, 0});
    if (record_.code.verifiable_offline)
      flow_.paragraph(english("Keaslian dapat diperiksa tanpa jaringan.\nCan be checked without a network."),
                      {column, 0, 0});
    flow_.skip(std::max(0.0, top + side - flow_.y()) + dots(16));
    if (!record_.record_hash.empty())
      flow_.paragraph(english("Sidik catatan / Record hash (SHA-256):\n" + hash_in_groups(record_.record_hash)));
    flow_.skip(dots(8));
    Paragraph emergency = text("Darurat / Emergency: ");
    emergency.runs.push_back({Face::heros_bold, "110"});
    emergency.runs.push_back({Face::heros, " · SAPA "});
    emergency.runs.push_back({Face::heros_bold, "129"});
    flow_.paragraph(emergency);
  }

  const BeritaAcara& record_;
  Flow flow_;
};

}  // namespace

Result<std::string> render_receipt(const BeritaAcara& record) { return ReceiptLayout(record).run(); }

}  // namespace ronda::document
