#include "sync-server/planning/rounds_plan.hpp"

#include <set>
#include <utility>

#include "shared/scheduling/solver.hpp"
#include "shared/wire/json.hpp"

namespace ronda::planning {
namespace {

/// A relaxation names the team by the planner's index; the file names it by id.
std::string with_team_id(std::string relaxation, const RoundsProblem& rounds) {
  const std::string key = " team=";
  const std::size_t begin = relaxation.find(key);
  if (begin == std::string::npos) return relaxation;
  const std::size_t digits = begin + key.size();
  std::size_t end = digits, index = 0;
  for (; end < relaxation.size() && relaxation[end] >= '0' && relaxation[end] <= '9'; ++end)
    index = index * 10 + static_cast<std::size_t>(relaxation[end] - '0');
  return relaxation.replace(digits, end - digits, std::to_string(rounds.team_ids[index]));
}

}  // namespace

std::string write_rounds_plan(const RoundsProblem& rounds, const scheduling::Plan& plan, std::uint64_t seed,
                              double seconds) {
  wire::JsonWriter json;
  json.begin_object();
  json.member("instance", rounds.problem.name);
  json.key("seed").raw(std::to_string(seed));
  json.key("seconds").real(seconds, 2);
  json.key("routes").begin_array();
  for (const scheduling::Route& route : plan.routes) {
    const scheduling::TeamDay& shift = rounds.problem.team_days[static_cast<std::size_t>(route.team_day)];
    json.begin_object();
    json.member("day", shift.day);
    json.member("team", rounds.team_ids[static_cast<std::size_t>(shift.team)]);
    json.key("visits").begin_array();
    for (const int lodging : route.lodgings) json.value(rounds.lodging_ids[static_cast<std::size_t>(lodging)]);
    json.end_array().end_object();
  }
  json.end_array();
  json.key("unplanned").begin_array();
  for (const scheduling::Unplanned& entry : plan.unplanned) {
    json.begin_object();
    json.member("lodging", rounds.lodging_ids[static_cast<std::size_t>(entry.lodging)]);
    json.member("count", entry.count);
    json.member("reason", scheduling::word(entry.reason));
    if (!entry.relaxation.empty()) json.member("relaxation", with_team_id(entry.relaxation, rounds));
    if (!entry.more_relaxations.empty()) {
      json.key("more_relaxations").begin_array();
      for (const std::string& other : entry.more_relaxations) json.value(with_team_id(other, rounds));
      json.end_array();
    }
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

Result<std::vector<scheduling::PublishedVisit>> read_published(const RoundsProblem& rounds, std::string_view text) {
  auto document = wire::JsonDocument::parse(text);
  if (!document) return std::move(document).error();
  const wire::JsonCursor root = document->root();
  auto routes = root.array("routes");
  if (!routes) return std::move(routes).error();
  std::vector<scheduling::PublishedVisit> result;
  std::set<std::pair<std::int64_t, std::int64_t>> seen;  // lodging, day
  for (const wire::JsonCursor& route : *routes) {
    auto day = route.integer("day", 1, rounds.problem.days);
    if (!day) return std::move(day).error();
    auto team = route.integer("team");
    if (!team) return std::move(team).error();
    auto visits = route.array("visits");
    if (!visits) return std::move(visits).error();
    const auto team_index = rounds.team_index.find(*team);
    for (const wire::JsonCursor& visit : *visits) {
      auto id = visit.as_integer();
      if (!id) return std::move(id).error();
      if (!seen.emplace(*id, *day).second) return visit.wrong("a second visit to the lodging on that day");
      const auto lodging = rounds.lodging_index.find(*id);
      if (team_index == rounds.team_index.end() || lodging == rounds.lodging_index.end()) continue;
      result.push_back(scheduling::PublishedVisit{lodging->second, static_cast<int>(*day), team_index->second});
    }
  }
  if (result.empty() && !seen.empty())
    return bad_input("no visit is of a lodging and a team of this month: the plan of another one?", "/routes");
  return result;
}

}  // namespace ronda::planning
