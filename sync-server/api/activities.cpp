#include "sync-server/api/activities.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/store/report_store.hpp"

namespace ronda::server {

namespace {

constexpr int kMostListed = 500;

Result<std::optional<LocalDate>> date_query(const http::Request& request, std::string_view name) {
  const auto text = request.query_value(name);
  if (!text) return std::optional<LocalDate>();
  const auto date = parse_date(*text);
  if (!date) return bad_input("expected a date", "/" + std::string(name));
  return std::optional<LocalDate>(*date);
}

Result<http::Reply> list_activities(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto from = date_query(request, "from");
  if (!from) return from.error();
  const auto to = date_query(request, "to");
  if (!to) return to.error();
  const auto rows = txn.reports().activities(who.unit, *from, *to, kMostListed);
  if (!rows) return rows.error();
  wire::JsonWriter out;
  out.begin_object().key("activities").begin_array();
  for (const auto& row : *rows) {
    out.begin_object().member("id", row.id).member("kind", row.kind).member("date", row.date);
    out.member("place", row.place).member("theme", row.theme).member("headcount", row.headcount).key("lodging");
    if (row.lodging) {
      out.begin_object().member("id", row.lodging).member("name", row.lodging_name).end_object();
    } else {
      out.null();
    }
    out.key("officer").begin_object().member("id", row.officer).member("name", row.officer_name);
    out.member("rank", row.officer_rank).end_object().member("received_at", row.received_at).end_object();
  }
  out.end_array().end_object();
  return http::json_reply(out.take());
}

}  // namespace

std::vector<Route> activities_routes(App&) {
  return {{"GET", "/api/v1/activities", Access::officer, ReadHandler(list_activities)}};
}

}  // namespace ronda::server
