#include "sync-server/service/inspection_rows.hpp"

#include <algorithm>

#include "shared/wire/checklist_json.hpp"
#include "sync-server/service/notices.hpp"

namespace ronda::server {

namespace {

std::string value_text(const domain::Value& value) {
  if (const auto* yes_no = std::get_if<domain::YesNo>(&value)) {  // nearly all are
    return *yes_no == domain::YesNo::yes ? "\"yes\"" : *yes_no == domain::YesNo::no ? "\"no\"" : "\"na\"";
  }
  wire::JsonWriter out;
  wire::write_value(out, value);
  return out.take();
}

}  // namespace

Result<InspectionRows> rows_of(const domain::SealedInspection& body, const ledger::RecordHead& head,
                               const Principal& who, LodgingId lodging, Instant received_at) {
  InspectionRows rows;
  auto& row = rows.inspection;
  row.id = body.inspection;
  row.unit = who.unit;
  row.lodging = lodging;
  row.visit = body.visit;
  row.officer = head.officer;
  row.device = who.device;
  row.seq = head.seq;
  row.checklist = body.checklist;
  row.outcome = std::string(word(body.outcome));
  if (!body.outcome_reason.empty()) row.outcome_reason = body.outcome_reason;
  row.opened_at = body.opened_at;
  row.sealed_at = body.sealed_at;
  row.local_date = local_date(body.sealed_at, body.zone);
  row.zone = std::string(iana_name(body.zone));
  row.new_findings = static_cast<int>(body.findings.size());
  row.persisting = static_cast<int>(std::count_if(body.dispositions.begin(), body.dispositions.end(),
                                                  [](const auto& given) { return keeps_open(given.disposition); }));
  row.received_at = received_at;
  const auto key = ledger::parse_hash(body.portal_key);
  if (!key) return key.error();
  row.portal_key = *key;
  row.link_expires_at = Instant{received_at.ms + kLinkLifeMs};
  rows.answers.reserve(body.answers.size());
  for (const auto& answer : body.answers) {
    if (!answer.has_value()) continue;
    InspectionAnswerRow kept{answer.item, value_text(answer.value), {}};
    if (!answer.note.empty()) kept.note = answer.note;
    rows.answers.push_back(std::move(kept));
  }
  for (const auto& photo : body.photos) {
    const auto hash = ledger::parse_hash(photo.sha256);
    if (!hash) return hash.error();
    rows.photos.push_back({*hash, photo.item, photo.bytes, photo.type});
  }
  return rows;
}

FindingRow finding_row(const domain::SealedFinding& opened, const domain::Item& item,
                       const domain::SealedInspection& body, UnitId unit, LodgingId lodging) {
  FindingRow row;
  row.id = opened.finding;
  row.unit = unit;
  row.lodging = lodging;
  row.code = opened.item;
  row.severity = std::string(word(opened.severity));
  row.text_id = item.text.id;
  row.text_en = item.text.en;
  if (!opened.note.empty()) row.note = opened.note;
  row.opened_on = local_date(body.sealed_at, body.zone);
  row.opened_by = body.inspection;
  row.due_on = opened.due_on;
  row.last_seen = row.opened_on;
  return row;
}

}  // namespace ronda::server
