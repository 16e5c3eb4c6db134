#include "sync-server/api/notices.hpp"

#include "shared/document/letter.hpp"
#include "sync-server/api/brief_json.hpp"
#include "sync-server/service/notices.hpp"
#include "sync-server/service/papers.hpp"
#include "sync-server/service/portal_secret.hpp"
#include "sync-server/store/report_store.hpp"

namespace ronda::server {

namespace {

constexpr int kMostListed = 500;

Result<NoticeId> id_param(const http::Request& request) {
  const auto id = parse_id<NoticeId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such notice", ""};
  return *id;
}

Result<http::Reply> list_notices(const ReadTxn& txn, const http::Request&, const Principal& who) {
  const auto rows = txn.notices().notices_of(who.unit, kMostListed);
  if (!rows) return rows.error();
  wire::JsonWriter out;
  out.begin_object().key("notices").begin_array();
  for (const auto& row : *rows) {
    out.begin_object();
    write_notice_members(out, row.row, row.lodging_name);
    out.member("findings", row.findings).end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take());
}

std::string link_of(const App& app, const crypto::MacKey& secret, NoticeId notice) {
  return app.public_url + "/n/" + notice_token(secret, notice);
}

Result<http::Reply> detail_reply(const ReadTxn& txn, const App& app, const NoticeRow& notice,
                                 const crypto::MacKey& secret) {
  const auto read = read_notice_case(txn, notice);
  if (!read) return read.error();
  const LocalDate today = local_date(txn.now(), read->unit.zone);
  wire::JsonWriter out;
  out.begin_object();
  write_notice_members(out, notice, read->lodging.name);
  out.key("findings").begin_array();
  for (const auto& finding : read->findings) write_finding(out, finding, read->lodging.name, today);
  out.end_array().member("inspection", notice.inspection).member("link", link_of(app, secret, notice.id));
  out.key("events").begin_array();
  for (const auto& event : read->events) {
    out.begin_object().member("at", event.at).member("what", event.what).member("text", event.text).end_object();
  }
  out.end_array().key("served").begin_array();
  const auto served = txn.reports().services_of(notice.id);
  if (!served) return served.error();
  for (const auto& service : *served) {
    out.begin_object().member("at", service.served_at).member("to", service.to).member("how", service.way);
    out.member("refused", service.refused).member("reason", service.reason).key("officer").begin_object();
    out.member("id", service.officer).member("name", service.officer_name).member("rank", service.officer_rank);
    out.end_object().end_object();
  }
  out.end_array().end_object();
  auto reply = http::json_reply(out.take());
  reply.with("ETag", "\"" + std::to_string(notice.version) + "\"");
  return reply;
}

// A link is shown only when it works, so looking at a notice opens the server's door to it.
WriteHandler show_handler(App& app) {
  return [&app](WriteTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = id_param(request);
    if (!id) return id.error();
    const auto notice = txn.notices().notice(who.unit, *id);
    if (!notice) return notice.error();
    const auto secret = portal_secret(app.data);
    if (!secret) return secret.error();
    if (auto opened = open_server_door(txn, notice->id, *secret); !opened) return std::move(opened).error();
    return detail_reply(txn, app, *notice, *secret);
  };
}

WriteHandler issue_handler(App& app) {
  return [&app](WriteTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = id_param(request);
    if (!id) return id.error();
    const auto version = request.if_match();
    if (!version) return version.error();
    const auto document = wire::JsonDocument::parse(request.body);
    if (!document) return document.error();
    const auto root = document->root();
    if (auto known = root.only({"number", "perihal"}); !known) return std::move(known).error();
    const auto number = root.string("number", 200);
    if (!number) return number.error();
    const auto perihal = root.string("perihal", 500);
    if (!perihal) return perihal.error();
    const auto secret = portal_secret(app.data);
    if (!secret) return secret.error();
    const auto notice = issue_notice(txn, who.unit, *id, *version, *number, *perihal, *secret);
    if (!notice) return notice.error();
    return detail_reply(txn, app, *notice, *secret);
  };
}

struct LetterCase {
  NoticeCase notice;
  std::optional<OfficerRow> head;
  LocalDate inspected_on;
};

Result<LetterCase> read_letter_case(const ReadTxn& txn, UnitId unit, NoticeId id) {
  const auto notice = txn.notices().notice(unit, id);
  if (!notice) return notice.error();
  if (!notice->number) return Error{ErrorCode::conflict, "the letter has no number yet", "/number"};
  LetterCase made;
  auto read = read_notice_case(txn, *notice);
  if (!read) return std::move(read).error();
  made.notice = std::move(*read);
  const auto inspection = txn.findings().inspection(unit, notice->inspection);
  if (!inspection) return inspection.error();
  made.inspected_on = inspection->row.local_date;
  const auto officers = txn.access().officers_of(unit);
  if (!officers) return officers.error();
  for (const auto& officer : *officers) {
    if (officer.role == "head" && officer.active && !made.head) made.head = officer;
  }
  return made;
}

FreeHandler letter_handler(App& app) {
  return [&app](const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = id_param(request);
    if (!id) return id.error();
    const auto made = app.store.read([&](const ReadTxn& txn) { return read_letter_case(txn, who.unit, *id); });
    if (!made) return made.error();
    const auto secret = portal_secret(app.data);
    if (!secret) return secret.error();
    const Instant issued_at = made->notice.notice.issued_at.value_or(made->notice.notice.made_at);
    const auto letter = notice_letter(made->notice, made->head, link_of(app, *secret, *id), made->inspected_on,
                                      local_date(issued_at, made->notice.unit.zone));
    auto pdf = document::render_letter(letter);
    if (!pdf) return std::move(pdf).error();
    http::Reply reply;
    reply.content_type = "application/pdf";
    reply.body = std::move(*pdf);
    reply.with("Content-Disposition", "inline; filename=\"surat-pemberitahuan.pdf\"").with("Cache-Control", "no-store");
    return reply;
  };
}

}  // namespace

std::vector<Route> notices_routes(App& app) {
  return {
      {"GET", "/api/v1/notices", Access::head, ReadHandler(list_notices)},
      {"GET", "/api/v1/notices/{id}", Access::head, show_handler(app)},
      {"POST", "/api/v1/notices/{id}/issue", Access::head, issue_handler(app)},
      {"GET", "/api/v1/notices/{id}/letter.pdf", Access::head, letter_handler(app)},
  };
}

}  // namespace ronda::server
