#include "sync-server/service/entity_json.hpp"

#include "shared/base/bytes.hpp"
#include "shared/wire/json.hpp"

namespace ronda::server {

namespace {

using wire::JsonWriter;

constexpr int kFreeTextMax = 500;  // characters of a note or a reason

void two_languages(JsonWriter& out, std::string_view name, std::string_view id, std::string_view en) {
  out.key(name).begin_object().member("id", id).member("en", en).end_object();
}

template <typename T>
void known(JsonWriter& out, std::string_view name, const std::optional<T>& value) {
  if (value) out.member(name, *value);
}

void range(JsonWriter& out, std::string_view name, const VisitRange& visits) {
  out.key(name).begin_array().value(visits.min).value(visits.max).end_array();
}

}  // namespace

std::string clock_of(int minutes) { return to_text(LocalTime{minutes % 1440}); }

std::string unit_entity(const UnitRow& unit, const std::string& portal_base) {
  JsonWriter out;
  out.begin_object().member("name", unit.name).member("zone", iana_name(unit.zone));
  out.key("letterhead").begin_array();
  for (const auto& line : unit.letterhead) {
    if (!line.empty()) out.value(line);
  }
  out.end_array();
  out.member("address", unit.address).member("place", unit.place).member("portal_base", portal_base);
  out.key("emergency").begin_array();
  for (const auto& contact : unit.emergency) {
    out.begin_object();
    two_languages(out, "label", contact.label_id, contact.label_en);
    out.member("number", contact.number).member("tel", contact.tel).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

std::string officer_entity(const OfficerRow& officer) {
  JsonWriter out;
  out.begin_object().member("name", officer.name).member("rank", officer.rank).member("nrp", officer.nrp);
  out.member("team", officer.team).member("active", officer.active).end_object();
  return out.take();
}

std::string team_entity(const TeamRow& team) {
  JsonWriter out;
  out.begin_object().member("name", team.name).key("members").begin_array();
  for (const auto& member : team.members) out.value(member);
  out.end_array().end_object();
  return out.take();
}

std::string policy_entity(const UnitPolicy& policy) {
  JsonWriter out;
  out.begin_object().member("version", policy.version).key("visits").begin_object();
  range(out, "low", policy.low);
  range(out, "medium", policy.medium);
  range(out, "high", policy.high);
  out.end_object();
  out.member("sample_n", policy.sample_n).member("sample_min_n", policy.sample_min_n);
  out.member("sample_min_days", policy.sample_min_days);
  out.key("disclosure").begin_object().member("time", to_text(policy.disclosure_time));
  out.member("days_before", policy.disclosure_days_before).end_object();
  out.member("free_text_max", kFreeTextMax).end_object();
  return out.take();
}

std::string lodging_entity(const LodgingRow& lodging, const std::vector<std::string>& disputed,
                           const std::vector<LodgingId>& aliases) {
  JsonWriter out;
  out.begin_object().member("name", lodging.name).member("kind", lodging.kind);
  known(out, "kbli", lodging.kbli);
  known(out, "kbli_version", lodging.kbli_version);
  known(out, "nib", lodging.nib);
  known(out, "address", lodging.address);
  known(out, "kelurahan", lodging.kelurahan);
  known(out, "kelurahan_code", lodging.kelurahan_code);
  known(out, "kecamatan", lodging.kecamatan);
  known(out, "kecamatan_code", lodging.kecamatan_code);
  out.member("lat_e6", static_cast<std::int64_t>(lodging.lat_e6));
  out.member("lng_e6", static_cast<std::int64_t>(lodging.lng_e6));
  known(out, "rooms", lodging.rooms);
  known(out, "phone", lodging.phone);
  out.member("tier", lodging.tier).member("status", lodging.status).member("version", lodging.version);
  if (!disputed.empty()) {
    out.key("disputed").begin_array();
    for (const auto& field : disputed) out.value(field);
    out.end_array();
  }
  if (!aliases.empty()) {
    out.key("aliases").begin_array();
    for (const auto& alias : aliases) out.value(alias);
    out.end_array();
  }
  out.end_object();
  return out.take();
}

std::string record_entity(const HeldRow& held) {
  JsonWriter out;
  out.begin_object().member("seq", held.seq).member("hash", ledger::to_text(held.hash));
  out.member("state", held.state).member("code", held.code).member("message", held.message);
  out.member("note", held.note).end_object();
  return out.take();
}

std::string notice_entity(const NoticeRow& notice, const std::vector<ServiceRow>& served) {
  JsonWriter out;
  out.begin_object().member("lodging", notice.lodging).member("inspection", notice.inspection);
  out.member("rung", notice.rung).member("state", notice.state).member("number", notice.number);
  out.member("made_at", notice.made_at).member("due_on", notice.due_on).key("served");
  if (served.empty()) {
    out.null();
  } else {
    const auto& last = served.back();
    out.begin_object().member("at", last.served_at).member("to", last.to).member("way", last.way);
    out.member("refused", last.refused).end_object();
  }
  out.end_object();
  return out.take();
}

std::string referral_entity(const ReferralRow& referral) {
  wire::JsonWriter out;
  out.begin_object().member("lodging", referral.lodging).member("inspection", referral.inspection);
  out.member("reason", referral.reason).member("to", referral.receiver).member("at", referral.made_at);
  out.member("case_no", referral.case_no).member("stage", referral.stage).member("stage_on", referral.stage_on);
  out.member("officer", referral.officer).end_object();
  return out.take();
}

std::string tip_entity(const TipRow& tip) {
  wire::JsonWriter out;
  out.begin_object().member("lodging", tip.lodging).member("source", tip.source).member("category", tip.category);
  out.member("priority", tip.priority).member("received_on", tip.received_on).member("expires_on", tip.expires_on);
  out.member("reference", tip.reference).member("officer", tip.officer).end_object();
  return out.take();
}

std::string device_entity(const DeviceRow& device) {
  JsonWriter out;
  out.begin_object().member("name", device.name).member("public_key", to_base64url(device.public_key));
  out.member("revoked_at", device.revoked_at).end_object();
  return out.take();
}

std::string activity_entity(const ActivityRow& activity) {
  JsonWriter out;
  out.begin_object().member("kind", activity.kind).member("date", activity.date).member("place", activity.place);
  out.member("theme", activity.theme).member("headcount", activity.headcount).member("lodging", activity.lodging);
  out.member("officer", activity.officer).end_object();
  return out.take();
}

std::string finding_entity(const FindingRow& finding) {
  JsonWriter out;
  out.begin_object().member("lodging", finding.lodging).member("code", finding.code);
  out.member("severity", finding.severity);
  two_languages(out, "text", finding.text_id, finding.text_en);
  out.member("note", finding.note).member("state", finding.state).member("opened_on", finding.opened_on);
  out.member("opened_by", finding.opened_by).member("due_on", finding.due_on).member("closed_on", finding.closed_on);
  out.member("times_seen", finding.times_seen).member("rung", finding.rung).end_object();
  return out.take();
}

std::string visit_entity(const VisitRow& visit) {
  JsonWriter out;
  out.begin_object().member("round", visit.round).member("lodging", visit.lodging).member("team", visit.team);
  out.member("date", visit.date).member("band", visit.band).member("order", visit.order);
  out.member("planned_time", clock_of(visit.planned_minute)).member("state", visit.state);
  out.member("inspection", visit.inspection).member("outcome", visit.outcome);
  out.member("shift_start", clock_of(visit.shift_start)).member("shift_end", clock_of(visit.shift_end)).end_object();
  return out.take();
}

std::string inspection_entity(const InspectionSummary& inspection) {
  JsonWriter out;
  out.begin_object().member("lodging", inspection.lodging).member("visit", inspection.visit);
  out.member("at", inspection.sealed_at).member("outcome", inspection.outcome).member("officer", inspection.officer);
  out.member("checklist", inspection.checklist).key("answers").begin_object();
  for (const auto& answer : inspection.answers) out.key(answer.item).raw(answer.value);
  out.end_object();
  out.member("new_findings", inspection.new_findings).member("persisting", inspection.persisting).end_object();
  return out.take();
}

}  // namespace ronda::server
