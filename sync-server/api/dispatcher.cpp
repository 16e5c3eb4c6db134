#include "sync-server/api/dispatcher.hpp"

#include <exception>
#include <optional>

#include "shared/wire/problem.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/http/compress.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/store/access_store.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kMostWaiting = 1024;  // above the connection cap: a full queue means that something hangs
constexpr std::size_t kMostTogether = 16;   // writes that share a commit: the last one of them waits for all
constexpr std::int64_t kSeenStepMs = 60'000;

bool is_user_access(Access access) {
  return access == Access::signed_in || access == Access::officer || access == Access::head || access == Access::admin;
}

bool role_passes(Access access, Role role) {
  switch (access) {
    case Access::officer:
      return role == Role::officer || role == Role::head;
    case Access::head:
      return role == Role::head;
    case Access::admin:
      return role == Role::admin || role == Role::head;
    default:
      return true;
  }
}

bool changes_something(const http::Request& request) { return request.method != "GET" && request.method != "HEAD"; }

std::string_view media_type(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return type;
}

/// "https://host:port" -> "host:port"
std::string_view host_of_origin(std::string_view origin) {
  const auto at = origin.find("://");
  return at == std::string_view::npos ? origin : origin.substr(at + 3);
}

http::Reply reply_of(Result<http::Reply> outcome, const http::Request& request, Access access) {
  if (outcome) return std::move(*outcome);
  const Error& error = outcome.error();
  if (error.code == ErrorCode::too_many && !error.where.empty()) {
    const std::string seconds = error.where;
    return http::problem_reply({error.code, error.message, {}}, request.id, "\"retry_after_s\":" + seconds)
        .with("Retry-After", seconds);
  }
  if (error.code == ErrorCode::unsupported_version && error.where == "/protocol") {
    return http::problem_reply(error, request.id, "\"speaks\":[" + std::to_string(wire::kProtocol) + "]");
  }
  http::Reply reply = http::problem_reply(error, request.id);
  if (error.where == "Content-Encoding" && !http::speaks_coding(request)) {  // RFC 9110 §15.5.16
    reply.status = 415;
    reply.body = wire::problem_json(error, request.id, {}, reply.status);
    reply.with("Accept-Encoding", "zstd, gzip");
  }
  // A session that is over is answered as not signed in (401); the word tells the difference.
  if (error.code == ErrorCode::expired && is_user_access(access)) reply.status = 401;
  if (error.code == ErrorCode::unauthenticated && !is_user_access(access)) reply.with("WWW-Authenticate", "Bearer");
  return reply;
}

}  // namespace

Result<Principal> admitted_principal(const ReadTxn& txn, Access access, const http::Request& request) {
  if (access == Access::anyone) return Principal{};
  if (is_user_access(access)) {
    auto user = user_of_session(txn, request.cookie("ronda_session"));
    if (!user) return user;
    if (!role_passes(access, user->role)) return Error{ErrorCode::forbidden, "your role may not do this", {}};
    return user;
  }
  std::string_view token = request.header("authorization");
  if (!token.starts_with("Bearer ")) {
    return Error{ErrorCode::unauthenticated, "send the device's token as Authorization: Bearer", {}};
  }
  token.remove_prefix(7);
  auto device = device_of_token(txn, token);
  if (!device) return device;
  if (device->revoked && access != Access::revoked_device) {
    return Error{ErrorCode::revoked, "this device was revoked; what it holds can still be sent", {}};
  }
  return device;
}

Dispatcher::Dispatcher(App& app, std::vector<Route> routes, std::unique_ptr<http::StaticFiles> site, Threads threads)
    : app_(app),
      routes_(std::move(routes)),
      site_(std::move(site)),
      readers_(threads.readers, kMostWaiting),
      writer_(threads.writers, kMostWaiting) {
  for (std::size_t row = 0; row < routes_.size(); ++row) router_.add(routes_[row].method, routes_[row].pattern, row);
}

void Dispatcher::stop() {
  readers_.stop();
  writer_.stop();
}

