#include "sync-server/api/replan.hpp"

#include "sync-server/api/brief_json.hpp"
#include "sync-server/service/rederive.hpp"
#include "sync-server/service/replan.hpp"
#include "sync-server/worker/jobs.hpp"

namespace ronda::server {

namespace {

Result<RoundId> round_id(const http::Request& request) {
  const auto id = parse_id<RoundId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such round", ""};
  return *id;
}

http::Reply job_reply(const App& app, JobId job) {
  if (app.jobs != nullptr) app.jobs->wake();
  wire::JsonWriter out;
  out.begin_object().member("job", job).end_object();
  return http::json_reply(out.take(), 202);
}

WriteHandler replan_handler(App& app) {
  return [&app](WriteTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = round_id(request);
    if (!id) return id.error();
    const auto document = wire::JsonDocument::parse(request.body);
    if (!document) return document.error();
    const auto wanted = read_replan_request(document->root());
    if (!wanted) return wanted.error();
    const auto job = request_replan(txn, who.unit, *id, *wanted, document->root().dump(), who.officer, app.entropy);
    if (!job) return job.error();
    return job_reply(app, job->id);
  };
}

WriteHandler rederive_handler(App& app) {
  return [&app](WriteTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto id = round_id(request);
    if (!id) return id.error();
    const auto job = request_rederivation(txn, who.unit, *id, who.officer);
    if (!job) return job.error();
    return job_reply(app, job->id);
  };
}

// The stored document without what only acceptance needs.
Result<std::string> proposal_json(const ProposalRow& proposal, const PlanJobRow& job) {
  const auto document = wire::JsonDocument::parse(proposal.document);
  if (!document) return document.error();
  const auto request = wire::JsonDocument::parse(job.request.value_or("{}"));
  if (!request) return request.error();
  const auto events = request->root().find("events");
  wire::JsonWriter out;
  out.begin_object().member("job", proposal.job).member("state", proposal.state).member("version", proposal.version);
  out.member("made_at", proposal.made_at).member("decided_at", proposal.decided_at);
  out.key("events").raw(events ? events->dump() : "[]");
  for (const char* name : {"from", "ahead", "moved", "unplanned", "travel_min_per_visit", "seconds", "moves"}) {
    const auto at = document->root().member(name);
    if (!at) return at.error();
    out.key(name).raw(at->dump());
  }
  out.end_object();
  return out.take();
}

Result<http::Reply> show_proposal(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  if (auto round = txn.planning().round(who.unit, *id); !round) return std::move(round).error();
  const auto proposal = txn.planning().last_proposal(*id);
  if (!proposal) return proposal.error();
  if (!*proposal) return Error{ErrorCode::not_found, "this month was never planned anew", ""};
  const auto job = txn.planning().job(who.unit, (*proposal)->job);
  if (!job) return job.error();
  auto json = proposal_json(**proposal, *job);
  if (!json) return std::move(json).error();
  return http::json_reply(std::move(*json));
}

Result<http::Reply> accept(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  const auto version = request.if_match();
  if (!version) return version.error();
  const auto round = accept_proposal(txn, who.unit, *id, *version, who.officer);
  if (!round) return round.error();
  wire::JsonWriter out;
  out.begin_object();
  write_round_members(out, *round);
  out.end_object();
  auto reply = http::json_reply(out.take());
  reply.with("ETag", "\"" + std::to_string(round->version) + "\"");
  return reply;
}

Result<http::Reply> reject(WriteTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = round_id(request);
  if (!id) return id.error();
  if (auto rejected = reject_proposal(txn, who.unit, *id, who.officer); !rejected) return std::move(rejected).error();
  http::Reply reply;
  reply.status = 204;
  return reply;
}

}  // namespace

std::vector<Route> replan_routes(App& app) {
  return {
      {"POST", "/api/v1/rounds/{id}/replan", Access::head, replan_handler(app)},
      {"GET", "/api/v1/rounds/{id}/proposal", Access::head, ReadHandler(show_proposal)},
      {"POST", "/api/v1/rounds/{id}/proposal/accept", Access::head, WriteHandler(accept)},
      {"POST", "/api/v1/rounds/{id}/proposal/reject", Access::head, WriteHandler(reject)},
      {"POST", "/api/v1/rounds/{id}/rederive", Access::head, rederive_handler(app)},
  };
}

}  // namespace ronda::server
