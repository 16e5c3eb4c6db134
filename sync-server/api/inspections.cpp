#include "sync-server/api/inspections.hpp"

#include <memory>

#include "sync-server/api/brief_json.hpp"
#include "sync-server/service/inspections.hpp"
#include "sync-server/service/portal_secret.hpp"

namespace ronda::server {

namespace {

using SharedChecklists = std::shared_ptr<const Checklists>;

Result<InspectionId> id_param(const http::Request& request) {
  const auto id = parse_id<InspectionId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such inspection", ""};
  return *id;
}

Result<std::optional<LocalDate>> date_query(const http::Request& request, std::string_view name) {
  const auto text = request.query_value(name);
  if (!text) return std::optional<LocalDate>();
  const auto date = parse_date(*text);
  if (!date) return bad_input("expected a date", "/" + std::string(name));
  return std::optional<LocalDate>(*date);
}

Result<InspectionFilter> filter_of(const http::Request& request) {
  InspectionFilter filter;
  if (const auto lodging = request.query_value("lodging")) {
    const auto id = parse_id<LodgingId>(*lodging);
    if (!id) return bad_input("expected an id", "/lodging");
    filter.lodging = *id;
  }
  if (const auto after = request.query_value("after")) {
    const auto id = parse_id<InspectionId>(*after);
    if (!id) return bad_input("expected an id", "/after");
    filter.after = *id;
  }
  const auto from = date_query(request, "from");
  if (!from) return from.error();
  filter.from = *from;
  const auto to = date_query(request, "to");
  if (!to) return to.error();
  filter.to = *to;
  return filter;
}

Result<http::Reply> list_inspections(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto filter = filter_of(request);
  if (!filter) return filter.error();
  const auto limit = request.query_number("limit", 50, 1, 500);
  if (!limit) return limit.error();
  // One more than asked for says whether there is a next page.
  auto rows = txn.findings().inspections(who.unit, *filter, static_cast<int>(*limit) + 1);
  if (!rows) return std::move(rows).error();
  const bool more = static_cast<std::int64_t>(rows->size()) > *limit;
  if (more) rows->pop_back();
  wire::JsonWriter out;
  out.begin_object().key("inspections").begin_array();
  for (const auto& row : *rows) {
    out.begin_object();
    write_inspection_members(out, row);
    out.end_object();
  }
  out.end_array().key("next");
  if (more) {
    out.value(rows->back().row.id);
  } else {
    out.null();
  }
  out.end_object();
  return http::json_reply(out.take());
}

Result<void> write_detail(wire::JsonWriter& out, const ReadTxn& txn, const Principal& who, const ReadInspection& read,
                          const Checklists& checklists) {
  const auto& row = read.listed.row;
  out.begin_object();
  write_inspection_members(out, read.listed);
  out.key("body").raw(read.body).key("record").begin_object().member("seq", read.record.seq);
  out.member("id", read.record.id).member("hash", ledger::to_text(read.record.hash));
  out.member("device", read.record.device).member("text", read.record.bytes).key("carried_from");
  if (read.record.hash == read.sealed_hash) {
    out.null();
  } else {
    out.begin_object().member("device", read.sealed.device).member("seq", read.sealed.seq);
    out.member("hash", ledger::to_text(read.sealed_hash)).end_object();
  }
  out.end_object();
  const auto* version = checklists.find(row.checklist);
  out.key("checklist").raw(version == nullptr ? "null" : version->document).key("findings").begin_array();
  const auto findings = txn.findings().findings_of_inspection(row.id);
  if (!findings) return findings.error();
  const LocalDate today = local_date(txn.now(), who.zone);
  for (const auto& finding : *findings) write_finding(out, finding, read.listed.lodging_name, today);
  out.end_array().key("notice");
  const auto notice = txn.notices().notice_of_inspection(row.id);
  if (!notice) return notice.error();
  if (notice->has_value()) {
    out.value((*notice)->id);
  } else {
    out.null();
  }
  out.member("verified", read.verified);
  if (read.correction) {
    out.member("supersedes", read.correction->supersedes);
  } else {
    out.key("supersedes").null();
  }
  out.member("superseded_by", read.superseded_by).key("correction");
  if (read.correction) {
    out.begin_object().member("reason_class", read.correction->reason_class);
    out.member("reason", read.correction->reason).member("at", read.correction->corrected_at).end_object();
  } else {
    out.null();
  }
  out.end_object();
  return {};
}

ReadHandler show_handler(const SharedChecklists& checklists) {
  return [checklists](const ReadTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = id_param(request);
    if (!id) return id.error();
    const auto read = read_inspection(txn, who.unit, *id);
    if (!read) return read.error();
    wire::JsonWriter out;
    if (auto written = write_detail(out, txn, who, *read, *checklists); !written) return std::move(written).error();
    return http::json_reply(out.take());
  };
}

// The paper carries the notice's link where there is one, and the link works: the device's own token is on the copy
// that was handed over, and only its hash is known here.
Result<std::string> paper_link(WriteTxn& txn, const App& app, InspectionId id) {
  const auto notice = txn.notices().notice_of_inspection(id);
  if (!notice) return notice.error();
  if (!notice->has_value()) return std::string();
  const auto secret = portal_secret(app.data);
  if (!secret) return secret.error();
  if (auto opened = open_server_door(txn, (*notice)->id, *secret); !opened) return std::move(opened).error();
  return app.public_url + "/n/" + notice_token(*secret, (*notice)->id);
}

FreeHandler paper_handler(App& app, const SharedChecklists& checklists) {
  return [&app, checklists](const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = id_param(request);
    if (!id) return id.error();
    const auto made = app.store.write([&](WriteTxn& txn) -> Result<InspectionCase> {
      if (const auto known = txn.findings().inspection(who.unit, *id); !known) return known.error();
      auto link = paper_link(txn, app, *id);
      if (!link) return std::move(link).error();
      return read_inspection_case(txn, who.unit, *id, *checklists, std::move(*link));
    });
    if (!made) return made.error();
    auto pdf = document::render_a4(berita_acara_paper(*made));
    if (!pdf) return std::move(pdf).error();
    http::Reply reply;
    reply.content_type = "application/pdf";
    reply.body = std::move(*pdf);
    reply.with("Content-Disposition", "inline; filename=\"berita-acara.pdf\"").with("Cache-Control", "no-store");
    return reply;
  };
}

}  // namespace

std::vector<Route> inspections_routes(App& app) {
  auto loaded = Checklists::load();
  RONDA_ASSERT(loaded.has_value());
  const auto checklists = std::make_shared<const Checklists>(std::move(*loaded));
  return {
      {"GET", "/api/v1/inspections", Access::officer, ReadHandler(list_inspections)},
      {"GET", "/api/v1/inspections/{id}", Access::officer, show_handler(checklists)},
      {"GET", "/api/v1/inspections/{id}/berita-acara.pdf", Access::officer, paper_handler(app, checklists)},
  };
}

}  // namespace ronda::server