http::Admission Dispatcher::admit(const http::Request& head) {
  const auto match = router_.find(head.method, head.path);
  if (match.kind != http::Match::Kind::found) {
    return {kSmallBody, match.kind == http::Match::Kind::no_such_path ? "static" : "no_such_method", false};
  }
  const Route& route = routes_[match.row];
  return {route.body_limit, route.pattern, route.takes_cut_body};
}

void Dispatcher::handle(http::Request request, Done done) {
  auto match = router_.find(request.method, request.path);
  if (match.kind == http::Match::Kind::no_such_method) {
    const Error error{ErrorCode::method_not_allowed, "this path allows " + match.allow, {}};
    return done(http::problem_reply(error, request.id).with("Allow", match.allow));
  }
  const bool file = match.kind == http::Match::Kind::no_such_path;
  const Route* route = file ? nullptr : &routes_[match.row];
  const bool writes = !file && std::holds_alternative<WriteHandler>(route->handler);
  request.params = std::move(match.params);
  auto shared = std::make_shared<http::Request>(std::move(request));  // std::function wants what can be copied
  bool queued = false;
  if (writes) {
    {
      const std::lock_guard lock(waiting_mutex_);
      waiting_.push_back({route, shared, done});
    }
    queued = writer_.post([this] { run_writes(); });
    if (!queued) {
      const std::lock_guard lock(waiting_mutex_);
      const auto mine = [&](const Waiting& one) { return one.request == shared; };
      queued = std::erase_if(waiting_, mine) == 0;  // another task of the lane has taken it along
    }
  } else {
    queued = readers_.post([this, route, shared, done] {
      if (route != nullptr) return run_route(*route, *shared, done);
      done(serve_file(*shared));
    });
  }
  if (!queued) done(http::problem_reply({ErrorCode::busy, "the server is busy; try again", {}}, shared->id));
}

http::Reply Dispatcher::serve_file(const http::Request& request) const {
  const bool readable = request.method == "GET" || request.method == "HEAD";
  if (site_ != nullptr && readable && !request.path.starts_with("/api/")) {
    if (auto reply = site_->serve(request)) return std::move(*reply);
  }
  return http::problem_reply({ErrorCode::not_found, "there is nothing at this address", {}}, request.id);
}

Result<void> Dispatcher::prepare(const Route& route, http::Request& request) const {
  if (auto decoded = http::decode_body(request, route.body_limit); !decoded) return decoded;
  return check_form(route, request);
}

void Dispatcher::run_route(const Route& route, http::Request& request, const Done& done) {
  Result<http::Reply> outcome = Error{ErrorCode::io_failed, "the server failed", {}};
  try {
    auto prepared = prepare(route, request);
    outcome = prepared ? answer(route, request) : Result<http::Reply>(std::move(prepared).error());
  } catch (const std::exception& thrown) {  // a library ran out of memory; the transaction was rolled back
    outcome = Error{ErrorCode::io_failed, "the server could not finish this request", thrown.what()};
  }
  finish(route, request, std::move(outcome), done);
}

// Whoever comes while a commit is under way waits for the next one, together with all others that came meanwhile: the
// fuller the server, the fewer commits for each request.
void Dispatcher::run_writes() {
  std::vector<Waiting> group;
  {
    const std::lock_guard lock(waiting_mutex_);
    while (!waiting_.empty() && group.size() < kMostTogether) {
      group.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
  }
  if (group.empty()) return;  // an earlier task took them along
  std::vector<Result<http::Reply>> replies(group.size(), Result<http::Reply>(http::Reply{}));
  std::vector<Principal> principals(group.size());
  std::vector<std::optional<Result<void>>> prepared(group.size());
  std::vector<Store::WriteBody> bodies;
  for (std::size_t i = 0; i < group.size(); ++i) {
    bodies.push_back([&, i](WriteTxn& txn) -> Result<void> {
      const Route& route = *group[i].route;
      http::Request& request = *group[i].request;
      try {
        // Bodies are unpacked one after the other, so that only one of them is large at a time; and unpacked once more
        // when the store runs the group again.
        if (prepared[i] && *prepared[i] && !request.zstd_body.empty()) {
          request.body = std::move(request.zstd_body);
          prepared[i].reset();
        }
        if (!prepared[i]) prepared[i] = prepare(route, request);
        if (!*prepared[i]) return *prepared[i];
        auto who = admitted_principal(txn, route.access, request);
        if (!who) return std::move(who).error();
        principals[i] = *who;
        replies[i] = std::get<WriteHandler>(route.handler)(txn, request, principals[i]);
      } catch (const std::exception& thrown) {  // a library ran out of memory
        return Error{ErrorCode::io_failed, "the server could not finish this request", thrown.what()};
      }
      if (!request.zstd_body.empty()) request.body = {};
      if (!replies[i]) return replies[i].error();
      return {};
    });
  }
  const auto outcomes = app_.store.write_together(bodies);
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!outcomes[i]) replies[i] = outcomes[i].error();
    finish(*group[i].route, *group[i].request, std::move(replies[i]), group[i].done);
    note_seen(principals[i], *group[i].request);
  }
}

