#include <cstddef>
#include <utility>

#include "shared/document/a4.hpp"
#include "shared/document/answers_annex.hpp"
#include "shared/document/berita_acara.hpp"
#include "shared/document/pdf.hpp"
#include "shared/document/record_words.hpp"
#include "shared/document/signing.hpp"

namespace ronda::document {
namespace {

constexpr double section_gap = mm(4.2);
constexpr double visit_label = mm(58);
constexpr double count_label = mm(104);

Paragraph small_line(const Bilingual& text) { return one_line(text, table_size, table_leading); }

class RecordLayout {
 public:
  explicit RecordLayout(const BeritaAcara& record) : record_(record), flow_(a4_width, a4_height, a4_margins) {}

  Result<std::string> run() {
    const auto checked = check_letterhead(record_.letterhead);
    if (!checked) return checked.error();
    auto qr = encode_qr(record_.code.qr_payload);
    if (!qr) return std::move(qr).error();
    const CodeStrip strip{std::move(qr).value(), record_.code, strip_sentences()};
    flow_.reserve_first_foot(code_strip_height(strip) + mm(3));
    draw_opening();
    draw_visit();
    draw_findings_section();
    draw_open_findings();
    draw_sample();
    draw_coverage();
    draw_closing();
    draw_signing(flow_, record_);
    if (has_answers(record_)) draw_answers_annex(flow_, record_);
    draw_code_strip(flow_.pages().front(), strip);
    draw_page_feet(flow_.pages(), "Nomor: " + number_or_follows(record_) + " · Draf: " + record_.draft_id);
    return to_pdf({"Berita Acara " + record_.draft_id, record_.created, a4_width, std::move(flow_.pages())});
  }

 private:
  std::vector<Paragraph> strip_sentences() const {
    std::vector<Paragraph> sentences = {
        {{{Face::bonum_italic, "Scan the code with a phone camera to read, check and answer."}},
         9.8,
         13.4,
         Align::left,
         0}};
    if (!record_.record_hash.empty())
      sentences.push_back({{{Face::bonum, "Sidik catatan / "},
                            {Face::bonum_italic, "Record hash"},
                            {Face::bonum, " (SHA-256):\n" + hash_in_groups(record_.record_hash)}},
                           7.6,
                           10.2,
                           Align::left,
                           3});
    return sentences;
  }

  void draw_opening() {
    draw_letterhead(flow_, record_.letterhead);
    flow_.skip(mm(7));
    flow_.paragraph({{{Face::bonum_bold, "BERITA ACARA HASIL PEMERIKSAAN", true}}, 13, 18, Align::centre, 0});
    flow_.paragraph({{{Face::bonum_italic, "Record of inspection"}}, 10, 13.5, Align::centre, 0});
    flow_.paragraph({{{Face::bonum, "Nomor: " + number_or_follows(record_)}}, body_size, 15.5, Align::centre, 0});
    flow_.paragraph({{{Face::bonum, "Draf / "}, {Face::bonum_italic, "Draft"}, {Face::bonum, ": " + record_.draft_id}},
                     9.6,
                     13,
                     Align::centre,
                     0});
    if (!record_.replaces.id.empty()) {
      flow_.skip(mm(2));
      flow_.paragraph(body(record_.replaces.id));
      flow_.paragraph(translation(record_.replaces.english()));
    }
    flow_.skip(mm(4));
    const std::string at = record_.place.empty() ? "" : ", bertempat di " + record_.place;
    const std::string at_en = record_.place.empty() ? "" : ", at " + record_.place;
    flow_.paragraph(body("Pada hari ini, " + record_.date.id + ", pukul " + record_.started.id + at +
                         ", kami yang bertanda tangan di bawah ini:"));
    flow_.paragraph(translation("Today, " + record_.date.english() + ", at " + record_.started.english() + at_en +
                                ", we, the undersigned:"));
    flow_.skip(mm(1.4));
    draw_officers();
    flow_.skip(mm(1.4));
    const bool done = record_.outcome == VisitOutcome::done;
    const std::string order = record_.sprin.empty() ? "" : "berdasarkan Surat Perintah Nomor " + record_.sprin + ", ";
    const std::string order_en = record_.sprin.empty() ? "" : "acting under order number " + record_.sprin + ", ";
    flow_.paragraph(body(order + (done ? "telah melaksanakan pemeriksaan pencegahan pada tempat penginapan berikut:"
                                       : "telah mendatangi tempat penginapan berikut untuk pemeriksaan pencegahan:")));
    flow_.paragraph(translation(order_en + (done ? "carried out a preventive inspection of these premises:"
                                                 : "came to these premises for a preventive inspection:")));
  }

