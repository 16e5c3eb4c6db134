#pragma once
// The end of an inspection: signatures, the review of what is missing, the seal. One thread.

#include <optional>
#include <string>
#include <vector>

#include "field-app/core/work/inspecting.hpp"

namespace ronda::field {

/// Nothing takes the signature back. Errors: not_found, sealed, bad_input (texts, strokes).
Result<void> sign_for_manager(WorkContext& context, InspectionId id,
                              const std::optional<domain::ManagerSignature>& signature);
/// Errors: not_found, sealed, forbidden (not a member of the team).
Result<void> sign_as_officer(WorkContext& context, InspectionId id, OfficerId officer, bool signs);

/// The members who may sign: the team, or the enrolled officer alone.
Result<std::vector<OfficerRow>> signing_officers(WorkContext& context);

struct MissingThing {
  std::string what;  ///< item, disposition, sample, manager_signature, officer_signature, outcome_reason
  std::optional<std::string> item;
  std::optional<FindingId> finding;
  domain::Text text;
};

struct Review {
  int minutes = 0;
  std::vector<MissingThing> missing;
  std::vector<domain::NewFinding> findings;  ///< that this inspection opens
  std::optional<domain::Text> sample_sentence;
  bool can_seal() const { return missing.empty(); }
};

/// With an outcome other than done only its reason and one officer's signature are needed.
Review review_of(const WholeInspection& inspection, Instant now);

/// Puts the record into the device log, keeps the findings and the paper. A sealed inspection gives its record again.
/// Errors: not_found, incomplete (problem_members lists what is missing), too_large, io_failed, disk_full.
struct Sealed {
  RecordStatus record;
  Instant sealed_at;
  bool now = false;  ///< false: it was sealed before
};
Result<Sealed> seal(WorkContext& context, InspectionId id);

/// JSON array of what is missing, as the API shows it.
std::string missing_json(const std::vector<MissingThing>& missing);

}  // namespace ronda::field
