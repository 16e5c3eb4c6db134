#pragma once
// Whether the code on a berita acara is genuine, told from what is known here without a network. Pure; any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/domain/text.hpp"
#include "shared/wire/paper_code.hpp"

namespace ronda::field {

struct PaperFinding {
  wire::PaperVerdict verdict = wire::PaperVerdict::altered;
  std::string device;                       ///< whose key it was; empty unless the key is known and fits
  std::optional<wire::ReadPaperCode> code;  ///< only where a known device stands behind what it says
  domain::Text sentence;                    ///< what is true, and what to do
};

domain::Text name_of(wire::PaperVerdict verdict);

/// Judges what was scanned. Errors: bad_input at /text (it does not even claim to be such a code).
Result<PaperFinding> check_paper(std::string_view text, std::span<const wire::PaperKey> keys);

/// What the code says of the visit, in one line.
domain::Text paper_line(const wire::PaperWord& word);

}  // namespace ronda::field
