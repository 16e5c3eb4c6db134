#include <algorithm>
#include <charconv>

#include "field-app/core/api/handlers.hpp"
#include "field-app/core/work/presenting.hpp"
#include "shared/base/bytes.hpp"
#include "shared/domain/door_code.hpp"
#include "shared/domain/policy.hpp"

namespace ronda::field::api {

using wire::JsonWriter;

namespace {

/// A visit as the officer sees it: own work first, then what the feed says.
std::string_view stop_state(const std::optional<InspectionRow>& own, const VisitRow& visit) {
  if (own) return own->sealed ? word(own->outcome) : std::string_view("under_way");
  switch (visit.state) {
    case domain::VisitState::disclosed:
      return "planned";
    case domain::VisitState::done:
      return visit.outcome ? word(*visit.outcome) : std::string_view("done");
    case domain::VisitState::missed:
      return "missed";
    case domain::VisitState::moved:
      return "moved";
  }
  return "planned";
}

Result<LodgingRow> lodging_or_blank(WorkContext& context, LodgingId id) {
  auto row = context.reference().lodging(id);
  if (!row) return std::move(row).error();
  if (*row) return **row;
  LodgingRow blank;
  blank.id = id;
  return blank;
}

struct Stop {
  VisitRow visit;
  std::optional<InspectionId> own;
  std::string_view state;
};

Result<std::vector<Stop>> stops_of(WorkContext& context, const std::vector<VisitRow>& visits) {
  std::vector<Stop> stops;
  for (const VisitRow& visit : visits) {
    auto own = context.inspections().of_visit(visit.id);
    if (!own) return std::move(own).error();
    const std::optional<InspectionId> id = *own ? std::optional<InspectionId>((*own)->id) : visit.inspection;
    stops.push_back({visit, id, stop_state(*own, visit)});
  }
  return stops;
}

bool is_dealt_with(const Stop& stop) { return stop.state != "planned" && stop.state != "under_way"; }

Result<void> write_stops(JsonWriter& out, WorkContext& context, const std::vector<Stop>& stops) {
  out.key("stops").begin_array();
  for (const Stop& stop : stops) {
    auto lodging = lodging_or_blank(context, stop.visit.lodging);
    if (!lodging) return std::move(lodging).error();
    out.begin_object().member("visit_id", stop.visit.id).member("order", stop.visit.order);
    out.member("state", stop.state).member("planned_time", stop.visit.planned_time).key("lodging");
    if (auto written = write_lodging(out, context, *lodging); !written) return written;
    out.member("inspection_id", stop.own).end_object();
  }
  out.end_array();
  return {};
}

Result<void> write_extra(JsonWriter& out, WorkContext& context, LocalDate date) {
  const Span day = span_of_days(date, date, context.zone());
  auto rows = context.inspections().without_visit(day.from, day.to);
  if (!rows) return std::move(rows).error();
  out.key("extra").begin_array();
  int order = 1;
  for (const InspectionRow& row : *rows) {
    auto lodging = lodging_or_blank(context, row.lodging);
    if (!lodging) return std::move(lodging).error();
    out.begin_object().key("visit_id").null().member("order", order++);
    out.member("state", row.sealed ? word(row.outcome) : std::string_view("under_way"));
    out.key("planned_time").null().key("lodging");
    if (auto written = write_lodging(out, context, *lodging); !written) return written;
    out.member("inspection_id", row.id).end_object();
  }
  out.end_array();
  return {};
}

}  // namespace

Result<Reply> get_round(WorkContext& context, const Request& request) {
  LocalDate date = context.today();
  if (const auto asked = request.query.find("date"); asked != request.query.end()) {
    auto parsed = parse_date(asked->second);
    if (!parsed) return bad_input("a date is YYYY-MM-DD", "/date");
    date = *parsed;
  }
  std::vector<VisitRow> visits;
  std::optional<TeamRow> team;
  if (context.team) {
    auto row = context.reference().team(*context.team);
    if (!row) return std::move(row).error();
    team = *std::move(row);
    auto planned = context.reference().visits_on(*context.team, date);
    if (!planned) return std::move(planned).error();
    visits = *std::move(planned);
  }
  JsonWriter out;
  out.begin_object().member("date", date).key("band");
  const auto shift =
      std::find_if(visits.begin(), visits.end(), [](const VisitRow& v) { return v.shift_start && v.shift_end; });
  if (visits.empty()) {
    out.null();
  } else {
    out.value(word(visits.front().band));
  }
  out.key("shift");
  if (shift == visits.end()) {
    out.null();
  } else {
    out.begin_object().member("start", *shift->shift_start).member("end", *shift->shift_end).end_object();
  }
  out.key("team");
  if (team) {
    out.begin_object().member("id", team->id).member("name", team->name).end_object();
  } else {
    out.null();
  }
  auto stops = stops_of(context, visits);
  if (!stops) return std::move(stops).error();
  out.member("total", stops->size());
  out.member("dealt_with", static_cast<std::int64_t>(std::count_if(stops->begin(), stops->end(), is_dealt_with)));
  if (auto written = write_stops(out, context, *stops); !written) return std::move(written).error();
  if (auto extra = write_extra(out, context, date); !extra) return std::move(extra).error();
  auto marks = SyncStore(context.db).marks();
  if (!marks) return std::move(marks).error();
  out.member("last_pull_at", marks->last_pull_at).end_object();
  return json_reply(200, out.take());
}

namespace {

/// "near=-10150000,123620000": where the phone is.
Result<std::optional<Point>> near_of(const Request& request) {
  const auto asked = request.query.find("near");
  if (asked == request.query.end()) return std::optional<Point>();
  const std::string_view text = asked->second;
  const auto comma = text.find(',');
  const auto micro = [](std::string_view part, std::int64_t most) -> std::optional<std::int64_t> {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), value);
    const bool whole = problem == std::errc() && end == part.data() + part.size() && !part.empty();
    return whole && value >= -most && value <= most ? std::optional(value) : std::nullopt;
  };
  const auto lat = comma == std::string_view::npos ? std::nullopt : micro(text.substr(0, comma), 90'000'000);
  const auto lng = lat ? micro(text.substr(comma + 1), 180'000'000) : std::nullopt;
  if (!lng)
    return bad_input("near is a latitude and a longitude in micro-degrees, such as -10150000,123620000", "/near");
  return std::optional(Point{*lat, *lng});
}

