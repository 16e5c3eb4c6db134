// Calls of API.md, "Referrals and tips".
#include "field-app/core/api/handlers.hpp"
#include "field-app/core/store/lead_store.hpp"
#include "field-app/core/work/leads.hpp"
#include "field-app/core/work/presenting.hpp"

namespace ronda::field::api {

using wire::JsonCursor;
using wire::JsonWriter;

namespace {

constexpr int kMostListed = 200;

void write_record(JsonWriter& out, const RecordStatus& record) {
  out.key("record").begin_object().member("seq", record.seq).member("id", record.id);
  out.member("hash", ledger::to_text(record.hash)).end_object();
}

Result<void> write_where(JsonWriter& out, WorkContext& context, LodgingId lodging, const std::string& name,
                         std::optional<std::int64_t> place) {
  out.key("lodging").begin_object().member("id", lodging).member("name", name).end_object();
  std::string_view sync = "on_server";
  if (place) {
    auto own = sync_word(context, place);
    if (!own) return std::move(own).error();
    sync = *own;
  }
  out.member("sync", sync);
  return {};
}

Result<void> write_tip(JsonWriter& out, WorkContext& context, const TipRow& row) {
  const domain::ReceivedTip& tip = row.tip;
  out.begin_object().member("id", tip.tip).member("source", word(tip.source)).member("category", word(tip.category));
  out.member("priority", word(tip.priority)).member("received_on", tip.received_on);
  out.member("expires_on", tip.expires_on).member("counts", !(tip.expires_on < context.today()));
  write_text_or_null(out, "reference", tip.reference);
  if (auto written = write_where(out, context, tip.lodging, row.lodging_name, row.place); !written) return written;
  out.end_object();
  return {};
}

}  // namespace

Result<Reply> post_referral(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"lodging_id", "inspection_id", "reason", "to", "case_no"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  domain::MadeReferral report;
  auto lodging = at.id<LodgingId>("lodging_id");
  if (!lodging) return std::move(lodging).error();
  report.lodging = *lodging;
  auto inspection = at.optional_id<InspectionId>("inspection_id");
  if (!inspection) return std::move(inspection).error();
  report.inspection = *inspection;
  auto reason = word_at(at, "reason", domain::parse_referral_reason);
  if (!reason) return std::move(reason).error();
  report.reason = *reason;
  auto to = word_at(at, "to", domain::parse_receiver);
  if (!to) return std::move(to).error();
  report.to = *to;
  auto case_no = at.optional_string("case_no", 400);
  if (!case_no) return std::move(case_no).error();
  report.case_no = case_no->value_or(std::string());
  auto done = report_referral(context, report);
  if (!done) return std::move(done).error();
  JsonWriter out;
  out.begin_object().member("referral_id", report.referral).member("at", report.at);
  write_record(out, done->record);
  out.end_object();
  return json_reply(201, out.take());
}

Result<Reply> get_referrals(WorkContext& context, const Request&) {
  auto rows = LeadStore(context.db).referrals(kMostListed);
  if (!rows) return std::move(rows).error();
  JsonWriter out;
  out.begin_object().key("referrals").begin_array();
  for (const ReferralRow& row : *rows) {
    const domain::MadeReferral& made = row.referral;
    out.begin_object().member("id", made.referral).member("inspection_id", made.inspection);
    out.member("reason", word(made.reason)).member("to", word(made.to)).member("at", made.at);
    write_text_or_null(out, "case_no", made.case_no);
    out.member("stage", row.stage).member("stage_on", row.stage_on);
    if (auto written = write_where(out, context, made.lodging, row.lodging_name, row.place); !written) {
      return std::move(written).error();
    }
    out.end_object();
  }
  out.end_array().end_object();
  return json_reply(200, out.take());
}

Result<Reply> post_tip(WorkContext& context, const Request& request) {
  auto document =
      json_body(request, {"lodging_id", "source", "category", "priority", "received_on", "expires_on", "reference"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  domain::ReceivedTip report;
  auto lodging = at.id<LodgingId>("lodging_id");
  if (!lodging) return std::move(lodging).error();
  report.lodging = *lodging;
  auto source = word_at(at, "source", domain::parse_tip_source);
  if (!source) return std::move(source).error();
  report.source = *source;
  auto category = word_at(at, "category", domain::parse_tip_category);
  if (!category) return std::move(category).error();
  report.category = *category;
  auto priority = word_at(at, "priority", domain::parse_tip_priority);
  if (!priority) return std::move(priority).error();
  report.priority = *priority;
  auto received_on = at.optional_date("received_on");
  if (!received_on) return std::move(received_on).error();
  report.received_on = received_on->value_or(context.today());
  if (context.today() < report.received_on)
    return bad_input("a tip that is still to come cannot be told", "/received_on");
  auto expires_on = at.optional_date("expires_on");
  if (!expires_on) return std::move(expires_on).error();
  report.expires_on = expires_on->value_or(plus_days(report.received_on, kUsualTipDays));
  auto reference = at.optional_string("reference", 400);
  if (!reference) return std::move(reference).error();
  report.reference = reference->value_or(std::string());
  auto done = report_tip(context, report);
  if (!done) return std::move(done).error();
  JsonWriter out;
  out.begin_object().member("tip_id", report.tip).member("expires_on", report.expires_on);
  write_record(out, done->record);
  out.end_object();
  return json_reply(201, out.take());
}

Result<Reply> get_tips(WorkContext& context, const Request&) {
  auto rows = LeadStore(context.db).tips(kMostListed);
  if (!rows) return std::move(rows).error();
  JsonWriter out;
  out.begin_object().key("tips").begin_array();
  for (const TipRow& row : *rows) {
    if (auto written = write_tip(out, context, row); !written) return std::move(written).error();
  }
  out.end_array().end_object();
  return json_reply(200, out.take());
}

Result<void> write_tips(JsonWriter& out, WorkContext& context, LodgingId lodging) {
  auto rows = LeadStore(context.db).tips_of(lodging, context.today());
  if (!rows) return std::move(rows).error();
  out.key("tips").begin_array();
  for (const TipRow& row : *rows) {
    if (auto written = write_tip(out, context, row); !written) return written;
  }
  out.end_array();
  return {};
}

}  // namespace ronda::field::api
