#include "sync-server/api/enrol.hpp"

#include "shared/wire/sync_json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/enrolment.hpp"

namespace ronda::server {

std::vector<Route> enrol_routes(App& app) {
  const auto handler = [&app](WriteTxn& txn, const http::Request& request, const Principal&) -> Result<http::Reply> {
    const auto asked = wire::decode_enrol_request(request.body);
    if (!asked) return asked.error();
    const auto outcome = enrol(txn, *asked, request.remote, app.entropy);
    if (!outcome) return outcome.error();
    if (outcome->reply) return http::json_reply(wire::encode(*outcome->reply), 201);
    const auto extra = outcome->retry_after_s > 0 ? "\"retry_after_s\":" + std::to_string(outcome->retry_after_s) : "";
    return http::problem_reply(*outcome->refused, request.id, extra);
  };
  return {{"POST", "/api/v1/enrol", Access::anyone, WriteHandler(handler), wire::kMaxEnrolBytes}};
}

}  // namespace ronda::server
