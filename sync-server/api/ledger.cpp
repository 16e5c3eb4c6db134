#include "sync-server/api/ledger.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/store/ledger_store.hpp"

namespace ronda::server {

namespace {

Result<http::Reply> list_roots(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto text = request.query_value("month");
  const auto first = text ? parse_date(std::string(*text) + "-01") : Result<LocalDate>(bad_input("", ""));
  if (!first) return bad_input("expected a month such as 2026-12", "/month");
  const LocalDate last{first->year, first->month, days_in_month(first->year, first->month)};
  const auto roots = txn.ledger().roots(who.unit, *first, last);
  if (!roots) return roots.error();
  wire::JsonWriter out;
  out.begin_object().key("roots").begin_array();
  for (const auto& root : *roots) {
    out.begin_object().member("day", to_text(root.day)).member("records", root.records);
    out.member("chain_seq", root.chain_seq).member("root", ledger::to_text(root.root));
    out.member("seal", ledger::to_text(root.seal)).member("written_at", root.written_at).end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take());
}

}  // namespace

std::vector<Route> ledger_routes(App&) {
  return {{"GET", "/api/v1/ledger/roots", Access::officer, ReadHandler(list_roots)}};
}

}  // namespace ronda::server