void Dispatcher::finish(const Route& route, const http::Request& request, Result<http::Reply> outcome,
                        const Done& done) const {
  const bool failed =
      !outcome && (outcome.error().code == ErrorCode::io_failed || outcome.error().code == ErrorCode::corrupt ||
                   outcome.error().code == ErrorCode::disk_full);
  if (failed && app_.log) {
    app_.log(LogLevel::error, "request.failed req=" + request.id + " code=" + std::string(word(outcome.error().code)) +
                                  " where=\"" + outcome.error().where + "\" why=\"" + outcome.error().message + "\"");
  }
  http::Reply reply = reply_of(std::move(outcome), request, route.access);
  http::compress_reply(request, reply);
  done(std::move(reply));
}

Result<void> Dispatcher::check_form(const Route& route, const http::Request& request) const {
  if (!changes_something(request)) return {};
  // SameSite=Strict keeps the cookie at home; this catches what a browser would still send from elsewhere.
  const bool guarded =
      is_user_access(route.access) || (route.access == Access::anyone && route.accepts == "application/json");
  const auto origin = request.header("origin");
  if (guarded && !origin.empty() && host_of_origin(origin) != request.header("host") && origin != app_.public_url) {
    return Error{ErrorCode::forbidden, "this request comes from another site", "Origin"};
  }
  if (!request.body.empty() && !route.accepts.empty() && media_type(request.header("content-type")) != route.accepts) {
    return bad_input("this call takes " + route.accepts, "Content-Type");
  }
  return {};
}

Result<http::Reply> Dispatcher::answer(const Route& route, const http::Request& request) {
  Principal principal;
  Result<http::Reply> outcome = http::Reply{};
  if (const auto* read = std::get_if<ReadHandler>(&route.handler)) {
    outcome = app_.store.read([&](const ReadTxn& txn) -> Result<http::Reply> {
      auto who = admitted_principal(txn, route.access, request);
      if (!who) return std::move(who).error();
      principal = *who;
      return (*read)(txn, request, principal);
    });
  } else {
    auto who = app_.store.read([&](const ReadTxn& txn) { return admitted_principal(txn, route.access, request); });
    if (!who) return std::move(who).error();
    principal = *who;
    outcome = std::get<FreeHandler>(route.handler)(request, principal);
  }
  note_seen(principal, request);
  return outcome;
}

void Dispatcher::note_seen(const Principal& principal, const http::Request& request) {
  if (principal.kind == Principal::Kind::anonymous) return;
  const Instant now = app_.clock();
  if (now.ms - principal.seen_at.ms < kSeenStepMs) return;
  (void)writer_.post([this, principal, now, token = std::string(request.cookie("ronda_session"))] {
    auto noted = app_.store.write([&](WriteTxn& txn) -> Result<void> {
      if (principal.kind == Principal::Kind::device) return txn.access().mark_device_seen(principal.device, now);
      return mark_session_seen(txn, token, now);
    });
    if (!noted && app_.log) app_.log(LogLevel::warn, "seen.failed why=\"" + noted.error().message + "\"");
  });
}

}  // namespace ronda::server
