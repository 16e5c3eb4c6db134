#pragma once
// The only door to the PDF engine (libharu). One call, no state, no file system; any thread.

#include <string>

#include "shared/base/result.hpp"
#include "shared/document/sheets.hpp"

namespace ronda::document {

/// The PDF bytes of `sheets`: the same sheets give the same bytes. Faces are embedded, only the glyphs used.
/// Errors: io_failed (the engine refused; the message has its number).
Result<std::string> to_pdf(const Sheets& sheets);

}  // namespace ronda::document
