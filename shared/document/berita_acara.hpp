#pragma once
// Berita Acara Hasil Pemeriksaan: the record of one visit, signed on site and left with the manager, in Indonesian with
// English beside it. Two papers from the same values: A4 and an 80 mm receipt. Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/document/parts.hpp"

namespace ronda::document {

enum class VisitOutcome { done, refused, closed, not_found, wrong_address, unsafe };

struct VisitedLodging {
  std::string name;
  Bilingual kind;
  std::string address;
  std::string kelurahan;
  std::string nib;  ///< empty if not known
};

struct SigningOfficer {
  std::string name;
  std::string rank;
  std::string nrp;
  Bilingual role;
  Strokes signature;
};

struct SigningManager {
  Bilingual role;    ///< "Penanggung jawab malam"
  std::string name;  ///< optional
  Strokes signature;
  bool refused_to_sign = false;
  std::string refusal_reason;
};

struct PrintedAnswer {
  std::string code;
  Bilingual text;
  Bilingual answer;
  std::string note;
};

struct PrintedSection {
  Bilingual title;
  int answered = 0;
  int total = 0;
  std::vector<PrintedAnswer> answers;
};

/// The tally of a sample of the guest register: counts only.
struct RegisterSample {
  Bilingual range;  ///< "9–16 November 2026"
  int entries = 0;  ///< N
  int start_line = 0;
  int step = 0;
  int complete = 0;
  int incomplete = 0;
  int verified = 0;
  int foreign = 0;
  int reported = 0;
  int minors = 0;
  int companion = 0;
  Bilingual most_blank;  ///< the column most often blank; empty if none
  Bilingual honesty;     ///< what a sample of this size can and cannot say
};

/// What became of a finding of an earlier visit.
struct OpenFindingRow {
  std::string code;
  Severity severity = Severity::minor;
  Bilingual text;
  Bilingual disposition;  ///< "Tetap ada (3×)"
  std::string note;
  Bilingual deadline;
  bool settled = false;  ///< corrected or withdrawn: printed with a check
};

struct BeritaAcara {
  Letterhead letterhead;
  std::string unit;
  std::string draft_id;  ///< made by the device: "R2-1117-05"
  std::string number;    ///< the secretariat's; empty prints "menyusul"
  Bilingual replaces;    ///< which paper this one replaces and why; empty if it replaces none
  VisitedLodging lodging;
  Bilingual date;     ///< "Selasa, 17 November 2026"
  Bilingual started;  ///< "20.57 WITA"
  Bilingual ended;
  std::string place;  ///< where the paper is signed: "Kupang"
  std::string team;
  std::string sprin;  ///< number of the Surat Perintah; empty if none
  std::vector<SigningOfficer> officers;
  SigningManager manager;
  VisitOutcome outcome = VisitOutcome::done;
  std::string outcome_reason;
  std::vector<PrintedSection> sections;
  std::optional<RegisterSample> sample;
  std::vector<OpenFindingRow> open_findings;
  std::vector<FindingRow> findings;
  int photos = 0;
  std::optional<Bilingual> emergency_referral;  ///< the time a referral was made; none if none was
  std::string record_hash;                      ///< hex
  Code code;
  Instant created;  ///< becomes the PDF's creation date; the same input gives the same bytes
};

/// A4, several pages: the record, signatures, then all answers as an annex. Long text goes over pages, never cut off.
/// Errors: bad_input (/letterhead/lines: more than three; /qr_payload: empty or too long), io_failed (PDF engine).
Result<std::string> render_a4(const BeritaAcara& record);

/// The same for a thermal printer: one page 80 mm wide (72 mm printed) and as long as needed; without the annex of
/// answers. Errors as render_a4.
Result<std::string> render_receipt(const BeritaAcara& record);

}  // namespace ronda::document
