#include "field-app/core/work/leads.hpp"

#include "field-app/core/store/lead_store.hpp"
#include "shared/wire/lead_json.hpp"

namespace ronda::field {

namespace {

template <typename Report>
Result<RecordStatus> write_record(WorkContext& context, const char* kind, const Report& report) {
  if (auto good = domain::check(report); !good) return std::move(good).error();
  return context.log().append({kind, wire::body_of(report), std::nullopt}, context.ids.make<RecordId>(context.now),
                              context.who.device, context.officer, context.now);
}

Result<void> known_lodging(WorkContext& context, LodgingId lodging) {
  auto row = context.reference().lodging(lodging);
  if (!row) return std::move(row).error();
  if (*row) return {};
  return Error{ErrorCode::not_found, "there is no such lodging on this device", "/lodging_id"};
}

}  // namespace

Result<Reported> report_referral(WorkContext& context, domain::MadeReferral& report) {
  report.referral = context.ids.make<domain::ReferralId>(context.now);
  report.at = context.now;
  if (auto known = known_lodging(context, report.lodging); !known) return std::move(known).error();
  if (report.inspection) {
    auto made = context.inspections().find(*report.inspection);
    if (!made) return std::move(made).error();
    if (!*made || (*made)->lodging != report.lodging) {
      return Error{ErrorCode::not_found, "there is no such inspection of this lodging here", "/inspection_id"};
    }
  }
  auto case_no = clean_text(context, report.case_no, "/case_no");
  if (!case_no) return std::move(case_no).error();
  report.case_no = *std::move(case_no);
  auto record = write_record(context, "referral.made", report);
  if (!record) return std::move(record).error();
  if (auto put = LeadStore(context.db).put_referral(report, record->place); !put) return std::move(put).error();
  return Reported{*record, true};
}

Result<Reported> report_tip(WorkContext& context, domain::ReceivedTip& report) {
  report.tip = context.ids.make<domain::TipId>(context.now);
  if (auto known = known_lodging(context, report.lodging); !known) return std::move(known).error();
  auto reference = clean_text(context, report.reference, "/reference");
  if (!reference) return std::move(reference).error();
  report.reference = *std::move(reference);
  auto record = write_record(context, "tip.received", report);
  if (!record) return std::move(record).error();
  if (auto put = LeadStore(context.db).put_tip(report, record->place); !put) return std::move(put).error();
  return Reported{*record, true};
}

}  // namespace ronda::field
