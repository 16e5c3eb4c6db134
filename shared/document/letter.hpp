#pragma once
// Letters of the ladder (Surat Pemberitahuan, Surat Teguran …) as A4 in the form of Perkap 1/2023, Indonesian first,
// the English text from a new page. The wording is data; only form is decided here. Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/document/parts.hpp"

namespace ronda::document {

/// "Perihal : Pemberitahuan hasil pemeriksaan". Labels are data because the regulation's wording is not settled here.
struct LetterField {
  Bilingual label;
  Bilingual value;
  bool underlined = false;
};

/// One numbered paragraph of the body, with lettered points under it.
struct LetterClause {
  Bilingual text;
  Bilingual emphasis;  ///< words of the text to set bold where they first appear, for example the date; may be empty
  std::vector<Bilingual> points;
  bool findings_below = false;  ///< the table of findings follows this clause
};

struct LetterSignature {
  std::string on_behalf_of;  ///< "a.n. KEPALA KEPOLISIAN RESOR KUPANG KOTA"; empty if the head signs
  std::string office;        ///< "KASAT PPA"
  std::string name;
  std::string rank_nrp;  ///< "AJUN KOMISARIS POLISI NRP 00000000"
  Strokes signature;     ///< empty leaves room for ink and stamp
};

struct Letter {
  Letterhead letterhead;
  Bilingual title;           ///< "Surat Pemberitahuan" / "Notice of findings": heads the English page
  Bilingual place_and_date;  ///< "Kupang, 18 November 2026"
  std::string number;        ///< empty prints "menyusul" with the draft id
  std::string draft_id;
  std::vector<LetterField> fields;     ///< Klasifikasi, Lampiran, Perihal, in this order below Nomor
  std::vector<std::string> addressee;  ///< {"PENGELOLA", "WISMA LONTAR TEDUH"}: an office, never a person
  std::string addressee_place;         ///< "Kupang"
  std::vector<LetterClause> clauses;
  std::vector<FindingRow> findings;
  LetterSignature signature;
  std::vector<Bilingual> copies;  ///< Tembusan
  Code code;
  Instant created;
};

/// Errors: bad_input (/letterhead/lines: more than three; /qr_payload: empty or too long), io_failed (PDF engine).
Result<std::string> render_letter(const Letter& letter);

}  // namespace ronda::document
