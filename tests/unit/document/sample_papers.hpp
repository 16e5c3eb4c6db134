#pragma once
// One invented story (Wisma Lontar Teduh, 17 November 2026) as paper values, for the tests of this room.

#include <string>

#include "shared/document/berita_acara.hpp"
#include "shared/document/letter.hpp"

namespace ronda::document::samples {

/// Two officers, all 39 answers, three findings, two earlier ones, a sample, signatures.
BeritaAcara inspected();
/// The same visit, but the manager does not sign.
BeritaAcara unsigned_by_manager();
/// Entry refused: no answers.
BeritaAcara refused();
/// Surat Pemberitahuan with the findings of `inspected()`.
Letter notice();

Strokes scribble(int seed);
/// `words` numbered words ("kata17 …"), more than 6 bytes each.
std::string long_note(int words);

}  // namespace ronda::document::samples
