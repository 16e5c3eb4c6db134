#include "sync-server/api/policy.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/policy.hpp"

namespace ronda::server {

namespace {

http::Reply policy_reply(const UnitPolicy& policy) {
  wire::JsonWriter out;
  write_policy(out, policy, true);
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(policy.version) + "\"");
}

Result<http::Reply> show(const ReadTxn& txn, const http::Request&, const Principal& who) {
  auto policy = current_policy(txn, who.unit);
  if (!policy) return std::move(policy).error();
  return policy_reply(*policy);
}

Result<http::Reply> change(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto expected = request.if_match();
  if (!expected) return std::move(expected).error();
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  auto wanted = read_policy(document->root());
  if (!wanted) return std::move(wanted).error();
  auto changed = change_policy(txn, who.unit, std::move(*wanted), *expected, who.officer);
  if (!changed && changed.error().code == ErrorCode::stale_version) {
    auto current = current_policy(txn, who.unit);
    if (!current) return std::move(current).error();
    wire::JsonWriter out;
    write_policy(out, *current, true);
    return http::problem_reply(changed.error(), request.id, "\"current\":" + out.take());
  }
  if (!changed) return std::move(changed).error();
  return policy_reply(*changed);
}

}  // namespace

std::vector<Route> policy_routes(App&) {
  return {
      {"GET", "/api/v1/policy", Access::signed_in, ReadHandler(show)},
      {"PUT", "/api/v1/policy", Access::head, WriteHandler(change)},
  };
}

}  // namespace ronda::server
