#include "sync-server/api/quarantine.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

namespace {

constexpr int kMostListed = 500;

Result<http::Reply> list_quarantine(const ReadTxn& txn, const http::Request&, const Principal& who) {
  const auto rows = txn.sync().quarantine_of(who.unit, kMostListed);
  if (!rows) return rows.error();
  wire::JsonWriter out;
  out.begin_object().key("records").begin_array();
  for (const auto& row : *rows) {
    out.begin_object().member("id", row.id).member("device", row.device).member("seq", row.seq);
    out.member("kind", row.kind).member("code", row.code).member("message", row.message);
    out.member("received_at", row.received_at).end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take());
}

}  // namespace

std::vector<Route> quarantine_routes(App&) {
  return {{"GET", "/api/v1/quarantine", Access::head, ReadHandler(list_quarantine)}};
}

}  // namespace ronda::server
