// The seal: one record in the device log, its findings, its paper, all in the caller's transaction.
#include <algorithm>

#include "field-app/core/store/draft_store.hpp"
#include "field-app/core/work/berita_acara.hpp"
#include "field-app/core/work/correcting.hpp"
#include "field-app/core/work/finishing.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/planted.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

namespace {

Result<std::optional<domain::ManagerSignature>> stored_signature(const std::optional<std::string>& json) {
  if (!json) return std::optional<domain::ManagerSignature>();
  auto document = wire::JsonDocument::parse(*json);
  if (!document) return std::move(document).error();
  auto signature = wire::read_manager_signature(document->root());
  if (!signature) return std::move(signature).error();
  return std::optional<domain::ManagerSignature>(*std::move(signature));
}

void put_answers(const WholeInspection& inspection, Instant sampled_at, domain::SealedInspection& body) {
  for (const domain::Section& section : inspection.checklist->sections) {
    for (const domain::Item& item : section.items) {
      const auto found = inspection.answers.find(item.code);
      if (found == inspection.answers.end() || !domain::applies(item, inspection.answers)) continue;
      domain::Answer answer = found->second;
      if (!answer.has_value() && answer.note.empty() && answer.photos.empty()) continue;
      if (answer.at.ms == 0) answer.at = sampled_at;
      body.answers.push_back(std::move(answer));
    }
  }
}

/// Everything but the findings.
Result<domain::SealedInspection> body_of(WorkContext& context, const WholeInspection& inspection, Instant sealed_at) {
  const InspectionRow& row = inspection.row;
  domain::SealedInspection body;
  body.inspection = row.id;
  body.lodging = row.lodging;
  body.visit = row.visit;
  body.checklist = row.checklist;
  body.opened_at = row.opened_at;
  body.sealed_at = sealed_at;
  body.zone = row.zone;
  body.outcome = row.outcome;
  body.outcome_reason = row.outcome_reason;
  auto sampled_at = context.inspections().sampled_at(row.id);
  if (!sampled_at) return std::move(sampled_at).error();
  put_answers(inspection, *sampled_at, body);
  body.sample = domain::counted(inspection.sample);
  for (const FindingRow& finding : inspection.open_findings) {
    const auto given = inspection.dispositions.find(finding.id);
    if (given == inspection.dispositions.end()) continue;
    body.dispositions.push_back({finding.id, given->second.disposition, given->second.reason});
  }
  for (const PhotoRow& photo : inspection.photos) {
    body.photos.push_back({photo.sha256, photo.bytes, photo.type, photo.width, photo.height, photo.item});
  }
  auto manager = stored_signature(row.manager_signature);
  if (!manager) return std::move(manager).error();
  body.manager = *std::move(manager);
  body.officers = inspection.officers;
  auto start = wire::parse_fix(row.start_fix);
  if (!start) return std::move(start).error();
  body.start_fix = *start;
  auto end = wire::parse_fix(row.end_fix);
  if (!end) return std::move(end).error();
  body.end_fix = *end;
  body.emergency_at = row.emergency_at;
  body.boot_ms = context.ports.boot_ms ? std::max<std::int64_t>(0, context.ports.boot_ms()) : 0;
  auto marks = SyncStore(context.db).marks();
  if (!marks) return std::move(marks).error();
  body.skew_ms = marks->skew_ms;
  return body;
}

Result<void> keep_findings(WorkContext& context, const WholeInspection& inspection,
                           const domain::SealedInspection& body) {
  InspectionStore store = context.inspections();
  CorrectionStore corrections(context.db);
  const LocalDate opened_on = local_date(body.sealed_at, body.zone);
  for (const domain::SealedFinding& finding : body.findings) {
    const domain::Item* item = inspection.checklist->find(finding.item);
    if (inspection.correction) {  // one that the version before opened may have come back with the feed
      auto known = corrections.is_on_feed(finding.finding);
      if (!known) return std::move(known).error();
      if (*known) continue;
    }
    if (auto added = store.add_sealed_finding(inspection.row, finding, item->text, opened_on); !added) return added;
  }
  return {};
}

Result<Sealed> sealed_before(WorkContext& context, const InspectionRow& row) {
  auto record = context.log().status(*row.record_seq);
  if (!record) return std::move(record).error();
  if (!*record) return Error{ErrorCode::corrupt, "the record of a sealed inspection is missing", "record"};
  return Sealed{**record, *row.sealed_at, false};
}

}  // namespace

