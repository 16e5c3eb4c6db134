#include "sync-server/api/teams.hpp"

#include "shared/wire/json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/teams.hpp"

namespace ronda::server {

namespace {

void write_team(wire::JsonWriter& out, const TeamRow& team) {
  out.begin_object().member("id", team.id).member("name", team.name).key("members").begin_array();
  for (const auto& officer : team.members) out.value(officer);
  out.end_array().key("start").begin_object();
  out.member("lat_e6", team.start_lat_e6).member("lng_e6", team.start_lng_e6).member("name", team.start_name);
  out.end_object().key("shifts").begin_array();
  for (const auto& shift : team.shifts) {
    out.begin_object().member("weekday", shift.weekday).member("band", shift.band);
    out.member("start", to_text(shift.start)).member("minutes", shift.minutes).end_object();
  }
  out.end_array().key("leave").begin_array();
  for (const auto& date : team.leave) out.value(date);
  out.end_array().member("version", team.version).end_object();
}

Result<ShiftRow> read_shift(const wire::JsonCursor& at) {
  if (auto only = at.only({"weekday", "band", "start", "minutes"}); !only) return std::move(only).error();
  auto weekday = at.integer("weekday", 0, 6);
  if (!weekday) return std::move(weekday).error();
  auto band = at.string("band", 16);
  if (!band) return std::move(band).error();
  auto start_text = at.string("start", 5);
  if (!start_text) return std::move(start_text).error();
  auto start = parse_time(*start_text);
  if (!start) return bad_input("expected HH:MM", at.path() + "/start");
  auto minutes = at.integer("minutes", 30, 720);
  if (!minutes) return std::move(minutes).error();
  return ShiftRow{static_cast<int>(*weekday), std::move(*band), *start, static_cast<int>(*minutes)};
}

Result<void> read_lists(const wire::JsonCursor& root, TeamRow& team) {
  auto members = root.array("members", 100);
  if (!members) return std::move(members).error();
  for (const auto& member : *members) {
    auto id = member.as_uuid();
    if (!id) return std::move(id).error();
    team.members.push_back(OfficerId{*id});
  }
  auto shifts = root.array("shifts", 7);
  if (!shifts) return std::move(shifts).error();
  for (const auto& item : *shifts) {
    auto shift = read_shift(item);
    if (!shift) return std::move(shift).error();
    team.shifts.push_back(std::move(*shift));
  }
  auto leave = root.array("leave", 366);
  if (!leave) return std::move(leave).error();
  for (const auto& item : *leave) {
    auto date = item.as_date();
    if (!date) return std::move(date).error();
    team.leave.push_back(*date);
  }
  return {};
}

Result<TeamRow> read_team(const wire::JsonCursor& root) {
  auto only = root.only({"id", "name", "members", "start", "shifts", "leave", "version"});
  if (!only) return std::move(only).error();
  TeamRow team;
  auto name = root.string("name", 80);
  if (!name) return std::move(name).error();
  team.name = std::move(*name);
  auto start = root.member("start");
  if (!start) return std::move(start).error();
  if (auto known = start->only({"lat_e6", "lng_e6", "name"}); !known) return std::move(known).error();
  auto lat = start->integer("lat_e6", -90'000'000, 90'000'000);
  if (!lat) return std::move(lat).error();
  auto lng = start->integer("lng_e6", -180'000'000, 180'000'000);
  if (!lng) return std::move(lng).error();
  auto start_name = start->string("name", 120);
  if (!start_name) return std::move(start_name).error();
  team.start_lat_e6 = static_cast<std::int32_t>(*lat);
  team.start_lng_e6 = static_cast<std::int32_t>(*lng);
  team.start_name = std::move(*start_name);
  if (auto read = read_lists(root, team); !read) return std::move(read).error();
  return team;
}

Result<http::Reply> list_teams(const ReadTxn& txn, const http::Request&, const Principal& who) {
  auto teams = txn.settings().teams_of(who.unit);
  if (!teams) return std::move(teams).error();
  wire::JsonWriter out;
  out.begin_object().key("teams").begin_array();
  for (const auto& team : *teams) write_team(out, team);
  out.end_array().end_object();
  return http::json_reply(out.take());
}

Result<http::Reply> change(WriteTxn& txn, const http::Request& request, const Principal& who) {
  auto expected = request.if_match();
  if (!expected) return std::move(expected).error();
  auto id = parse_id<TeamId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such team", "team"};
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  auto wanted = read_team(document->root());
  if (!wanted) return std::move(wanted).error();
  auto changed = change_team(txn, who.unit, *id, std::move(*wanted), *expected);
  wire::JsonWriter out;
  if (!changed && changed.error().code == ErrorCode::stale_version) {
    auto current = txn.settings().team(who.unit, *id);
    if (!current) return std::move(current).error();
    write_team(out, *current);
    return http::problem_reply(changed.error(), request.id, "\"current\":" + out.take());
  }
  if (!changed) return std::move(changed).error();
  write_team(out, *changed);
  return http::json_reply(out.take()).with("ETag", "\"" + std::to_string(changed->version) + "\"");
}

}  // namespace

std::vector<Route> teams_routes(App&) {
  return {
      {"GET", "/api/v1/teams", Access::officer, ReadHandler(list_teams)},
      {"PUT", "/api/v1/teams/{id}", Access::head, WriteHandler(change)},
  };
}

}  // namespace ronda::server