Result<Reply> list_of(WorkContext& context, const std::vector<LodgingRow>& rows, std::int64_t total) {
  JsonWriter out;
  out.begin_object().key("lodgings").begin_array();
  for (const LodgingRow& row : rows) {
    if (auto written = write_lodging(out, context, row); !written) return std::move(written).error();
  }
  out.end_array().member("total", total).end_object();
  return json_reply(200, out.take());
}

}  // namespace

Result<Reply> get_lodgings(WorkContext& context, const Request& request) {
  std::int64_t limit = 50;
  if (const auto asked = request.query.find("limit"); asked != request.query.end()) {
    limit = 0;
    for (const char c : asked->second) {
      if (c < '0' || c > '9' || limit > 500) return bad_input("the limit is a number from 1 to 500", "/limit");
      limit = limit * 10 + (c - '0');
    }
    if (limit < 1 || limit > 500) return bad_input("the limit is a number from 1 to 500", "/limit");
  }
  auto near = near_of(request);
  if (!near) return std::move(near).error();
  const auto asked = request.query.find("q");
  // The code at the door first; a word that only looks like one is searched for as any other.
  if (const auto key = asked == request.query.end() ? std::nullopt : domain::read_door_code(asked->second)) {
    auto there = context.reference().at_door(*key);
    if (!there) return std::move(there).error();
    if (!there->empty()) return list_of(context, *there, static_cast<std::int64_t>(there->size()));
  }
  const std::string query = asked == request.query.end() ? std::string() : fold(asked->second);
  auto rows = context.reference().search(query, static_cast<int>(limit), *near);
  if (!rows) return std::move(rows).error();
  auto total = context.reference().count_matches(query);
  if (!total) return std::move(total).error();
  return list_of(context, *rows, *total);
}

Result<Reply> get_lodging(WorkContext& context, const Request& request) {
  auto id = request.id<LodgingId>(0);
  if (!id) return std::move(id).error();
  ReferenceStore reference = context.reference();
  auto row = reference.lodging(*id);
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::not_found, "there is no such lodging on this device", {}};
  auto findings = reference.open_findings(*id);
  if (!findings) return std::move(findings).error();
  auto visits = reference.past_visits(*id, 10);
  if (!visits) return std::move(visits).error();
  auto draft = context.inspections().open_at(*id);
  if (!draft) return std::move(draft).error();
  std::optional<VisitRow> today;
  if (context.team) {
    auto visit = reference.visit_on(*context.team, *id, context.today());
    if (!visit) return std::move(visit).error();
    today = *std::move(visit);
  }
  auto self = reference.officer(context.who.officer);
  if (!self) return std::move(self).error();

  JsonWriter out;
  out.begin_object().key("lodging");
  if (auto written = write_lodging(out, context, **row, true); !written) return std::move(written).error();
  out.key("findings").begin_array();
  for (const FindingRow& finding : *findings) write_finding(out, finding, context.today());
  out.end_array().key("visits").begin_array();
  for (const PastVisitRow& visit : *visits) {
    std::optional<OfficerRow> officer = *self;
    if (visit.officer) {
      auto known = reference.officer(*visit.officer);
      if (!known) return std::move(known).error();
      officer = *std::move(known);
    }
    std::string_view sync = "on_server";
    if (visit.record_seq) {
      auto own = sync_word(context, visit.record_seq);
      if (!own) return std::move(own).error();
      sync = *own;
    }
    out.begin_object().member("inspection_id", visit.inspection).member("at", visit.at);
    out.member("outcome", word(visit.outcome)).member("new_findings", visit.new_findings);
    out.member("persisting", visit.persisting);
    out.member("officer", officer ? domain::officer_title(officer->rank, officer->name) : std::string());
    out.member("sync", sync).end_object();
  }
  out.end_array();
  if (auto written = write_notices(out, context, *id); !written) return std::move(written).error();
  if (auto written = write_tips(out, context, *id); !written) return std::move(written).error();
  out.key("draft_id");
  if (*draft) {
    out.value((*draft)->id);
  } else {
    out.null();
  }
  out.key("visit_id");
  if (today) {
    out.value(today->id);
  } else {
    out.null();
  }
  out.end_object();
  return json_reply(200, out.take());
}

Result<Reply> get_places(WorkContext& context, const Request&) {
  auto places = context.reference().places();
  if (!places) return std::move(places).error();
  JsonWriter out;
  out.begin_object().key("places").begin_array();
  for (const PlaceRow& place : *places) {
    out.begin_object().member("name", place.name).member("lat_e6", place.lat_e6);
    out.member("lng_e6", place.lng_e6).end_object();
  }
  out.end_array().end_object();
  return json_reply(200, out.take());
}

Result<Reply> get_checklist(WorkContext& context, const Request& request) {
  auto document = context.reference().checklist_document(request.params[0]);
  if (!document) return std::move(document).error();
  return json_reply(200, *std::move(document));
}

}  // namespace ronda::field::api
