#pragma once
// Words of the berita acara that do not depend on the paper it is printed on.

#include <string>
#include <vector>

#include "shared/document/berita_acara.hpp"

namespace ronda::document {

Bilingual outcome_words(VisitOutcome outcome);
/// False where nobody of the house was met (not found, wrong address …): then there is no place to sign for one.
bool has_manager(const BeritaAcara& record);
std::string number_or_follows(const BeritaAcara& record);
/// "38 dari 39" / "38 of 39"
Bilingual of_total(int part, int whole);
/// Whether an emergency referral was made, and when.
Bilingual referral_words(const BeritaAcara& record);
/// A hash in groups of eight, as two people compare it aloud.
std::string hash_in_groups(const std::string& hex);
/// The tally as label and value, in the order of the paper.
struct SampleLine {
  Bilingual label;
  Bilingual value;
};
std::vector<SampleLine> sample_lines(const RegisterSample& sample);

}  // namespace ronda::document