  void draw_officers() {
    int number = 0;
    for (const SigningOfficer& officer : record_.officers) {
      Paragraph line = body(officer.name, Face::bonum_bold);
      std::string rest;
      if (!officer.rank.empty()) rest += ", " + officer.rank;
      if (!officer.nrp.empty()) rest += ", NRP " + officer.nrp;
      if (!officer.role.id.empty()) rest += ", " + officer.role.id;
      line.runs.push_back({Face::bonum, rest});
      if (officer.role.english() != officer.role.id)
        line.runs.push_back({Face::bonum_italic, " / " + officer.role.english()});
      flow_.labelled({Face::bonum, std::to_string(++number) + "."}, line, {mm(8), 0, 0});
    }
  }

  static void add_row(Table& table, const Bilingual& label, const Cell& value) {
    table.rows.push_back({{one_line(label, table_size, table_leading)}, {cell_text(":")}, value});
  }

  /// Label : value, without lines.
  Table label_table(double label_width) const {
    Table table;
    table.ruled = false;
    table.pad_x = 0;
    table.pad_y = 0.7;
    table.columns = {{label_width}, {mm(3.5)}, {flow_.width() - label_width - mm(3.5)}};
    return table;
  }

  void draw_visit() {
    flow_.skip(mm(1.2));
    Table table = label_table(visit_label);
    const VisitedLodging& lodging = record_.lodging;
    add_row(table, {"Nama usaha", "Premises"}, {cell_text(lodging.name, Face::bonum_bold)});
    add_row(table, {"Jenis", "Kind"}, {small_line(lodging.kind)});
    add_row(table, {"Alamat", "Address"}, {cell_text(lodging.address)});
    add_row(table, {"Kelurahan", "Urban village"}, {cell_text(lodging.kelurahan)});
    if (!lodging.nib.empty()) add_row(table, {"NIB", "Business number (NIB)"}, {cell_text(lodging.nib)});
    add_row(table, {"Satuan", "Unit"}, {cell_text(record_.unit)});
    if (!record_.team.empty()) add_row(table, {"Tim", "Team"}, {cell_text(record_.team)});
    add_row(table, {"Waktu", "Time"},
            {small_line({record_.started.id + " – " + record_.ended.id,
                         record_.started.english() + " – " + record_.ended.english()})});
    const Bilingual outcome = outcome_words(record_.outcome);
    Cell result = {one_line(outcome, table_size, table_leading, Face::bonum_bold)};
    add_row(table, {"Hasil kunjungan", "Outcome"}, result);
    if (!record_.outcome_reason.empty()) add_row(table, {"Alasan", "Reason"}, {cell_text(record_.outcome_reason)});
    flow_.table(table);
  }

  void heading(const Bilingual& title, double kept_below = mm(24)) {
    flow_.skip(section_gap);
    flow_.need(body_leading + kept_below);
    Paragraph text = one_line({std::to_string(++section_) + ". " + title.id, title.english()}, body_size, body_leading,
                              Face::bonum_bold);
    flow_.paragraph(text);
    flow_.skip(mm(0.8));
  }

  void say(const Bilingual& text) {
    flow_.paragraph(cell_text(text.id));
    if (text.english() != text.id) flow_.paragraph(cell_translation(text.english()));
  }

  void draw_findings_section() {
    const bool done = record_.outcome == VisitOutcome::done;
    if (record_.findings.empty() && !done) return;
    heading({"Temuan", "Findings"});
    if (record_.findings.empty()) {
      say({"Tidak ada temuan pada pemeriksaan ini.", "There are no findings in this inspection."});
      return;
    }
    say({"Mohon dipenuhi paling lambat pada tanggal di kolom tenggat.",
         "Please put these right by the date in the deadline column."});
    flow_.skip(mm(1.2));
    draw_findings(flow_, record_.findings, Language::both, 0);
  }

