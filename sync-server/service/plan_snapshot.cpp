#include "sync-server/service/plan_snapshot.hpp"

#include <algorithm>

#include "shared/crypto/crypto.hpp"
#include "shared/wire/json.hpp"

namespace ronda::server {

namespace {

using scheduling::Problem;
using wire::JsonCursor;
using wire::JsonWriter;

constexpr int kVersion = 1;
constexpr std::size_t kMostNumbers = 4'000'000;  // in one list: the published visits of 5,000 lodgings are 100,000

void write_numbers(JsonWriter& out, const std::vector<int>& numbers) {
  out.begin_array();
  for (const int number : numbers) out.value(number);
  out.end_array();
}

void write_lodging(JsonWriter& out, const LodgingId& id, const scheduling::Lodging& lodging) {
  out.begin_object().member("id", id);
  out.key("n").begin_array().value(lodging.place).value(lodging.visits).value(lodging.service_s);
  out.value(lodging.min_gap_days).value(lodging.max_gap_days).value(int{lodging.closed_weekdays});
  out.value(int{lodging.bands}).value(static_cast<std::int64_t>(lodging.skills)).value(lodging.risk);
  out.value(lodging.priority).end_array();
  out.key("blackout");
  write_numbers(out, lodging.blackout_days);
  out.key("barred");
  write_numbers(out, lodging.barred_teams);
  std::vector<int> history;
  for (const auto& past : lodging.history) {
    history.insert(history.end(), {past.days_before, past.team, past.weekday, static_cast<int>(past.band)});
  }
  out.key("history");
  write_numbers(out, history);
  out.end_object();
}

Result<std::vector<std::int64_t>> read_numbers(const JsonCursor& at) {
  const auto items = at.as_array(kMostNumbers);
  if (!items) return items.error();
  std::vector<std::int64_t> numbers;
  numbers.reserve(items->size());
  for (const auto& item : *items) {
    const auto number = item.as_integer();
    if (!number) return number.error();
    numbers.push_back(*number);
  }
  return numbers;
}

Result<std::vector<std::int64_t>> numbers_of(const JsonCursor& object, std::string_view name, std::size_t group = 1) {
  const auto at = object.member(name);
  if (!at) return at.error();
  auto numbers = read_numbers(*at);
  if (numbers && numbers->size() % group != 0) return at->wrong("numbers in groups of " + std::to_string(group));
  return numbers;
}

int as_int(std::int64_t number) { return static_cast<int>(number); }

Result<void> read_lodging(const JsonCursor& at, BuiltProblem& built) {
  const auto id = at.id<LodgingId>("id");
  if (!id) return id.error();
  const auto n = numbers_of(at, "n", 10);
  if (!n) return n.error();
  const auto blackout = numbers_of(at, "blackout");
  if (!blackout) return blackout.error();
  const auto barred = numbers_of(at, "barred");
  if (!barred) return barred.error();
  const auto history = numbers_of(at, "history", 4);
  if (!history) return history.error();
  if (n->size() != 10) return at.wrong("ten numbers");
  scheduling::Lodging lodging;
  lodging.place = as_int((*n)[0]);
  lodging.visits = as_int((*n)[1]);
  lodging.service_s = as_int((*n)[2]);
  lodging.min_gap_days = as_int((*n)[3]);
  lodging.max_gap_days = as_int((*n)[4]);
  lodging.closed_weekdays = static_cast<std::uint8_t>((*n)[5]);
  lodging.bands = static_cast<std::uint8_t>((*n)[6]);
  lodging.skills = static_cast<std::uint32_t>((*n)[7]);
  lodging.risk = as_int((*n)[8]);
  lodging.priority = as_int((*n)[9]);
  for (const auto day : *blackout) lodging.blackout_days.push_back(as_int(day));
  for (const auto team : *barred) lodging.barred_teams.push_back(as_int(team));
  for (std::size_t i = 0; i < history->size(); i += 4) {
    lodging.history.push_back({as_int((*history)[i]), as_int((*history)[i + 1]), as_int((*history)[i + 2]),
                               static_cast<Band>((*history)[i + 3])});
  }
  built.lodgings.push_back(*id);
  built.problem.lodgings.push_back(std::move(lodging));
  return {};
}

// Each list of plain integers as one array of groups.
void write_lists(JsonWriter& out, const BuiltProblem& built) {
  const Problem& problem = built.problem;
  std::vector<int> numbers;
  for (const auto& team : problem.teams) {
    numbers.insert(numbers.end(), {team.start_place, team.end_place, static_cast<int>(team.skills)});
  }
  out.key("teams");
  write_numbers(out, numbers);
  numbers.clear();
  for (const auto& shift : problem.team_days) {
    numbers.insert(numbers.end(),
                   {shift.team, shift.day, static_cast<int>(shift.band), shift.start_minute, shift.budget_s});
  }
  out.key("team_days");
  write_numbers(out, numbers);
  numbers.clear();
  for (const auto& lock : problem.locks) {
    numbers.insert(numbers.end(), {lock.lodging, lock.day, lock.team, lock.done ? 1 : 0, lock.minute, lock.late_min});
  }
  out.key("locks");
  write_numbers(out, numbers);
  numbers.clear();
  for (const auto& visit : problem.published) {
    numbers.insert(numbers.end(), {visit.lodging, visit.day, visit.team, visit.minute});
  }
  out.key("published");
  write_numbers(out, numbers);
  numbers.clear();
  for (const auto& place : built.places) numbers.insert(numbers.end(), {place.lat, place.lng});
  out.key("places");
  write_numbers(out, numbers);
}

Result<void> read_lists(const JsonCursor& root, BuiltProblem& built) {
  Problem& problem = built.problem;
  const auto teams = numbers_of(root, "teams", 3);
  if (!teams) return teams.error();
  for (std::size_t i = 0; i < teams->size(); i += 3) {
    problem.teams.push_back(
        {as_int((*teams)[i]), as_int((*teams)[i + 1]), static_cast<std::uint32_t>((*teams)[i + 2])});
  }
  const auto shifts = numbers_of(root, "team_days", 5);
  if (!shifts) return shifts.error();
  for (std::size_t i = 0; i < shifts->size(); i += 5) {
    problem.team_days.push_back({as_int((*shifts)[i]), as_int((*shifts)[i + 1]), static_cast<Band>((*shifts)[i + 2]),
                                 as_int((*shifts)[i + 3]), as_int((*shifts)[i + 4])});
  }
  const auto locks = numbers_of(root, "locks", 6);
  if (!locks) return locks.error();
  for (std::size_t i = 0; i < locks->size(); i += 6) {
    scheduling::Lock lock;
    lock.lodging = as_int((*locks)[i]);
    lock.day = as_int((*locks)[i + 1]);
    lock.team = as_int((*locks)[i + 2]);
    lock.done = (*locks)[i + 3] != 0;
    lock.minute = as_int((*locks)[i + 4]);
    lock.late_min = as_int((*locks)[i + 5]);
    problem.locks.push_back(lock);
  }
  const auto published = numbers_of(root, "published", 4);
  if (!published) return published.error();
  for (std::size_t i = 0; i < published->size(); i += 4) {
    problem.published.push_back({as_int((*published)[i]), as_int((*published)[i + 1]), as_int((*published)[i + 2]),
                                 as_int((*published)[i + 3])});
  }
  const auto places = numbers_of(root, "places", 2);
  if (!places) return places.error();
  for (std::size_t i = 0; i < places->size(); i += 2) {
    built.places.push_back({static_cast<std::int32_t>((*places)[i]), static_cast<std::int32_t>((*places)[i + 1])});
  }
  return {};
}

Result<BuiltProblem> read_root(const JsonCursor& root) {
  BuiltProblem built;
  Problem& problem = built.problem;
  const auto name = root.string("name");
  if (!name) return name.error();
  problem.name = *name;
  const auto n = numbers_of(root, "month");
  if (!n) return n.error();
  if (n->size() != 11 || (*n)[0] != kVersion) return root.wrong("a snapshot of version " + std::to_string(kVersion));
  problem.days = as_int((*n)[1]);
  problem.first_weekday = as_int((*n)[2]);
  problem.first_day = as_int((*n)[3]);
  problem.max_same_team_in_row = as_int((*n)[4]);
  problem.round_rule = {static_cast<scheduling::Reading>((*n)[5]), as_int((*n)[6]), as_int((*n)[7]), as_int((*n)[8])};
  built.travel = {as_int((*n)[9]), as_int((*n)[10])};
  const auto teams = root.array("team_ids");
  if (!teams) return teams.error();
  for (const auto& team : *teams) {
    const auto id = team.as_uuid();
    if (!id) return id.error();
    built.teams.push_back(TeamId{*id});
  }
  const auto lodgings = root.array("lodgings");
  if (!lodgings) return lodgings.error();
  for (const auto& lodging : *lodgings) {
    if (auto read = read_lodging(lodging, built); !read) return std::move(read).error();
  }
  if (auto read = read_lists(root, built); !read) return std::move(read).error();
  problem.places = static_cast<int>(built.places.size());
  problem.travel_s = travel_matrix(built.places, built.travel);
  return built;
}

}  // namespace

std::string write_snapshot(const BuiltProblem& built) {
  const Problem& problem = built.problem;
  const auto& rule = problem.round_rule;
  JsonWriter out;
  out.begin_object().member("name", problem.name).key("month");
  write_numbers(out, {kVersion, problem.days, problem.first_weekday, problem.first_day, problem.max_same_team_in_row,
                      static_cast<int>(rule.reading), rule.rounds, rule.min_gap_days, rule.max_gap_days,
                      built.travel.speed_kmh, built.travel.detour_pct});
  out.key("team_ids").begin_array();
  for (const auto& team : built.teams) out.value(team);
  out.end_array().key("lodgings").begin_array();
  for (std::size_t i = 0; i < built.lodgings.size(); ++i) write_lodging(out, built.lodgings[i], problem.lodgings[i]);
  out.end_array();
  write_lists(out, built);
  out.end_object();
  return out.take();
}

Result<BuiltProblem> read_snapshot(std::string_view text) {
  const auto document = wire::JsonDocument::parse(text);
  auto built = document ? read_root(document->root()) : Result<BuiltProblem>(document.error());
  if (built) return built;
  return Error{ErrorCode::corrupt, "the kept problem cannot be read: " + built.error().message, built.error().where};
}

Bytes plan_hash(const BuiltProblem& built, const scheduling::Plan& plan) {
  std::vector<std::pair<std::pair<int, int>, std::string>> lines;
  for (const auto& route : plan.routes) {
    if (route.lodgings.empty()) continue;
    const auto& shift = built.problem.team_days[static_cast<std::size_t>(route.team_day)];
    std::string line =
        to_text(built.teams[static_cast<std::size_t>(shift.team)]) + " " + std::to_string(shift.day) + ":";
    for (const int lodging : route.lodgings) line += " " + to_text(built.lodgings[static_cast<std::size_t>(lodging)]);
    lines.push_back({{shift.day, shift.team}, line + "\n"});
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const auto& line : lines) text += line.second;
  const auto hash = crypto::sha256(text);
  return Bytes(hash.begin(), hash.end());
}

std::string write_pace(const std::vector<std::int64_t>& pace) {
  JsonWriter out;
  out.begin_array();
  for (const auto steps : pace) out.value(steps);
  out.end_array();
  return out.take();
}

Result<std::vector<std::int64_t>> read_pace(std::string_view text) {
  const auto document = wire::JsonDocument::parse(text);
  if (!document) return document.error();
  return read_numbers(document->root());
}

}  // namespace ronda::server
