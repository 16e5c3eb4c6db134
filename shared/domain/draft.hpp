#pragma once
// An unfinished inspection as it travels to the server and to another phone: the answers without the photos, and no
// signature, because people sign what is finished. No evidence value. Plain values and pure functions; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/inspection.hpp"

namespace ronda::domain {

struct DraftSample {
  SampleState state;
  Instant at;  ///< when its last line was counted, or when it was drawn
};

struct Draft {
  InspectionId inspection;
  std::int64_t version = 1;  ///< counts the taps, on over a take-over: the higher one is the later one
  LodgingId lodging;
  std::optional<VisitId> visit;
  std::string checklist;
  Zone zone = Zone::wita;
  Instant opened_at;
  Instant saved_at;
  std::optional<std::string> position;  ///< item at which the officer stood
  Outcome outcome = Outcome::done;
  std::string outcome_reason;
  std::vector<Answer> answers;  ///< without photos
  std::optional<DraftSample> sample;
  std::vector<SealedDisposition> dispositions;
  std::optional<Fix> start_fix;
  std::optional<Fix> end_fix;
  std::optional<Instant> emergency_at;
  int answered = 0;
  int total = 0;
  int photos = 0;  ///< that stay on the device until it seals
};

/// What can be checked without the checklist: no free text looks like an identity, the sample keeps its invariants.
/// Errors: bad_input with a JSON pointer.
Result<void> check_draft(const Draft& draft);

}  // namespace ronda::domain
