#include "sync-server/api/brief_json.hpp"

#include "shared/base/bytes.hpp"
#include "shared/domain/finding.hpp"

namespace ronda::server {

void write_inspection_members(wire::JsonWriter& out, const InspectionListed& listed) {
  const auto& row = listed.row;
  out.member("id", row.id);
  out.key("lodging").begin_object().member("id", row.lodging).member("name", listed.lodging_name).end_object();
  out.member("visit", row.visit).member("at", row.sealed_at).member("outcome", row.outcome);
  out.key("officer").begin_object().member("id", row.officer).member("name", listed.officer_name);
  out.member("rank", listed.officer_rank).end_object();
  out.member("new_findings", row.new_findings).member("persisting", row.persisting);
  out.member("photos", listed.photos).member("photos_on_server", listed.photos_on_server);
  out.member("received_at", row.received_at);
}

void write_finding(wire::JsonWriter& out, const FindingRow& finding, const std::string& lodging_name, LocalDate today) {
  out.begin_object().member("id", finding.id);
  out.key("lodging").begin_object().member("id", finding.lodging).member("name", lodging_name).end_object();
  out.member("code", finding.code).member("severity", finding.severity);
  out.key("text").begin_object().member("id", finding.text_id).member("en", finding.text_en).end_object();
  out.member("note", finding.note).member("state", finding.state).member("opened_on", finding.opened_on);
  out.member("due_on", finding.due_on);
  out.member("days_late", domain::days_late(finding.due_on, finding.closed_on.value_or(today)));
  out.member("times_seen", finding.times_seen).member("rung", finding.rung).end_object();
}

void write_round_members(wire::JsonWriter& out, const RoundRow& round) {
  out.member("id", round.id).member("month", round.month).member("state", round.state).key("plan");
  if (round.planned_at) {
    out.begin_object().member("job", round.job).member("seed_hash", to_hex(round.seed_hash)).key("seed");
    if (round.state == "closed") {
      out.value(to_hex(round.seed));
    } else {
      out.null();
    }
    out.member("planned_at", round.planned_at).key("figures").raw(round.figures.value_or("{}"));
    out.member("checked", round.checked).end_object();
  } else {
    out.null();
  }
  out.member("version", round.version).member("published_at", round.published_at);
}

void write_notice_members(wire::JsonWriter& out, const NoticeRow& notice, const std::string& lodging_name) {
  out.member("id", notice.id);
  out.key("lodging").begin_object().member("id", notice.lodging).member("name", lodging_name).end_object();
  out.member("rung", notice.rung).member("number", notice.number).member("state", notice.state);
  out.member("made_at", notice.made_at).member("due_on", notice.due_on);
  out.member("acknowledged_at", notice.acknowledged_at).member("version", notice.version);
}

}  // namespace ronda::server
