#pragma once
// Correcting what was sealed on this device: a newer version is drafted out of it, changed tap by tap and sealed as any
// inspection; the record says what it replaces and why. One thread.

#include <optional>
#include <string>
#include <vector>

#include "field-app/core/store/correction_store.hpp"
#include "field-app/core/work/finishing.hpp"
#include "field-app/core/work/work_context.hpp"
#include "shared/domain/correction.hpp"

namespace ronda::field {

/// Drafts the newer version; one that is drafted already is resumed. Errors: not_found, conflict (not sealed yet, or a
/// newer version has taken its place), bad_input (`/reason`), incomplete (`/reason`).
Result<Opened> open_correction(WorkContext& context, InspectionId id, domain::ReasonClass reason_class,
                               const std::string& reason);

/// What the version that is corrected said.
Result<domain::SealedInspection> sealed_version(WorkContext& context, const CorrectionRow& correction);

/// Gives each finding the id it had in the version before, where it had one.
void keep_ids(const domain::SealedInspection& before, std::vector<domain::SealedFinding>& findings);

/// The body of the record. Precondition: `body` is the whole newer version. Errors: those of its check().
Result<std::string> correction_body(WorkContext& context, const CorrectionRow& correction,
                                    const domain::SealedInspection& body);

/// After the record stands in the log: the newer version takes the place of the one before, and the findings on the
/// screen say what it says.
Result<void> take_place(WorkContext& context, const CorrectionRow& correction, const domain::SealedInspection& before,
                        const domain::SealedInspection& body, std::int64_t place);

/// Which paper the newer one replaces and why.
Result<domain::Text> replaced_paper(const CorrectionRow& correction);

}  // namespace ronda::field
