#include "sync-server/api/sync.hpp"

#include <memory>

#include "shared/wire/sync_json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/change_feed.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/device_log.hpp"

namespace ronda::server {

namespace {

using SharedChecklists = std::shared_ptr<const Checklists>;

void note_push(const App& app, const http::Request& request, const Principal& who, const PushOutcome& outcome) {
  if (!app.log) return;
  std::string line = "push.accepted req=" + request.id + " device=" + to_text(who.device);
  if (outcome.refused) {
    line = "push.refused req=" + request.id + " device=" + to_text(who.device) +
           " code=" + std::string(word(outcome.refused->code));
  }
  line += " new=" + std::to_string(outcome.reply.accepted) + " known=" + std::to_string(outcome.reply.known) +
          " quarantined=" + std::to_string(outcome.reply.quarantined.size()) +
          " acked=" + std::to_string(outcome.reply.acked_seq);
  app.log(outcome.refused || !outcome.reply.quarantined.empty() ? LogLevel::warn : LogLevel::info, line);
}

WriteHandler push_handler(App& app, const SharedChecklists& checklists) {
  return [&app, checklists](WriteTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto outcome = push(txn, who, {request.body, request.zstd_body}, *checklists);
    if (!outcome) return outcome.error();
    note_push(app, request, who, *outcome);
    if (!outcome->refused) return http::json_reply(wire::encode(outcome->reply));
    const auto extra = outcome->expected_seq ? "\"expected_seq\":" + std::to_string(*outcome->expected_seq) : "";
    return http::problem_reply(*outcome->refused, request.id, extra);
  };
}

ReadHandler pull_handler(App& app, const SharedChecklists& checklists) {
  return [&app, checklists](const ReadTxn& txn, const http::Request& request,
                            const Principal& who) -> Result<http::Reply> {
    std::string query;
    for (const auto& field : request.query) query += (query.empty() ? "" : "&") + field.name + "=" + field.value;
    const auto asked = wire::decode_pull_query(query);
    if (!asked) return asked.error();
    const auto page = pull(txn, who, *asked, *checklists, app.public_url);
    if (!page) return page.error();
    return http::json_reply(wire::encode(*page));
  };
}

}  // namespace

std::vector<Route> sync_routes(App& app) {
  auto loaded = Checklists::load();
  RONDA_ASSERT(loaded.has_value());
  const auto checklists = std::make_shared<const Checklists>(std::move(*loaded));
  return {
      {"POST", "/api/v1/sync/push", Access::revoked_device, push_handler(app, checklists), wire::kMaxPushBytes,
       "application/x-ndjson"},
      {"GET", "/api/v1/sync/pull", Access::device, pull_handler(app, checklists)},
  };
}

}  // namespace ronda::server
