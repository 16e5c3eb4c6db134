#pragma once
// What the papers have in common. Plain values: text is UTF-8 and already formatted for reading (LOOK of the house:
// "Selasa, 17 November 2026", "21.03 WITA", "1.689"); nothing here is a person other than officer and signatory.

#include <string>
#include <utility>
#include <vector>

namespace ronda::document {

/// The same words in both languages. An empty English text means that the Indonesian one serves both (a name).
struct Bilingual {
  std::string id;
  std::string en;

  const std::string& english() const { return en.empty() ? id : en; }
};

/// A signature as drawn: pen lines on a pad of `width` × `height`, y downward. Without lines the paper leaves the place
/// free for ink.
struct Strokes {
  int width = 0;
  int height = 0;
  std::vector<std::vector<std::pair<int, int>>> lines;
};

/// Kop surat after Perkap 1/2023: at most three lines (printed in capitals), then the address.
struct Letterhead {
  std::vector<std::string> lines;
  std::string address;
};

enum class Severity { critical, major, minor };

/// One finding with its deadline.
struct FindingRow {
  std::string code;  ///< checklist item, for example FIR-02
  Severity severity = Severity::minor;
  Bilingual text;
  std::string note;    ///< the officer's words; may be long
  Bilingual deadline;  ///< "20 November 2026"
  Bilingual basis;     ///< printed only as given; empty prints a dash
};

/// What the reader of a paper can do with it.
struct Code {
  std::string qr_payload;
  std::string portal_address;       ///< as a person types it: "ronda.contoh.id/n/K7QX-42MD"
  bool verifiable_offline = false;  ///< the payload carries a signature that can be checked without a network
};

}  // namespace ronda::document
