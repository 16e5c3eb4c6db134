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

template <typename Row, typename Says>
Result<void> MadeRows::lead(const Made& made, const wire::ReadRecord& read, const Result<Row>& row, LodgingId named,
                            const std::string& what, Says says) {
  if (!row && row.error().code != ErrorCode::not_found) return row.error();
  if (!row) return missing(made, "the " + what + " of this record is missing");
  if (row->device != made.record.device || row->seq != made.record.seq) {
    return missing(made, "the " + what + " is said to be another record's");
  }
  const auto held = was_held(made);
  if (!held) return held.error();
  const auto lodging = standing(made.device.unit, named);
  if (!lodging) return lodging.error();
  const bool same = row->officer == read.head.officer && row->lodging == *lodging &&
                    (*held || made.is_copy || row->received_at == made.record.received_at) && says(*row);
  return same ? Result<void>() : Result<void>(made.bad("the " + what + " is not what the record says"));
}

Result<void> MadeRows::referral(const Made& made, const wire::ReadRecord& read) {
  const auto report = wire::read_referral(read.body());
  if (!report) return missing(made, "this record cannot be read");
  const auto row = txn_.reports().referral(made.device.unit, report->referral);
  return lead(made, read, row, report->lodging, "referral", [&](const ReferralRow& one) {
    return one.inspection == report->inspection && one.reason == word(report->reason) &&
           one.receiver == word(report->to) && one.made_at == report->at && one.version >= 1 &&
           (one.version > 1 || (one.case_no == known(report->case_no) && !one.stage && !one.stage_on));
  });
}

Result<void> MadeRows::tip(const Made& made, const wire::ReadRecord& read) {
  const auto report = wire::read_tip(read.body());
  if (!report) return missing(made, "this record cannot be read");
  const auto row = txn_.reports().tip(made.device.unit, report->tip);
  return lead(made, read, row, report->lodging, "tip", [&](const TipRow& one) {
    return one.source == word(report->source) && one.category == word(report->category) &&
           one.priority == word(report->priority) && one.received_on == report->received_on &&
           one.expires_on == report->expires_on && one.reference == known(report->reference);
  });
}

}  // namespace ronda::server