  void draw_open_findings() {
    if (record_.open_findings.empty()) return;
    heading({"Temuan terdahulu", "Earlier findings"});
    Table table;
    table.columns = {{mm(18)}, {flow_.width() - mm(18 + 20 + 40 + 27)}, {mm(20)}, {mm(40)}, {mm(27)}};
    const Face bold = Face::bonum_bold;
    table.head = {bilingual_cell({"Butir", "Item"}, bold), bilingual_cell({"Temuan", "Finding"}, bold),
                  bilingual_cell({"Tingkat", "Level"}, bold), bilingual_cell({"Keadaan", "State"}, bold),
                  bilingual_cell({"Tenggat", "Deadline"}, bold)};
    for (const OpenFindingRow& row : record_.open_findings) {
      Cell text = bilingual_cell(row.text);
      if (!row.note.empty()) text.push_back(cell_text(row.note));
      table.rows.push_back({{cell_text(row.code)},
                            text,
                            bilingual_cell(severity_word(row.severity)),
                            bilingual_cell(row.disposition),
                            row.deadline.id.empty() ? Cell{cell_text("–")} : bilingual_cell(row.deadline)});
    }
    flow_.table(table);
  }

  void draw_sample() {
    if (!record_.sample) return;
    heading({"Sampel buku tamu", "Register sample"}, mm(40));
    Table table = label_table(count_label);
    for (const SampleLine& line : sample_lines(*record_.sample)) add_row(table, line.label, {small_line(line.value)});
    flow_.table(table);
    flow_.skip(mm(1));
    say({"Hitungan saja; tidak ada nama atau data tamu yang dicatat.",
         "Counts only; no guest's name or data is recorded."});
    if (!record_.sample->honesty.id.empty()) say(record_.sample->honesty);
  }

  void draw_coverage() {
    heading(record_.sections.empty() ? Bilingual{"Foto dan rujukan darurat", "Photos and emergency referral"}
                                     : Bilingual{"Cakupan", "Coverage"},
            mm(16));
    Table table = label_table(count_label);
    int answered = 0;
    int total = 0;
    for (const PrintedSection& section : record_.sections) {
      answered += section.answered;
      total += section.total;
      add_row(table, section.title, {small_line(of_total(section.answered, section.total))});
    }
    if (!record_.sections.empty())
      add_row(table, {"Butir terjawab", "Items answered"}, {small_line(of_total(answered, total))});
    add_row(table, {"Foto tempat dan sarana", "Photos of the premises"}, {cell_text(std::to_string(record_.photos))});
    add_row(table, {"Rujukan darurat", "Emergency referral"}, {small_line(referral_words(record_))});
    flow_.table(table);
  }

  void draw_closing() {
    flow_.skip(section_gap);
    flow_.need(mm(30));
    flow_.paragraph(
        body("Demikian Berita Acara ini dibuat dengan sebenarnya dan ditandatangani pada hari dan tanggal tersebut "
             "di atas." +
             std::string(has_answers(record_) ? " Jawaban lengkap ada pada lampiran." : "")));
    flow_.paragraph(translation("This record was made truthfully and signed on the day stated above." +
                                std::string(has_answers(record_) ? " All answers are in the annex." : "")));
    flow_.skip(mm(1.4));
    const bool met = has_manager(record_);
    const std::string read = met ? "Tanda tangan pengelola berarti sudah membaca, tidak berarti setuju. " : "";
    const std::string read_en = met ? "The manager's signature means that the record was read, not agreed with. " : "";
    flow_.paragraph(body(read + "Jawaban, bukti perbaikan, permintaan tambahan waktu, atau keberatan dapat disampaikan "
                                "melalui kode pada halaman 1."));
    flow_.paragraph(translation(read_en +
                                "A reply, proof of correction, a request for more time or an objection can be "
                                "sent through the code on page 1."));
    if (!record_.manager.refused_to_sign) return;
    flow_.skip(mm(1.4));
    Paragraph refusal = body("Pengelola menolak menandatangani", Face::bonum_bold);
    refusal.runs.push_back({Face::bonum_italic, " / The manager declined to sign"});
    refusal.runs.push_back({Face::bonum, record_.manager.refusal_reason.empty()
                                             ? "."
                                             : ". Alasan / Reason: " + record_.manager.refusal_reason});
    flow_.paragraph(refusal);
  }

  const BeritaAcara& record_;
  Flow flow_;
  int section_ = 0;
};

}  // namespace

Result<std::string> render_a4(const BeritaAcara& record) { return RecordLayout(record).run(); }

}  // namespace ronda::document
