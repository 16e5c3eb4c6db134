#include "sync-server/routes.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/api/activities.hpp"
#include "sync-server/api/attachments.hpp"
#include "sync-server/api/bundles.hpp"
#include "sync-server/api/cases.hpp"
#include "sync-server/api/devices.hpp"
#include "sync-server/api/door_stickers.hpp"
#include "sync-server/api/drafts.hpp"
#include "sync-server/api/emergency.hpp"
#include "sync-server/api/enrol.hpp"
#include "sync-server/api/findings.hpp"
#include "sync-server/api/imports.hpp"
#include "sync-server/api/inspections.hpp"
#include "sync-server/api/jobs.hpp"
#include "sync-server/api/leads.hpp"
#include "sync-server/api/ledger.hpp"
#include "sync-server/api/lodgings.hpp"
#include "sync-server/api/notices.hpp"
#include "sync-server/api/officers.hpp"
#include "sync-server/api/overview.hpp"
#include "sync-server/api/paper_keys.hpp"
#include "sync-server/api/plan_edit.hpp"
#include "sync-server/api/policy.hpp"
#include "sync-server/api/portal.hpp"
#include "sync-server/api/quarantine.hpp"
#include "sync-server/api/replan.hpp"
#include "sync-server/api/rounds.hpp"
#include "sync-server/api/session.hpp"
#include "sync-server/api/sync.hpp"
#include "sync-server/api/teams.hpp"
#include "sync-server/store/feed_store.hpp"

#ifdef RONDA_OPENAPI
#include "embedded/openapi.hpp"
#endif

namespace ronda::server {

namespace {

std::vector<Route> other_routes(App& app) {
  // Reads the store, so that a server that cannot reach its database does not call itself healthy.
  const auto healthy = [&app](const ReadTxn& txn, const http::Request&, const Principal&) -> Result<http::Reply> {
    if (auto head = txn.feed().head(); !head) return std::move(head).error();
    wire::JsonWriter out;
    out.begin_object().member("ok", true).member("version", app.version).end_object();
    return http::json_reply(out.take());
  };
  std::vector<Route> routes = {{"GET", "/healthz", Access::anyone, ReadHandler(healthy)}};
#ifdef RONDA_OPENAPI
  const auto openapi = [](const http::Request&, const Principal&) -> Result<http::Reply> {
    return http::json_reply(std::string(embedded::openapi::files[0].content));
  };
  routes.push_back({"GET", "/openapi.json", Access::anyone, FreeHandler(openapi)});
#endif
  return routes;
}

}  // namespace

std::vector<Route> all_routes(App& app) {
  std::vector<Route> all;
  for (const auto topic :
       {session_routes,    officers_routes, devices_routes,     lodgings_routes,      imports_routes,
        policy_routes,     teams_routes,    overview_routes,    rounds_routes,        plan_edit_routes,
        replan_routes,     jobs_routes,     inspections_routes, findings_routes,      notices_routes,
        quarantine_routes, ledger_routes,   cases_routes,       activities_routes,    leads_routes,
        emergency_routes,  enrol_routes,    sync_routes,        attachments_routes,   drafts_routes,
        portal_routes,     bundles_routes,  paper_keys_routes,  door_stickers_routes, other_routes}) {
    for (auto& route : topic(app)) all.push_back(std::move(route));
  }
  return all;
}

}  // namespace ronda::server
