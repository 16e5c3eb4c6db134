#include "sync-server/api/cases.hpp"

#include "shared/wire/json.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/api/item_json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/cases.hpp"
#include "sync-server/service/lodging_merging.hpp"
#include "sync-server/service/register.hpp"

namespace ronda::server {

namespace {

void write_text(wire::JsonWriter& out, std::string_view name, const domain::Text& text) {
  out.key(name).begin_object().member("id", text.id).member("en", text.en).end_object();
}

Result<void> write_sides(wire::JsonWriter& out, const CaseRow& row) {
  const auto document = wire::JsonDocument::parse(row.sides);
  if (!document) return document.error();
  const auto sides = document->root().items();
  out.key("ours").raw(sides.empty() ? "null" : sides[0].dump());
  out.key("theirs").raw(sides.size() < 2 ? "null" : sides[1].dump());
  out.key("others").begin_array();
  for (std::size_t i = 2; i < sides.size(); ++i) out.raw(sides[i].dump());
  out.end_array();
  return {};
}

Result<void> write_case(wire::JsonWriter& out, const CaseRow& row) {
  out.begin_object().member("id", row.id).member("kind", row.kind).key("lodging");
  if (row.lodging) {
    out.begin_object().member("id", row.lodging).member("name", row.lodging_name).end_object();
  } else {
    out.null();
  }
  out.member("field", row.field);
  const auto field = row.field ? domain::parse_lodging_field(*row.field) : bad_input("no field");
  if (field) {
    write_text(out, "field_name", domain::name_of(*field));
  } else {
    out.key("field_name").null();
  }
  write_text(out, "text", text_of(row));
  if (auto written = write_sides(out, row); !written) return written;
  out.member("inspection", row.inspection).member("notice", row.notice).member("quarantine", row.quarantine);
  out.member("opened_at", row.opened_at).member("state", row.state).key("decided");
  if (row.decided_at) {
    out.begin_object().member("at", row.decided_at).key("by");
    if (row.decided_by) {
      out.begin_object().member("id", row.decided_by).member("name", row.decided_by_name).end_object();
    } else {
      out.null();
    }
    out.member("keep", row.keep).key("value").raw(row.value.value_or("null")).member("note", row.note).end_object();
  } else {
    out.null();
  }
  out.member("version", row.version).end_object();
  return {};
}

Result<http::Reply> case_reply(const CaseRow& row) {
  wire::JsonWriter out;
  if (auto written = write_case(out, row); !written) return std::move(written).error();
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(row.version) + "\"");
}

Result<CaseId> id_param(const http::Request& request) {
  const auto id = parse_id<CaseId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such case", ""};
  return *id;
}

Result<http::Reply> list_cases(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto limit = request.query_number("limit", 100, 1, 500);
  if (!limit) return limit.error();
  const auto state = request.query_value("state").value_or("open");
  if (state != "open" && state != "decided") return bad_input("expected open or decided", "/state");
  CaseId after;
  if (const auto text = request.query_value("after")) {
    const auto id = parse_id<CaseId>(*text);
    if (!id) return bad_input("expected the `next` of the page before", "/after");
    after = *id;
  }
  const auto page = txn.cases().page(who.unit, state, after, static_cast<int>(*limit));
  if (!page) return page.error();
  wire::JsonWriter out;
  out.begin_object().key("cases").begin_array();
  for (const auto& row : page->rows) {
    if (auto written = write_case(out, row); !written) return std::move(written).error();
  }
  out.end_array().member("total", page->total).key("next");
  if (page->more) {
    out.value(page->rows.back().id);
  } else {
    out.null();
  }
  out.end_object();
  return http::json_reply(out.take());
}

Result<Decision> read_decision(const std::string& body) {
  const auto document = wire::JsonDocument::parse(body);
  if (!document) return document.error();
  const auto root = document->root();
  if (auto only = root.only({"keep", "note"}); !only) return std::move(only).error();
  const auto keep = root.member("keep");
  if (!keep) return keep.error();
  Decision decision;
  if (keep->is_object()) {
    if (auto only = keep->only({"value"}); !only) return std::move(only).error();
    const auto at = keep->member("value");
    if (!at) return at.error();
    auto value = wire::read_field_value(*at);
    if (!value) return std::move(value).error();
    decision.keep = Decision::Keep::value;
    decision.value = *std::move(value);
  } else {
    const auto word = keep->as_string(16);
    if (!word) return word.error();
    if (*word != "ours" && *word != "theirs") return bad_input("expected ours, theirs or {\"value\": …}", "/keep");
    decision.keep = *word == "ours" ? Decision::Keep::ours : Decision::Keep::theirs;
  }
  const auto note = root.optional_string("note");
  if (!note) return note.error();
  decision.note = note->value_or("");
  return decision;
}

Result<http::Reply> decide(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = id_param(request);
  if (!id) return id.error();
  const auto there = txn.cases().find(who.unit, *id);
  if (!there) return there.error();
  const auto expected = request.if_match();
  if (!expected) return expected.error();
  const auto decision = read_decision(request.body);
  if (!decision) return decision.error();
  auto row = decide_case(txn, who, *id, *expected, *decision);
  if (row) return case_reply(*row);
  if (row.error().code != ErrorCode::stale_version) return std::move(row).error();
  auto current = case_reply(*there);
  if (!current) return current;
  return http::problem_reply(row.error(), request.id, "\"current\":" + current->body);
}

Result<http::Reply> merge(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = parse_id<LodgingId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such lodging", "lodging"};
  if (const auto there = txn.lodgings().lodging(who.unit, *id); !there) return there.error();
  const auto expected = request.if_match();
  if (!expected) return expected.error();
  const auto document = wire::JsonDocument::parse(request.body);
  if (!document) return document.error();
  if (auto only = document->root().only({"into"}); !only) return std::move(only).error();
  const auto into = document->root().id<LodgingId>("into");
  if (!into) return into.error();
  auto row = merge_lodgings(txn, who, *id, *into, *expected);
  if (!row) return std::move(row).error();
  const auto policy = current_policy(txn, who.unit);
  if (!policy) return policy.error();
  const auto [first, last] = month_around(local_date(txn.now(), who.zone));
  const auto standing = txn.lodgings().standing(row->id, first, last);
  if (!standing) return standing.error();
  const auto tier = domain::parse_tier(row->tier);
  wire::JsonWriter out;
  begin_lodging(out, *row, *standing, policy->visits(tier ? *tier : domain::Tier::medium));
  out.end_object();
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(row->version) + "\"");
}

}  // namespace

std::vector<Route> cases_routes(App&) {
  return {
      {"GET", "/api/v1/cases", Access::head, ReadHandler(list_cases)},
      {"POST", "/api/v1/cases/{id}/decide", Access::head, WriteHandler(decide)},
      {"POST", "/api/v1/lodgings/{id}/merge", Access::head, WriteHandler(merge)},
  };
}

}  // namespace ronda::server
