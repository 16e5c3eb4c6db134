#pragma once
// What the berita acara shows, frozen when the inspection is sealed (JSON as in API.md), and its PDF. One thread.

#include <string>

#include "field-app/core/work/finishing.hpp"
#include "shared/domain/inspection.hpp"

namespace ronda::field {

struct PaperFacts {
  const WholeInspection& inspection;
  const domain::SealedInspection& body;
  const Review& review;
  const RecordStatus& record;
  std::string portal_token;  ///< base64url
};

/// Errors: io_failed, corrupt.
Result<std::string> paper_json(WorkContext& context, const PaperFacts& facts);

enum class PaperForm {
  a4,
  receipt  ///< 80 mm wide, for a pocket printer, without the annex of answers
};
/// Errors: bad_input or io_failed (as document::render_a4), corrupt.
Result<std::string> paper_pdf(const std::string& paper, PaperForm form);

}  // namespace ronda::field
