#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "shared/document/a4.hpp"
#include "shared/document/berita_acara.hpp"
#include "shared/document/letter.hpp"
#include "tests/unit/document/pdf_reading.hpp"
#include "tests/unit/document/sample_papers.hpp"

namespace ronda::document {
namespace {

using reading::squeezed;
using reading::text_of;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

std::string pdf(const Result<std::string>& result) {
  EXPECT_TRUE(result) << result.error().message;
  return result ? *result : std::string();
}

/// Every text of the values that a paper must show.
class Expected {
 public:
  void add(const std::string& text) {
    if (!text.empty()) texts_.push_back(text);
  }
  void add(const Bilingual& text) {
    add(text.id);
    add(text.en);
  }
  void add(const FindingRow& row) {
    add(row.code);
    add(row.text);
    add(row.note);
    add(row.deadline);
    add(row.basis);
  }
  void add(const Letterhead& letterhead) {
    for (const auto& line : letterhead.lines) add(in_capitals(line));
    add(letterhead.address);
  }
  void expect_in(const std::string& paper) const {
    const std::string found = squeezed(text_of(paper));
    for (const std::string& text : texts_) EXPECT_THAT(found, HasSubstr(squeezed(text)));
  }

 private:
  std::vector<std::string> texts_;
};

Expected all_but_answers(const BeritaAcara& record) {
  Expected expected;
  expected.add(record.letterhead);
  for (const auto& text :
       {record.unit, record.draft_id, record.number, record.lodging.name, record.lodging.address,
        record.lodging.kelurahan, record.lodging.nib, record.team, record.sprin, record.outcome_reason,
        record.record_hash, record.code.portal_address, record.manager.name, record.manager.refusal_reason})
    expected.add(text);
  for (const auto& text : {record.lodging.kind, record.date, record.started, record.ended, record.manager.role})
    expected.add(text);
  for (const SigningOfficer& officer : record.officers) {
    for (const auto& text : {officer.name, officer.rank, officer.nrp}) expected.add(text);
    expected.add(officer.role);
  }
  for (const OpenFindingRow& row : record.open_findings) {
    expected.add(row.code);
    expected.add(row.text);
    expected.add(row.note);
    expected.add(row.deadline);
  }
  for (const FindingRow& row : record.findings) expected.add(row);
  if (record.emergency_referral) expected.add(*record.emergency_referral);
  if (record.sample) {
    for (const auto& text : {record.sample->range, record.sample->most_blank, record.sample->honesty})
      expected.add(text);
  }
  return expected;
}

Expected everything(const BeritaAcara& record) {
  Expected expected = all_but_answers(record);
  expected.add(record.place);
  for (const OpenFindingRow& row : record.open_findings) expected.add(row.disposition);
  for (const PrintedSection& section : record.sections) {
    expected.add(section.title);
    for (const PrintedAnswer& answer : section.answers) {
      expected.add(answer.code);
      expected.add(answer.text);
      expected.add(answer.answer);
      expected.add(answer.note);
    }
  }
  return expected;
}

/// All words of samples::long_note(count), each after the one before.
void expect_note_whole(const std::string& paper, int count) {
  std::istringstream words(text_of(paper));
  int next = 1;
  for (std::string word; words >> word;)
    if (word == "kata" + std::to_string(next)) ++next;
  EXPECT_EQ(next - 1, count);
}

void expect_inside(const std::string& paper, double left, double right, double bottom) {
  for (const auto& word : reading::words_of(paper)) {
    EXPECT_GE(word.left, left - 0.1) << word.text;
    EXPECT_LE(word.right, word.page_width - right + 0.1) << word.text;
    EXPECT_LE(word.bottom, word.page_height - bottom) << word.text;
  }
}

/// Compares with tests/golden/document/<name>; RONDA_UPDATE_GOLDEN=1 writes it anew.
void expect_golden(const std::string& paper, const std::string& name) {
  const std::string path = std::string(RONDA_SOURCE_DIR) + "/tests/golden/document/" + name;
  const std::string text = text_of(paper);
  if (std::getenv("RONDA_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text;
  std::ifstream file(path, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, golden);
}

TEST(BeritaAcaraA4, ShowsEverythingItWasGiven) {
  BeritaAcara record = samples::inspected();
  record.number = "B/214/XI/KKA/2026";
  record.manager.name = "Anastasia Bere";
  record.emergency_referral = Bilingual{"21.10 WITA", "21:10 WITA"};
  everything(record).expect_in(pdf(render_a4(record)));
}

TEST(BeritaAcaraA4, ReadsAsTheGoldenText) {
  expect_golden(pdf(render_a4(samples::inspected())), "berita-acara-a4.txt");
}

TEST(BeritaAcaraA4, SaysThatTheNumberFollows) {
  EXPECT_THAT(text_of(pdf(render_a4(samples::inspected()))), HasSubstr("Nomor: menyusul"));
}

TEST(BeritaAcaraA4, SaysWhoDidNotSignAndWhy) {
  const std::string text = text_of(pdf(render_a4(samples::unsigned_by_manager())));
  EXPECT_THAT(text, HasSubstr("MENOLAK MENANDATANGANI"));
  EXPECT_THAT(squeezed(text), HasSubstr(squeezed(samples::unsigned_by_manager().manager.refusal_reason)));
}

TEST(BeritaAcaraA4, RecordsARefusedVisitWithoutFindings) {
  const BeritaAcara record = samples::refused();
  const std::string paper = pdf(render_a4(record));
  everything(record).expect_in(paper);
  EXPECT_THAT(text_of(paper), HasSubstr("Menolak diperiksa"));
  EXPECT_THAT(text_of(paper), Not(HasSubstr("Tidak ada temuan")));
  EXPECT_THAT(text_of(paper), Not(HasSubstr("LAMPIRAN")));
}

TEST(BeritaAcaraA4, AsksNobodyToSignWhereNobodyWasMet) {
  BeritaAcara record = samples::refused();
  record.outcome = VisitOutcome::not_found;
  record.manager = {};
  EXPECT_THAT(text_of(pdf(render_a4(record))), Not(HasSubstr("Pengelola atau yang mewakili")));
}

TEST(BeritaAcaraA4, SaysThatThereAreNoFindings) {
  BeritaAcara record = samples::inspected();
  record.findings.clear();
  EXPECT_THAT(text_of(pdf(render_a4(record))), HasSubstr("Tidak ada temuan pada pemeriksaan ini."));
}

TEST(BeritaAcaraA4, PrintsALongNoteWhole) {
  BeritaAcara record = samples::inspected();
  record.findings[1].note = samples::long_note(1300);
  ASSERT_GT(record.findings[1].note.size(), 10'000U);
  expect_note_whole(pdf(render_a4(record)), 1300);
}

TEST(BeritaAcaraA4, PrintsALongNoteOfAnAnswerWhole) {
  BeritaAcara record = samples::inspected();
  record.sections[1].answers[2].note = samples::long_note(1300);
  const std::string paper = pdf(render_a4(record));
  expect_note_whole(paper, 1300);
  expect_inside(paper, mm(25), mm(20), mm(8));
}

TEST(BeritaAcaraA4, PrintsALongReasonWhole) {
  BeritaAcara record = samples::refused();
  record.outcome_reason = samples::long_note(1300);
  expect_note_whole(pdf(render_a4(record)), 1300);
  record = samples::refused();
  record.manager.refusal_reason = samples::long_note(1300);
  expect_note_whole(pdf(render_a4(record)), 1300);
}

TEST(BeritaAcaraA4, WrapsLongNamesInsideTheMargins) {
  BeritaAcara record = samples::inspected();
  record.lodging.name = "Penginapan " + std::string(180, 'W') + " Keluarga Besar";
  record.officers[0].name = "Fransiskus Xaverius Maria Emanuel Dominggus Nahak Bria Seran Fahik Klau Taolin";
  record.officers[0].rank = "Ajun Komisaris Polisi";
  record.manager.name = "Maria Goretti Theresia Yohana Adriana Bernadetha da Silva Pereira Soares Guterres";
  record.letterhead.lines[2] = "Resor Kota dan Kabupaten dengan Nama yang Sangat Panjang Sekali di Tepi Laut";
  record.team = std::string(200, 'x');
  const std::string paper = pdf(render_a4(record));
  everything(record).expect_in(paper);
  expect_inside(paper, mm(25), mm(20), mm(8));
}

TEST(BeritaAcaraA4, GivesEveryOneOfManyOfficersAPlaceToSign) {
  BeritaAcara record = samples::inspected();
  for (int i = 3; i <= 9; ++i)
    record.officers.push_back({"Petugas Nomor" + std::to_string(i), "Bripda", "1000000" + std::to_string(i), {}, {}});
  everything(record).expect_in(pdf(render_a4(record)));
}

TEST(BeritaAcaraA4, CarriesTheCodeAtTheFootOfPageOne) {
  const BeritaAcara record = samples::inspected();
  constexpr int dots_per_inch = 300;
  const auto picture = reading::picture_of(pdf(render_a4(record)), 1, dots_per_inch);
  const auto code = encode_qr(record.code.qr_payload);
  ASSERT_TRUE(code);
  const double dot = 72.0 / dots_per_inch;
  const double module = mm(25) / code->modules;
  for (int row = 0; row < code->modules; ++row) {
    for (int column = 0; column < code->modules; ++column) {
      const int x = static_cast<int>((mm(25) + (column + 0.5) * module) / dot);
      const int y = static_cast<int>((mm(297 - 15 - 25) + (row + 0.5) * module) / dot);
      const bool dark = code->dark[static_cast<std::size_t>(row * code->modules + column)];
      ASSERT_EQ(picture.red(x, y) < 128, dark) << row << ' ' << column;
    }
  }
}

TEST(BeritaAcaraReceipt, ShowsEverythingButTheAnswers) {
  const BeritaAcara record = samples::unsigned_by_manager();
  const std::string paper = pdf(render_receipt(record));
  all_but_answers(record).expect_in(paper);
  expect_inside(paper, mm(4), mm(4), mm(4));
}

TEST(BeritaAcaraReceipt, ReadsAsTheGoldenText) {
  expect_golden(pdf(render_receipt(samples::inspected())), "berita-acara-receipt.txt");
}

TEST(BeritaAcaraReceipt, IsOneStripAsLongAsNeeded) {
  const auto words = reading::words_of(pdf(render_receipt(samples::inspected())));
  ASSERT_FALSE(words.empty());
  EXPECT_NEAR(words.front().page_width, mm(80), 0.1);
  EXPECT_LT(words.back().page_height - words.back().bottom, mm(10));
}

TEST(BeritaAcaraReceipt, PrintsALongNoteWhole) {
  BeritaAcara record = samples::inspected();
  record.findings[0].note = samples::long_note(1300);
  expect_note_whole(pdf(render_receipt(record)), 1300);
  // Longer than one PDF page may be: it goes on as a second strip.
  record.findings[0].note = samples::long_note(8000);
  expect_note_whole(pdf(render_receipt(record)), 8000);
}

TEST(BeritaAcaraReceipt, WrapsLongNames) {
  BeritaAcara record = samples::inspected();
  record.lodging.name = std::string(120, 'W');
  record.draft_id = "R2-" + std::string(60, '1');
  record.manager.name = "Maria Goretti Theresia Yohana Adriana Bernadetha";
  record.officers[1].name = std::string(80, 'N');
  record.code.portal_address = "ronda.polres-yang-panjang.contoh.id/n/K7QX-42MD";
  const std::string paper = pdf(render_receipt(record));
  all_but_answers(record).expect_in(paper);
  expect_inside(paper, mm(4), mm(4), mm(4));
}

TEST(NoticeLetter, ShowsEverythingItWasGivenInBothLanguages) {
  const Letter letter = samples::notice();
  Expected expected;
  expected.add(letter.letterhead);
  expected.add(letter.title.en);
  expected.add(letter.place_and_date);
  expected.add(letter.draft_id);
  for (const auto& field : letter.fields) {
    expected.add(field.label);
    expected.add(field.value);
  }
  for (const auto& line : letter.addressee) expected.add(line);
  for (const auto& clause : letter.clauses) {
    expected.add(clause.text);
    for (const auto& point : clause.points) expected.add(point);
  }
  for (const FindingRow& row : letter.findings) expected.add(row);
  for (const auto& text : {letter.signature.on_behalf_of, letter.signature.office, letter.signature.name,
                           letter.signature.rank_nrp, letter.code.portal_address})
    expected.add(text);
  for (const auto& copy : letter.copies) expected.add(copy);
  const std::string paper = pdf(render_letter(letter));
  expected.expect_in(paper);
  expect_inside(paper, mm(25), mm(20), mm(8));
}

TEST(NoticeLetter, ReadsAsTheGoldenText) { expect_golden(pdf(render_letter(samples::notice())), "notice.txt"); }

TEST(NoticeLetter, IsOneIndonesianAndOneEnglishPageIfItIsShort) {
  Letter letter = samples::notice();
  letter.number = "B/214/XI/KKA/2026";
  letter.findings.resize(1);
  const std::string text = text_of(pdf(render_letter(letter)));
  EXPECT_THAT(text, HasSubstr("Halaman 2 dari 2"));
  EXPECT_THAT(text, HasSubstr("English translation on page 2."));
  EXPECT_THAT(text, HasSubstr("Nomor : B/214/XI/KKA/2026"));
  EXPECT_THAT(text, Not(HasSubstr("menyusul")));
}

TEST(NoticeLetter, NeverLeavesTheSignatureAloneOnAPage) {
  Letter letter = samples::notice();
  for (int findings = 1; findings <= 12; ++findings) {
    letter.findings.resize(static_cast<std::size_t>(findings), samples::notice().findings[1]);
    const std::string text = text_of(pdf(render_letter(letter)));
    const std::size_t closing = text.find("Demikian untuk menjadi maklum.");
    const std::size_t signature = text.find("NAMA PEJABAT");
    ASSERT_NE(closing, std::string::npos);
    EXPECT_EQ(text.substr(closing, signature - closing).find('\f'), std::string::npos) << findings;
  }
}

TEST(NoticeLetter, PrintsALongNoteWhole) {
  Letter letter = samples::notice();
  letter.findings[0].note = samples::long_note(1300);
  expect_note_whole(pdf(render_letter(letter)), 1300);
}

TEST(NoticeLetter, CarriesADrawnSignature) {
  Letter letter = samples::notice();
  const std::string unsigned_letter = pdf(render_letter(letter));
  letter.signature.signature = samples::scribble(4);
  const auto dark = [](const std::string& paper) {
    int count = 0;
    const auto picture = reading::picture_of(paper, 2, 60);
    for (int y = 0; y < picture.height; ++y)
      for (int x = 0; x < picture.width; ++x) count += picture.red(x, y) < 128 ? 1 : 0;
    return count;
  };
  EXPECT_GT(dark(pdf(render_letter(letter))), dark(unsigned_letter) + 50);
}

struct Paper {
  const char* name;
  std::function<Result<std::string>()> render;
};

class EveryPaper : public testing::TestWithParam<Paper> {};

TEST_P(EveryPaper, IsTheSameBytesForTheSameInput) { EXPECT_EQ(pdf(GetParam().render()), pdf(GetParam().render())); }

TEST_P(EveryPaper, EmbedsOnlyOurFacesAndOnlyTheUsedGlyphs) {
  const std::string paper = pdf(GetParam().render());
  const auto fonts = reading::fonts_of(paper);
  EXPECT_FALSE(fonts.empty());
  EXPECT_THAT(fonts, Each(testing::ContainsRegex("^RONDA.\\+Ronda.* CID TrueType +Identity-H +yes yes yes")));
  EXPECT_LT(paper.size(), 100'000U);
}

TEST_P(EveryPaper, IsBlackOnWhite) {
  const auto picture = reading::picture_of(pdf(GetParam().render()), 1, 50);
  for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
    ASSERT_EQ(picture.rgb[i], picture.rgb[i + 1]);
    ASSERT_EQ(picture.rgb[i], picture.rgb[i + 2]);
  }
}

TEST_P(EveryPaper, NeverThreatens) {
  std::string text = text_of(pdf(GetParam().render()));
  for (char& letter : text) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  EXPECT_THAT(text, Not(HasSubstr("sanksi")));
}

INSTANTIATE_TEST_SUITE_P(Papers, EveryPaper,
                         testing::Values(Paper{"A4", [] { return render_a4(samples::inspected()); }},
                                         Paper{"A4Refused", [] { return render_a4(samples::refused()); }},
                                         Paper{"Receipt", [] { return render_receipt(samples::inspected()); }},
                                         Paper{"Notice", [] { return render_letter(samples::notice()); }}),
                         [](const auto& paper) { return std::string(paper.param.name); });

TEST(PaperErrors, ALetterheadHasAtMostThreeLines) {
  BeritaAcara record = samples::inspected();
  record.letterhead.lines.push_back("Sektor Contoh");
  for (const auto& result : {render_a4(record), render_receipt(record)}) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().where, "/letterhead/lines");
  }
}

TEST(PaperErrors, ACodeNeedsAPayloadThatFits) {
  BeritaAcara record = samples::inspected();
  for (const auto& payload : {std::string(), std::string(2954, 'x')}) {
    record.code.qr_payload = payload;
    const auto result = render_a4(record);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::bad_input);
    EXPECT_EQ(result.error().where, "/qr_payload");
  }
}

TEST(PaperErrors, NothingAtAllStillMakesAPaper) {
  BeritaAcara record;
  record.code.qr_payload = "x";
  EXPECT_TRUE(render_a4(record));
  EXPECT_TRUE(render_receipt(record));
  Letter letter;
  letter.code.qr_payload = "x";
  EXPECT_TRUE(render_letter(letter));
}

}  // namespace
}  // namespace ronda::document
