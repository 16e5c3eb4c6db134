#include "sync-server/api/findings.hpp"

#include "shared/domain/words.hpp"
#include "sync-server/api/brief_json.hpp"

namespace ronda::server {

namespace {

Result<http::Reply> list_findings(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  FindingFilter filter;
  if (const auto state = request.query_value("state")) {
    const auto known = domain::parse_finding_state(*state);
    if (!known) return bad_input(known.error().message, "/state");
    filter.state = std::string(*state);
  }
  if (const auto lodging = request.query_value("lodging")) {
    const auto id = parse_id<LodgingId>(*lodging);
    if (!id) return bad_input("expected an id", "/lodging");
    filter.lodging = *id;
  }
  const auto findings = txn.findings().findings(who.unit, filter);
  if (!findings) return findings.error();
  const LocalDate today = local_date(txn.now(), who.zone);
  wire::JsonWriter out;
  out.begin_object().key("findings").begin_array();
  for (const auto& finding : *findings) write_finding(out, finding.row, finding.lodging_name, today);
  out.end_array().end_object();
  return http::json_reply(out.take());
}

}  // namespace

std::vector<Route> findings_routes(App&) {
  return {{"GET", "/api/v1/findings", Access::officer, ReadHandler(list_findings)}};
}

}  // namespace ronda::server
