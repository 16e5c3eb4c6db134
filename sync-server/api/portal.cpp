#include "sync-server/api/portal.hpp"

#include <algorithm>
#include <memory>

#include "sync-server/portal/notice_page.hpp"
#include "sync-server/portal/rate_limit.hpp"
#include "sync-server/service/notices.hpp"

namespace ronda::server {

namespace {

using domain::Language;
using SharedLimit = std::shared_ptr<portal::RateLimit>;

constexpr std::size_t kPerMinute = 30;

http::Reply page(int status, std::string html) {
  http::Reply reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = std::move(html);
  reply.with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
  reply.with("Content-Security-Policy",
             "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  reply.with("X-Content-Type-Options", "nosniff").with("X-Robots-Tag", "noindex");
  return reply;
}

// Handlers answer a browser, so a no is a page too; faults of the store stay errors.
Result<http::Reply> refusal(const Error& error) {
  if (error.code == ErrorCode::not_found) return page(404, portal::unknown_page());
  if (error.code == ErrorCode::expired) return page(410, portal::expired_page());
  return error;
}

http::Reply busy() {
  auto reply = page(429, portal::busy_page());
  reply.with("Retry-After", "60");
  return reply;
}

portal::NoticeView view_of(const NoticeCase& read, const std::string& path) {
  portal::NoticeView view;
  view.unit = read.unit.name;
  view.unit_address = read.unit.address;
  view.lodging = read.lodging.name;
  view.kelurahan = read.lodging.kelurahan.value_or("");
  view.zone = read.unit.zone;
  const auto rung = domain::parse_rung(read.notice.rung);
  if (rung) view.rung = *rung;
  view.number = read.notice.number.value_or("");
  view.dated = local_date(read.notice.issued_at.value_or(read.notice.made_at), read.unit.zone);
  view.due_on = read.notice.due_on;
  view.acknowledged_at = read.notice.acknowledged_at;
  view.fulfilled = read.notice.state == "fulfilled";
  view.path = path;
  for (const auto& finding : read.findings) {
    const auto severity = domain::parse_severity(finding.severity);
    view.findings.push_back({severity ? *severity : domain::Severity::minor,
                             {finding.text_id, finding.text_en},
                             finding.note.value_or(""),
                             finding.opened_on,
                             finding.last_seen,
                             finding.due_on,
                             finding.state == "open"});
  }
  return view;
}

/// A page, and the notice whose opening is still to be noted.
struct Shown {
  std::string html;
  std::optional<NoticeRow> to_note;
};

bool was_opened_today(const NoticeCase& read, Instant now) {
  constexpr std::int64_t kDayMs = 24 * 3600 * 1000;
  return std::any_of(read.events.begin(), read.events.end(), [&](const NoticeEventRow& event) {
    return event.what == "opened" && now.ms - event.at.ms < kDayMs;
  });
}

Result<Shown> notice_html(const ReadTxn& txn, const NoticeRow& notice, const std::string& path, Language language) {
  const auto read = read_notice_case(txn, notice);
  if (!read) return read.error();
  Shown shown{portal::notice_page(view_of(*read, path), language, txn.now()), {}};
  if (!was_opened_today(*read, txn.now())) shown.to_note = notice;
  return shown;
}

Result<Shown> inspection_html(const ReadTxn& txn, const InspectionListed& inspection, const std::string& path,
                              Language language) {
  const auto unit = txn.settings().unit(inspection.row.unit);
  if (!unit) return unit.error();
  const auto lodging = txn.lodgings().lodging(inspection.row.unit, inspection.row.lodging);
  if (!lodging) return lodging.error();
  const auto outcome = domain::parse_outcome(inspection.row.outcome);
  portal::InspectionView view;
  view.unit = unit->name;
  view.unit_address = unit->address;
  view.lodging = lodging->name;
  view.kelurahan = lodging->kelurahan.value_or("");
  view.zone = unit->zone;
  view.at = inspection.row.sealed_at;
  view.outcome = outcome ? *outcome : domain::Outcome::done;
  view.path = path;
  return Shown{portal::inspection_page(view, language, txn.now()), {}};
}

// Reading takes no turn of the one writer; only the first opening of a day is written down.
FreeHandler show_handler(App& app, const SharedLimit& limit) {
  return [&app, limit](const http::Request& request, const Principal&) -> Result<http::Reply> {
    if (!limit->allow(request.remote, app.clock())) return busy();
    const auto language = portal::preferred_language(request.query_value("lang"), request.header("Accept-Language"));
    const auto path = "/n/" + std::string(request.param("token"));
    auto shown = app.store.read([&](const ReadTxn& txn) -> Result<Shown> {
      const auto door = open_door(txn, request.param("token"));
      if (!door) return door.error();
      if (door->notice) return notice_html(txn, *door->notice, path, language);
      return inspection_html(txn, *door->inspection, path, language);
    });
    if (!shown) return refusal(shown.error());
    if (shown->to_note && request.method == "GET") {
      auto noted = app.store.write([&](WriteTxn& txn) { return note_opened(txn, *shown->to_note); });
      if (!noted) return std::move(noted).error();
    }
    auto reply = page(200, std::move(shown->html));
    reply.with("Content-Language", language == Language::id ? "id" : "en");
    return reply;
  };
}

// The form has one field, `lang`; anything else is ignored.
Language language_of_form(std::string_view body) {
  return body.find("lang=en") != std::string_view::npos ? Language::en : Language::id;
}

WriteHandler acknowledge_handler(App& app, const SharedLimit& limit) {
  return [&app, limit](WriteTxn& txn, const http::Request& request, const Principal&) -> Result<http::Reply> {
    if (!limit->allow(request.remote, app.clock())) return busy();
    const auto door = open_door(txn, request.param("token"));
    if (!door) return refusal(door.error());
    if (door->notice) {
      if (auto read = acknowledge_notice(txn, *door->notice); !read) return std::move(read).error();
    }
    auto reply = page(303, "");
    reply.content_type.clear();
    reply.with("Location", "/n/" + std::string(request.param("token")) +
                               (language_of_form(request.body) == Language::en ? "?lang=en" : "?lang=id"));
    return reply;
  };
}

Result<http::Reply> style_reply(const http::Request&, const Principal&) {
  http::Reply reply;
  reply.content_type = "text/css; charset=utf-8";
  reply.body = std::string(portal::style_sheet());
  reply.with("Cache-Control", "public, max-age=3600").with("X-Content-Type-Options", "nosniff");
  return reply;
}

}  // namespace

std::vector<Route> portal_routes(App& app) {
  const auto limit = std::make_shared<portal::RateLimit>(kPerMinute);
  return {
      {"GET", "/n/{token}", Access::anyone, show_handler(app, limit)},
      {"POST", "/n/{token}/acknowledge", Access::anyone, acknowledge_handler(app, limit), 1024,
       "application/x-www-form-urlencoded"},
      {"GET", "/portal.css", Access::anyone, FreeHandler(style_reply)},
  };
}

}  // namespace ronda::server
