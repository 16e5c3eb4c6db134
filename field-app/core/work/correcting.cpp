#include "field-app/core/work/correcting.hpp"

#include <algorithm>

#include "field-app/core/store/report_store.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/report_json.hpp"

namespace ronda::field {

Result<Opened> open_correction(WorkContext& context, InspectionId id, domain::ReasonClass reason_class,
                               const std::string& reason) {
  auto row = context.inspections().find(id);
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::not_found, "there is no such inspection on this device", {}};
  if (!(*row)->sealed) return Error{ErrorCode::conflict, "this inspection is not sealed: change it as it is", {}};
  CorrectionStore store(context.db);
  auto newer = store.superseded_by(id);
  if (!newer) return std::move(newer).error();
  if (*newer) return Error{ErrorCode::conflict, "a newer version has taken its place: correct that one", {}};
  auto record = context.log().status((*row)->record_seq.value_or(0));
  if (!record) return std::move(record).error();
  if (*record && (*record)->held) {
    return Error{ErrorCode::conflict, "the office holds this record back; it can be corrected once it is accepted", {}};
  }
  auto drafted = store.correcting(id);
  if (!drafted) return std::move(drafted).error();
  if (*drafted) return Opened{**drafted, false};
  auto clean = clean_text(context, reason, "/reason");
  if (!clean) return std::move(clean).error();
  if (clean->empty()) return Error{ErrorCode::incomplete, "a correction says why", "/reason"};
  CorrectionRow correction;
  correction.inspection = context.ids.make<InspectionId>(context.now);
  correction.supersedes = id;
  correction.reason_class = reason_class;
  correction.reason = *std::move(clean);
  if (auto made = store.draft(correction, context.now); !made) return std::move(made).error();
  auto noted = context.inspections().note(correction.inspection, context.now, "correct", std::nullopt, to_text(id));
  if (!noted) return std::move(noted).error();
  return Opened{correction.inspection, true};
}

Result<domain::SealedInspection> sealed_version(WorkContext& context, const CorrectionRow& correction) {
  auto text = CorrectionStore(context.db).record_text(correction.place);
  if (!text) return std::move(text).error();
  auto record = wire::read_record(*text);
  if (!record) return Error{ErrorCode::corrupt, "the record of a sealed inspection cannot be read", "record"};
  if (record->head.kind == "inspection.sealed") return wire::read_sealed(record->body());
  auto corrected = wire::read_corrected_inspection(record->body());
  if (!corrected) return std::move(corrected).error();
  return std::move(corrected->inspection);
}

void keep_ids(const domain::SealedInspection& before, std::vector<domain::SealedFinding>& findings) {
  for (domain::SealedFinding& finding : findings) {
    for (const domain::SealedFinding& known : before.findings) {
      if (known.item == finding.item) finding.finding = known.finding;
    }
  }
}

Result<std::string> correction_body(WorkContext& context, const CorrectionRow& correction,
                                    const domain::SealedInspection& body) {
  auto record = context.log().status(correction.place);
  if (!record) return std::move(record).error();
  if (!*record) return Error{ErrorCode::corrupt, "the record of a sealed inspection is missing", "record"};
  domain::CorrectedInspection report;
  report.supersedes = correction.supersedes;
  report.record = ledger::to_text((*record)->hash);
  report.reason_class = correction.reason_class;
  report.reason = correction.reason;
  report.inspection = body;
  if (auto good = domain::check(report); !good) return std::move(good).error();
  return wire::body_of(report);
}

Result<void> take_place(WorkContext& context, const CorrectionRow& correction, const domain::SealedInspection& before,
                        const domain::SealedInspection& body, std::int64_t place) {
  ReportStore reports(context.db);
  if (auto done = CorrectionStore(context.db).supersede(correction.supersedes, correction.inspection); !done)
    return done;
  for (const domain::SealedFinding& gone : before.findings) {
    const bool stays = std::any_of(body.findings.begin(), body.findings.end(),
                                   [&](const domain::SealedFinding& f) { return f.finding == gone.finding; });
    auto said =
        reports.put_word(gone.finding, stays ? domain::Disposition::persists : domain::Disposition::withdrawn, place);
    if (!said) return said;
  }
  for (const domain::SealedDisposition& given : body.dispositions) {
    if (auto said = reports.put_word(given.finding, given.disposition, place); !said) return said;
  }
  return {};
}

Result<domain::Text> replaced_paper(const CorrectionRow& correction) {
  auto document = wire::JsonDocument::parse(correction.paper);
  if (!document)
    return Error{ErrorCode::corrupt, "the paper of a sealed inspection cannot be read", "inspection.paper"};
  auto draft_id = document->root().string("draft_id");
  if (!draft_id) return std::move(draft_id).error();
  return domain::replaces_text(*draft_id, correction.reason_class, correction.reason);
}

}  // namespace ronda::field
