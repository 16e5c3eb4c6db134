#pragma once
// Where an A4 berita acara is signed: the manager at the left, the officers at the right.

#include "shared/document/berita_acara.hpp"
#include "shared/document/flow.hpp"

namespace ronda::document {

/// Each row of signatures stays on one page. A manager who does not sign has the words for it in place of a signature.
void draw_signing(Flow& flow, const BeritaAcara& record);

}  // namespace ronda::document
