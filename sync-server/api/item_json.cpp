#include "sync-server/api/item_json.hpp"

#include <algorithm>

namespace ronda::server {

void begin_lodging(wire::JsonWriter& out, const LodgingRow& lodging, const LodgingStanding& standing,
                   const VisitRange& range) {
  out.begin_object().member("id", lodging.id).member("name", lodging.name).member("kind", lodging.kind);
  out.member("kbli", lodging.kbli).member("kbli_version", lodging.kbli_version).member("nib", lodging.nib);
  out.member("address", lodging.address);
  out.member("kelurahan", lodging.kelurahan).member("kelurahan_code", lodging.kelurahan_code);
  out.member("kecamatan", lodging.kecamatan).member("kecamatan_code", lodging.kecamatan_code);
  out.member("lat_e6", lodging.lat_e6).member("lng_e6", lodging.lng_e6);
  out.member("rooms", lodging.rooms).member("phone", lodging.phone);
  out.member("tier", lodging.tier).member("status", lodging.status).member("source", lodging.source);
  out.member("version", lodging.version).key("month").begin_object();
  out.member("done", standing.done).member("planned", standing.planned);
  out.member("min", range.min).member("max", range.max).end_object();
  out.member("open_findings", standing.open_findings).key("worst");
  standing.worst.empty() ? out.null() : out.value(standing.worst);
  out.member("last_visit_at", standing.last_visit_at);
}

void write_finding(wire::JsonWriter& out, const FindingListed& finding, LocalDate today) {
  const FindingRow& row = finding.row;
  const auto late = row.state == "open" ? day_number(today) - day_number(row.due_on) : 0;
  out.begin_object().member("id", row.id).key("lodging").begin_object();
  out.member("id", row.lodging).member("name", finding.lodging_name).end_object();
  out.member("code", row.code).member("severity", row.severity);
  out.key("text").begin_object().member("id", row.text_id).member("en", row.text_en).end_object();
  out.member("note", row.note).member("state", row.state);
  out.member("opened_on", row.opened_on).member("due_on", row.due_on);
  out.member("days_late", std::max<std::int64_t>(0, late)).member("times_seen", row.times_seen);
  out.member("rung", row.rung).end_object();
}

void write_visit(wire::JsonWriter& out, const VisitListed& visit) {
  const VisitRow& row = visit.row;
  const auto minutes = [](int seconds) { return (seconds + 30) / 60; };
  out.begin_object().member("id", row.id).key("lodging").begin_object();
  out.member("id", row.lodging).member("name", visit.lodging_name).key("kelurahan");
  visit.kelurahan.empty() ? out.null() : out.value(visit.kelurahan);
  out.member("lat_e6", visit.lat_e6).member("lng_e6", visit.lng_e6).end_object();
  out.member("team", row.team).member("date", row.date).member("band", row.band).member("order", row.order);
  out.member("planned_time", to_text(LocalTime{row.planned_minute % (24 * 60)}));
  out.member("service_min", minutes(row.service_s)).member("travel_min", minutes(row.travel_s));
  out.member("locked", row.locked()).key("locks").begin_object().member("day", row.lock_day);
  out.member("team", row.lock_team)
      .member("time", row.lock_time)
      .end_object()
      .member("state", row.state)
      .member("outcome", row.outcome);
  out.member("inspection", row.inspection).end_object();
}

}  // namespace ronda::server
