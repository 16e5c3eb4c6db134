#pragma once
// The annex of an A4 berita acara: every answer of the checklist.

#include "shared/document/berita_acara.hpp"
#include "shared/document/flow.hpp"

namespace ronda::document {

bool has_answers(const BeritaAcara& record);

/// From a new page on, one table per section.
void draw_answers_annex(Flow& flow, const BeritaAcara& record);

}  // namespace ronda::document
