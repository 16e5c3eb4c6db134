#include "sync-server/api/leads.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/store/report_store.hpp"

namespace ronda::server {

namespace {

constexpr int kMostListed = 500;

template <typename Row>
void write_who_and_where(wire::JsonWriter& out, const Row& row) {
  out.key("lodging").begin_object().member("id", row.lodging).member("name", row.lodging_name).end_object();
  out.key("officer").begin_object().member("id", row.officer).member("name", row.officer_name);
  out.member("rank", row.officer_rank).end_object().member("received_at", row.received_at);
}

void write_referral(wire::JsonWriter& out, const ReferralRow& row) {
  out.begin_object().member("id", row.id).member("inspection", row.inspection).member("reason", row.reason);
  out.member("to", row.receiver).member("at", row.made_at).member("case_no", row.case_no).member("stage", row.stage);
  out.member("stage_on", row.stage_on).member("version", row.version);
  write_who_and_where(out, row);
  out.end_object();
}

http::Reply referral_reply(const ReferralRow& row) {
  wire::JsonWriter out;
  write_referral(out, row);
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(row.version) + "\"");
}

Result<http::Reply> list_referrals(const ReadTxn& txn, const http::Request&, const Principal& who) {
  const auto rows = txn.reports().referrals(who.unit, kMostListed);
  if (!rows) return rows.error();
  wire::JsonWriter out;
  out.begin_object().key("referrals").begin_array();
  for (const auto& row : *rows) write_referral(out, row);
  out.end_array().end_object();
  return http::json_reply(out.take());
}

Result<http::Reply> list_tips(const ReadTxn& txn, const http::Request&, const Principal& who) {
  const auto rows = txn.reports().tips(who.unit, std::nullopt, kMostListed);
  if (!rows) return rows.error();
  const LocalDate today = local_date(txn.now(), who.zone);
  wire::JsonWriter out;
  out.begin_object().key("tips").begin_array();
  for (const auto& row : *rows) {
    out.begin_object().member("id", row.id).member("source", row.source).member("category", row.category);
    out.member("priority", row.priority).member("received_on", row.received_on).member("expires_on", row.expires_on);
    out.member("reference", row.reference).member("counts", !(row.expires_on < today));
    write_who_and_where(out, row);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take());
}

Result<http::Reply> change_case(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto id = parse_id<domain::ReferralId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such referral", "referral"};
  auto expected = request.if_match();
  if (!expected) return std::move(expected).error();
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  if (auto only = root.only({"case_no", "stage", "stage_on"}); !only) return std::move(only).error();
  auto case_no = root.optional_string("case_no", 400);
  if (!case_no) return std::move(case_no).error();
  if (*case_no) {
    if (auto good = domain::check_case_number(**case_no, "/case_no"); !good) return std::move(good).error();
    if ((*case_no)->empty()) case_no->reset();
  }
  auto stage = root.optional_string("stage", 40);
  if (!stage) return std::move(stage).error();
  if (*stage) {
    if (auto known = domain::parse_case_stage(**stage); !known) return bad_input(known.error().message, "/stage");
  }
  auto stage_on = root.optional_date("stage_on");
  if (!stage_on) return std::move(stage_on).error();
  if (stage->has_value() != stage_on->has_value()) return bad_input("a stage has its day", "/stage_on");
  if (*stage_on && local_date(txn.now(), who.zone) < **stage_on) {
    return bad_input("a stage that is still to come cannot be told", "/stage_on");
  }
  auto row = txn.reports().referral(who.unit, *id);
  if (!row) return std::move(row).error();
  if (auto set = txn.reports().set_case(*id, *case_no, *stage, *stage_on, *expected); !set)
    return std::move(set).error();
  if (auto touched = txn.touch("referral", id->uuid, who.unit); !touched) return std::move(touched).error();
  row = txn.reports().referral(who.unit, *id);
  if (!row) return std::move(row).error();
  return referral_reply(*row);
}

}  // namespace

std::vector<Route> leads_routes(App&) {
  return {
      {"GET", "/api/v1/referrals", Access::officer, ReadHandler(list_referrals)},
      {"PUT", "/api/v1/referrals/{id}", Access::head, WriteHandler(change_case)},
      {"GET", "/api/v1/tips", Access::officer, ReadHandler(list_tips)},
  };
}

}  // namespace ronda::server
