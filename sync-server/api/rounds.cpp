#include "sync-server/api/rounds.hpp"

#include "sync-server/api/brief_json.hpp"
#include "sync-server/api/round_json.hpp"
#include "sync-server/service/rounds.hpp"
#include "sync-server/worker/jobs.hpp"

namespace ronda::server {

namespace {

Result<RoundRow> round_of(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = parse_id<RoundId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such round", ""};
  return txn.planning().round(who.unit, *id);
}

std::string round_json(const RoundRow& round) {
  wire::JsonWriter out;
  out.begin_object();
  write_round_members(out, round);
  out.end_object();
  return out.take();
}

http::Reply versioned(std::string body, const RoundRow& round, int status = 200) {
  auto reply = http::json_reply(std::move(body), status);
  reply.with("ETag", "\"" + std::to_string(round.version) + "\"");
  return reply;
}

// Heads plan, so they see everything; others see what is disclosed.
bool sees_all(const Principal& who) { return who.role == Role::head; }

Result<http::Reply> list_rounds(const ReadTxn& txn, const http::Request&, const Principal& who) {
  const auto rounds = txn.planning().rounds_of(who.unit);
  if (!rounds) return rounds.error();
  wire::JsonWriter out;
  out.begin_object().key("rounds").begin_array();
  for (const auto& round : *rounds) out.raw(round_json(round));
  out.end_array().end_object();
  return http::json_reply(out.take());
}

Result<http::Reply> make_round(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto document = wire::JsonDocument::parse(request.body);
  if (!document) return document.error();
  const auto root = document->root();
  if (auto known = root.only({"month"}); !known) return std::move(known).error();
  const auto month = root.string("month", 7);
  if (!month) return month.error();
  const auto created = create_round(txn, who.unit, *month);
  if (!created) return created.error();
  return versioned(round_json(created->round), created->round, created->existed ? 200 : 201);
}

Result<http::Reply> show_round(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto round = round_of(txn, request, who);
  if (!round) return round.error();
  auto body = round_detail_json(txn, *round);
  if (!body) return std::move(body).error();
  return versioned(std::move(*body), *round);
}

Result<VisitFilter> filter_of(const http::Request& request) {
  VisitFilter filter;
  if (const auto team = request.query_value("team")) {
    const auto id = parse_id<TeamId>(*team);
    if (!id) return bad_input("expected an id", "/team");
    filter.team = *id;
  }
  if (const auto lodging = request.query_value("lodging")) {
    const auto id = parse_id<LodgingId>(*lodging);
    if (!id) return bad_input("expected an id", "/lodging");
    filter.lodging = *id;
  }
  if (const auto text = request.query_value("date")) {
    const auto date = parse_date(*text);
    if (!date) return bad_input("expected a date", "/date");
    filter.date = *date;
  }
  return filter;
}

// A look at what no team may know yet is logged; it needs no transaction of its own when there is nothing to log.
Result<void> log_look(App& app, const RoundRow& round, const Principal& who) {
  if (round.state != "published" || !sees_all(who)) return {};
  return app.store.write([&](WriteTxn& txn) { return log_early_look(txn, round.id, who.officer); });
}

template <typename Write>
FreeHandler looking(App& app, Write write) {
  return [&app, write](const http::Request& request, const Principal& who) -> Result<http::Reply> {
    std::optional<RoundRow> seen;
    auto reply = app.store.read([&](const ReadTxn& txn) -> Result<http::Reply> {
      auto round = round_of(txn, request, who);
      if (!round) return std::move(round).error();
      seen = *round;
      auto body = write(txn, request, *round, sees_all(who));
      if (!body) return std::move(body).error();
      return http::json_reply(std::move(*body));
    });
    if (!reply) return reply;
    if (auto logged = log_look(app, *seen, who); !logged) return std::move(logged).error();
    return reply;
  };
}

FreeHandler visits_handler(App& app) {
  return looking(
      app,
      [](const ReadTxn& txn, const http::Request& request, const RoundRow& round, bool all) -> Result<std::string> {
        const auto filter = filter_of(request);
        if (!filter) return filter.error();
        return round_visits_json(txn, round, *filter, all);
      });
}

FreeHandler coverage_handler(App& app) {
  return looking(app, [](const ReadTxn& txn, const http::Request&, const RoundRow& round, bool all) {
    return coverage_json(txn, round, all);
  });
}

WriteHandler plan_handler(App& app) {
  return [&app](WriteTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = parse_id<RoundId>(request.param("id"));
    if (!id) return Error{ErrorCode::not_found, "no such round", ""};
    const auto document = wire::JsonDocument::parse(request.body);
    if (!document) return document.error();
    const auto root = document->root();
    if (auto known = root.only({"seconds", "from"}); !known) return std::move(known).error();
    const auto seconds = root.optional_integer("seconds", 1, 600);
    if (!seconds) return seconds.error();
    const auto from = root.optional_date("from");
    if (!from) return from.error();
    const auto policy = current_policy(txn, who.unit);
    if (!policy) return policy.error();
    const int budget = static_cast<int>(seconds->value_or(policy->plan_seconds));
    const auto job = request_plan(txn, who.unit, *id, budget, *from, app.entropy);
    if (!job) return job.error();
    if (app.jobs != nullptr) app.jobs->wake();
    wire::JsonWriter out;
    out.begin_object().member("job", job->id).end_object();
    return http::json_reply(out.take(), 202);
  };
}

Result<http::Reply> publish(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = parse_id<RoundId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such round", ""};
  const auto version = request.if_match();
  if (!version) return version.error();
  const auto round = publish_round(txn, who.unit, *id, *version);
  if (!round) return round.error();
  return versioned(round_json(*round), *round);
}

}  // namespace

std::vector<Route> rounds_routes(App& app) {
  return {
      {"GET", "/api/v1/rounds", Access::officer, ReadHandler(list_rounds)},
      {"POST", "/api/v1/rounds", Access::head, WriteHandler(make_round)},
      {"GET", "/api/v1/rounds/{id}", Access::officer, ReadHandler(show_round)},
      {"GET", "/api/v1/rounds/{id}/visits", Access::officer, visits_handler(app)},
      {"GET", "/api/v1/rounds/{id}/coverage", Access::officer, coverage_handler(app)},
      {"POST", "/api/v1/rounds/{id}/plan", Access::head, plan_handler(app)},
      {"POST", "/api/v1/rounds/{id}/publish", Access::head, WriteHandler(publish)},
  };
}

}  // namespace ronda::server
