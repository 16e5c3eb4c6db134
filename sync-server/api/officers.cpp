#include "sync-server/api/officers.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/store/access_store.hpp"

namespace ronda::server {

namespace {

Result<http::Reply> list_officers(const ReadTxn& txn, const http::Request&, const Principal& who) {
  auto officers = txn.access().officers_of(who.unit);
  if (!officers) return std::move(officers).error();
  wire::JsonWriter out;
  out.begin_object().key("officers").begin_array();
  for (const auto& officer : *officers) {
    out.begin_object().member("id", officer.id).member("name", officer.name).member("rank", officer.rank);
    out.member("nrp", officer.nrp).member("team", officer.team).member("role", officer.role);
    out.member("active", officer.active).member("devices", officer.devices).end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take());
}

}  // namespace

std::vector<Route> officers_routes(App& app) {
  const auto make_code = [&app](WriteTxn& txn, const http::Request& request,
                                const Principal& who) -> Result<http::Reply> {
    if (!request.body.empty()) {
      auto document = wire::JsonDocument::parse(request.body);
      if (!document) return std::move(document).error();
      if (auto only = document->root().only({}); !only) return std::move(only).error();
    }
    auto officer = parse_id<OfficerId>(request.param("id"));
    if (!officer) return Error{ErrorCode::not_found, "no such officer", "officer"};
    auto code = make_enrolment_code(txn, who, *officer, app.entropy);
    if (!code) return std::move(code).error();
    wire::JsonWriter out;
    out.begin_object().member("code", code->code).member("expires_at", code->expires_at);
    out.member("server", app.public_url).end_object();
    return http::json_reply(out.take(), 201);
  };
  return {
      {"GET", "/api/v1/officers", Access::signed_in, ReadHandler(list_officers)},
      {"POST", "/api/v1/officers/{id}/enrolment-codes", Access::admin, WriteHandler(make_code)},
  };
}

}  // namespace ronda::server
