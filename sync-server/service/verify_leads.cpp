// Referrals and tips, held against their records. What the unit head notes of a referral later (the other office's
// number and how far it is) is in no record and not held.
#include "shared/wire/lead_json.hpp"
#include "sync-server/service/verify_rows.hpp"
#include "sync-server/store/report_store.hpp"

namespace ronda::server {

namespace {

std::optional<std::string> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

template <typename Row>
Result<bool> MadeRows::agrees(const Made& made, const wire::ReadRecord& read, const Row& row, LodgingId named) {
  const auto held = was_held(made);
  if (!held) return held.error();
  const auto lodging = standing(made.device.unit, named);
  if (!lodging) return lodging.error();
  return row.officer == read.head.officer && row.lodging == *lodging &&
         (*held || made.is_copy || row.received_at == made.record.received_at);
}

Result<void> MadeRows::referral(const Made& made, const wire::ReadRecord& read) {
  const auto report = wire::read_referral(read.body());
  if (!report) return missing(made, "this record cannot be read");
  const auto row = txn_.reports().referral(made.device.unit, report->referral);
  if (!row && row.error().code != ErrorCode::not_found) return row.error();
  if (!row) return missing(made, "the referral of this record is missing");
  if (row->device != made.record.device || row->seq != made.record.seq) {
    return missing(made, "the referral is said to be another record's");
  }
  const auto agreed = agrees(made, read, *row, report->lodging);
  if (!agreed) return agreed.error();
  const bool same = *agreed && row->inspection == report->inspection && row->reason == word(report->reason) &&
                    row->receiver == word(report->to) && row->made_at == report->at && row->version >= 1 &&
                    (row->version > 1 || (row->case_no == known(report->case_no) && !row->stage && !row->stage_on));
  return same ? Result<void>() : Result<void>(made.bad("the referral is not what the record says"));
}

Result<void> MadeRows::tip(const Made& made, const wire::ReadRecord& read) {
  const auto report = wire::read_tip(read.body());
  if (!report) return missing(made, "this record cannot be read");
  const auto row = txn_.reports().tip(made.device.unit, report->tip);
  if (!row && row.error().code != ErrorCode::not_found) return row.error();
  if (!row) return missing(made, "the tip of this record is missing");
  if (row->device != made.record.device || row->seq != made.record.seq) {
    return missing(made, "the tip is said to be another record's");
  }
  const auto agreed = agrees(made, read, *row, report->lodging);
  if (!agreed) return agreed.error();
  const bool same = *agreed && row->source == word(report->source) && row->category == word(report->category) &&
                    row->priority == word(report->priority) && row->received_on == report->received_on &&
                    row->expires_on == report->expires_on && row->reference == known(report->reference);
  return same ? Result<void>() : Result<void>(made.bad("the tip is not what the record says"));
}

}  // namespace ronda::server
