#pragma once
// The register sample of a draft: the app draws the lines, the officer counts, nobody chooses. One thread.
// Errors of every call: not_found, sealed (see inspecting.hpp).

#include "field-app/core/work/work_context.hpp"
#include "shared/domain/register_sample.hpp"

namespace ronda::field {

/// Errors: bad_input (domain::draw_sample), conflict (there is one already: remove it to start anew).
Result<void> start_sample(WorkContext& context, InspectionId id, LocalDate from, LocalDate to, int total_lines, int n);
/// The next entry or one counted before. Errors: bad_input (`/k`, domain::check_entry), not_found (no sample).
Result<void> count_entry(WorkContext& context, InspectionId id, int k, const domain::SampleEntry& entry);
/// Undo; only the last one. Errors: bad_input (`/k`), not_found (no sample).
Result<void> undo_entry(WorkContext& context, InspectionId id, int k);
/// Nothing clears it. Errors: bad_input (`/field`: no such option), not_found (no sample).
Result<void> name_most_blank(WorkContext& context, InspectionId id, const std::optional<std::string>& field);
Result<void> drop_sample(WorkContext& context, InspectionId id);

}  // namespace ronda::field
