#pragma once
// A draft inspection, tap by tap. Each call checks that the draft may still change, writes the change and its journal
// line, and leaves the commit to the caller. One thread.
// Errors of every call that takes an inspection: not_found (no such inspection here), sealed.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "field-app/core/store/correction_store.hpp"
#include "field-app/core/work/work_context.hpp"
#include "shared/domain/answer.hpp"
#include "shared/domain/finding.hpp"
#include "shared/domain/inspection.hpp"

namespace ronda::field {

/// Everything known of one inspection.
struct WholeInspection {
  InspectionRow row;
  std::shared_ptr<const domain::Checklist> checklist;
  LodgingRow lodging;
  domain::Answers answers;  ///< with what the sample says
  std::optional<domain::SampleState> sample;
  std::vector<FindingRow> open_findings;  ///< of a sealed one: those it judged; of a correction: those before it judged
  std::map<FindingId, GivenDisposition> dispositions;
  std::vector<domain::OfficerSignature> officers;
  std::vector<PhotoRow> photos;
  domain::Progress progress;
  std::optional<CorrectionRow> correction;  ///< if it corrects a sealed one

  std::optional<int> rooms() const;
  /// Items whose open finding was judged to be still there.
  std::set<std::string> still_open() const;
};

Result<WholeInspection> load_inspection(WorkContext& context, InspectionId id);
/// The same, refused once it is sealed.
Result<WholeInspection> load_draft(WorkContext& context, InspectionId id);

struct Opened {
  InspectionId id;
  bool created = false;  ///< false: the lodging had an open one, which is resumed
};
/// Without a visit, today's planned visit of the team at that lodging is taken if there is one.
/// Errors: not_found (`/lodging_id`, `/visit_id`), bad_input (the visit is for another lodging).
Result<Opened> open_inspection(WorkContext& context, LodgingId lodging, std::optional<VisitId> visit,
                               const std::optional<domain::Fix>& fix);

/// What PUT …/answers/{code} changes; nothing in the outer optional = left as it is.
struct AnswerChange {
  std::optional<domain::Value> value;  ///< an empty value clears it
  std::optional<std::string> note;     ///< an empty note clears it
};
/// Errors: not_found (no such item), bad_input (`/value`, `/note`).
Result<void> change_answer(WorkContext& context, InspectionId id, const std::string& item, const AnswerChange& change);

/// What the answer to an item means by its rules, if anything; a finding that is still open makes no second one.
std::optional<domain::FindingVerdict> verdict_on(const WholeInspection& inspection, const domain::Item& item);

/// Errors: not_found (no such item).
Result<void> move_to(WorkContext& context, InspectionId id, const std::string& item);

/// Nothing clears it. Errors: not_found (no such open finding), bad_input (`/reason`).
Result<void> judge_finding(WorkContext& context, InspectionId id, FindingId finding,
                           std::optional<domain::Disposition> disposition, const std::string& reason);

/// Errors: bad_input (`/reason`: needed unless done).
Result<void> set_outcome(WorkContext& context, InspectionId id, domain::Outcome outcome, const std::string& reason);

/// Metres from the lodging; nothing if its place is not known.
Result<std::optional<int>> note_fix(WorkContext& context, InspectionId id, bool at_end, const domain::Fix& fix);

/// The first call counts: the time a referral was made does not move.
Result<Instant> note_emergency(WorkContext& context, InspectionId id);

}  // namespace ronda::field
