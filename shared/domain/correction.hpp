#pragma once
// The body of the record `inspection.corrected` (PROTOCOL.md §5b): a sealed inspection never changes, a newer version
// takes its place and says why. Pure; any thread.

#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/domain/field_report.hpp"
#include "shared/domain/inspection.hpp"

namespace ronda::domain {

struct CorrectedInspection {
  InspectionId supersedes;
  std::string record;  ///< hash of the record that is superseded, lower-case hex
  ReasonClass reason_class = ReasonClass::administrative;
  std::string reason;
  SealedInspection inspection;  ///< the whole corrected version, with an id of its own
  bool operator==(const CorrectedInspection&) const = default;
};

/// The reason is there and clean, and the version is not its own. Errors: bad_input, incomplete; `where` = JSON
/// pointer.
Result<void> check(const CorrectedInspection& report);

/// A correction speaks of the same visit: lodging, planned visit, checklist, opening, sealing and zone are those of the
/// version it replaces (deadlines count from the day of the visit). `same_lodging`: whether the two ids of the lodging
/// mean the same premises. Errors: conflict; `where` = JSON pointer.
Result<void> check_same_visit(const SealedInspection& corrected, const SealedInspection& before, bool same_lodging);

/// What the paper of a correction says under its number. `draft_id` is that of the paper it replaces.
Text replaces_text(const std::string& draft_id, ReasonClass reason_class, const std::string& reason);

}  // namespace ronda::domain