Result<Sealed> seal(WorkContext& context, InspectionId id) {
  auto inspection = load_inspection(context, id);
  if (!inspection) return std::move(inspection).error();
  if (inspection->row.sealed && !RONDA_PLANTED(sealed_twice)) return sealed_before(context, inspection->row);
  auto elsewhere = DraftStore(context.db).is_sealed_elsewhere(id);
  if (!elsewhere) return std::move(elsewhere).error();
  if (*elsewhere && !RONDA_PLANTED(sealed_elsewhere_unseen)) {
    context.problem_members = "\"sealed_elsewhere\":true";
    return Error{ErrorCode::conflict, "another device has sealed this inspection", {}};
  }
  // A clock that was set back must not make an inspection end before it began.
  // A correction speaks of the visit as it was: its deadlines count from that day.
  const auto& correction = inspection->correction;
  const Instant sealed_at =
      correction ? correction->sealed_at : Instant{std::max(context.now.ms, inspection->row.opened_at.ms)};
  const Review review = review_of(*inspection, sealed_at);
  if (!review.can_seal()) {
    context.problem_members = "\"missing\":" + missing_json(review.missing);
    return Error{ErrorCode::incomplete, "something is still missing before it can be sealed", "/missing"};
  }

  auto body = body_of(context, *inspection, sealed_at);
  if (!body) return std::move(body).error();
  for (const domain::NewFinding& finding : review.findings) {
    body->findings.push_back(
        {context.ids.make<FindingId>(context.now), finding.item, finding.severity, finding.note, finding.due_on});
  }
  std::optional<domain::SealedInspection> before;
  if (correction) {
    auto version = sealed_version(context, *correction);
    if (!version) return std::move(version).error();
    before = *std::move(version);
    keep_ids(*before, body->findings);
  }
  Bytes token(32);
  context.ports.entropy(token);
  const std::string token_text = to_base64url(token);
  body->portal_key = wire::portal_key(token_text);
  std::map<FindingId, std::string> codes;
  for (const FindingRow& finding : inspection->open_findings) codes[finding.id] = finding.code;
  if (auto good = domain::check_sealed(*body, *inspection->checklist, codes); !good) return std::move(good).error();

  NewRecord entry{"inspection.sealed", {}, id};
  if (correction) {
    auto text = correction_body(context, *correction, *body);
    if (!text) return std::move(text).error();
    entry.kind = "inspection.corrected";
    entry.body = *std::move(text);
  } else {
    entry.body = wire::sealed_body(*body);
  }
  auto record = context.log().append(entry, context.ids.make<RecordId>(context.now), context.who.device,
                                     context.officer, correction ? context.now : sealed_at);
  if (!record) return std::move(record).error();
  if (correction) {
    if (auto taken = take_place(context, *correction, *before, *body, record->place); !taken) {
      return std::move(taken).error();
    }
  }
  if (auto kept = keep_findings(context, *inspection, *body); !kept) return std::move(kept).error();
  auto paper = paper_json(context, {*inspection, *body, review, *record, token_text});
  if (!paper) return std::move(paper).error();
  SealRow row;
  row.sealed_at = sealed_at;
  row.new_findings = static_cast<int>(body->findings.size());
  row.persisting = static_cast<int>(inspection->still_open().size());
  row.record_seq = record->place;
  row.portal_token = token;
  row.paper = *std::move(paper);
  InspectionStore store = context.inspections();
  if (auto noted = store.note(id, context.now, "seal", std::nullopt, ledger::to_text(record->hash)); !noted) {
    return std::move(noted).error();
  }
  if (auto done = store.seal(id, row); !done) return std::move(done).error();
  return Sealed{*record, sealed_at, true};
}

}  // namespace ronda::field
