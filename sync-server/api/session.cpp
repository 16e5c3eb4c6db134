#include "sync-server/api/session.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kCookie = "ronda_session";

std::string cookie_of(const App& app, std::string_view value, std::int64_t seconds) {
  std::string text = std::string(kCookie) + "=" + std::string(value) +
                     "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
  if (app.public_url.starts_with("https://")) text += "; Secure";
  return text;
}

Result<std::string> session_json(const ReadTxn& txn, const App& app, const Principal& who) {
  auto officer = txn.access().officer(who.officer);
  if (!officer) return std::move(officer).error();
  auto unit = txn.settings().unit(who.unit);
  if (!unit) return std::move(unit).error();
  wire::JsonWriter out;
  out.begin_object().key("user").begin_object();
  out.member("id", officer->id).member("name", officer->name).member("rank", officer->rank);
  out.member("nrp", officer->nrp).member("role", officer->role).end_object();
  out.key("unit").begin_object().member("id", unit->id).member("name", unit->name);
  out.member("zone", iana_name(unit->zone)).member("zone_label", zone_label(unit->zone));
  out.key("letterhead").begin_array();
  for (const auto& line : unit->letterhead) out.value(line);
  out.end_array().member("address", unit->address).member("place", unit->place).end_object();
  out.member("expires_at", who.expires_at).member("now", txn.now());
  out.member("today", local_date(txn.now(), unit->zone)).member("app_version", app.version).end_object();
  return out.take();
}

struct Credentials {
  std::string login;
  std::string password;
};

Result<Credentials> read_credentials(std::string_view body) {
  auto document = wire::JsonDocument::parse(body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  if (auto only = root.only({"login", "password"}); !only) return std::move(only).error();
  auto login = root.string("login", 64);
  if (!login) return std::move(login).error();
  auto password = root.string("password", kPasswordMost);
  if (!password) return std::move(password).error();
  return Credentials{std::move(*login), std::move(*password)};
}

http::Reply wrong_password_reply(const http::Request& request, int wait_s) {
  if (wait_s == 0) {
    return http::problem_reply({ErrorCode::wrong_password, "the login or the password is wrong", {}}, request.id);
  }
  const std::string seconds = std::to_string(wait_s);
  return http::problem_reply({ErrorCode::too_many, "too many wrong passwords; wait before the next try", {}},
                             request.id, "\"retry_after_s\":" + seconds)
      .with("Retry-After", seconds);
}

/// Between two short transactions, because comparing a password takes a tenth of a second on purpose.
Result<http::Reply> sign_in(App& app, const http::Request& request) {
  auto given = read_credentials(request.body);
  if (!given) return std::move(given).error();
  auto attempt = app.store.read([&](const ReadTxn& txn) { return begin_sign_in(txn, given->login); });
  if (!attempt) return std::move(attempt).error();
  const bool fits = password_fits(*attempt, given->password);
  return app.store.write([&](WriteTxn& txn) -> Result<http::Reply> {
    if (!fits) {
      auto wait = note_wrong_password(txn, given->login);
      if (!wait) return std::move(wait).error();
      return wrong_password_reply(request, *wait);
    }
    auto session = finish_sign_in(txn, *attempt, app.entropy);
    if (!session) return std::move(session).error();
    auto body = session_json(txn, app, session->principal);
    if (!body) return std::move(body).error();
    return http::json_reply(std::move(*body)).with("Set-Cookie", cookie_of(app, session->token, kSessionMs / 1000));
  });
}

}  // namespace

std::vector<Route> session_routes(App& app) {
  const auto make = [&app](const http::Request& request, const Principal&) { return sign_in(app, request); };
  const auto show = [&app](const ReadTxn& txn, const http::Request&, const Principal& who) -> Result<http::Reply> {
    auto body = session_json(txn, app, who);
    if (!body) return std::move(body).error();
    return http::json_reply(std::move(*body));
  };
  const auto end = [&app](WriteTxn& txn, const http::Request& request, const Principal&) -> Result<http::Reply> {
    if (auto done = sign_out(txn, request.cookie(kCookie)); !done) return std::move(done).error();
    return http::empty_reply().with("Set-Cookie", cookie_of(app, "", 0));
  };
  return {
      {"POST", "/api/v1/session", Access::anyone, FreeHandler(make)},
      {"GET", "/api/v1/session", Access::signed_in, ReadHandler(show)},
      {"DELETE", "/api/v1/session", Access::anyone, WriteHandler(end)},
  };
}

}  // namespace ronda::server
