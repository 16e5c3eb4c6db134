#include "sync-server/planning/month_file.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "shared/scheduling/solver.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/service/plan_problem.hpp"
#include "sync-server/service/plan_rows.hpp"
#include "sync-server/service/plan_words.hpp"

namespace ronda::planning {

namespace {

using wire::JsonCursor;
using wire::JsonWriter;

std::string clock_text(int minute) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(minute / 60 % 24) + ":" + two(minute % 60);
}

std::string name_of(const auto& names, const auto& id) {
  const auto at = names.find(id);
  return at == names.end() ? std::string() : at->second;
}

void write_named(JsonWriter& out, std::string_view key, const auto& id, const std::string& name) {
  out.key(key).begin_object().member("id", id).member("name", name).end_object();
}

void write_text(JsonWriter& out, const domain::Text& text) {
  out.key("text").begin_object().member("id", text.id).member("en", text.en).end_object();
}

void write_routes(JsonWriter& out, const UnitMonth& month, const scheduling::Plan& plan) {
  const auto& task = month.task;
  const auto read = server::read_plan(task.built, plan, task.month.year, task.month.month);
  out.key("routes").begin_array();
  for (std::size_t i = 0; i < read.stops.size();) {
    const auto& first = read.stops[i];
    out.begin_object().member("date", first.date);
    write_named(out, "team", first.team, name_of(month.team_names, first.team));
    out.member("band", server::band_word(first.band)).member("start", clock_text(first.shift_start));
    out.key("visits").begin_array();
    for (; i < read.stops.size() && read.stops[i].date == first.date && read.stops[i].team == first.team; ++i) {
      const auto& stop = read.stops[i];
      out.begin_object().member("lodging", stop.lodging).member("name", name_of(month.lodging_names, stop.lodging));
      out.member("time", clock_text(stop.planned_minute)).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

void write_unplanned(JsonWriter& out, const UnitMonth& month, const scheduling::Plan& plan) {
  std::vector<server::TeamRow> teams;
  for (const auto& [id, name] : month.team_names) {
    server::TeamRow row;
    row.id = id;
    row.name = name;
    teams.push_back(std::move(row));
  }
  out.key("unplanned").begin_array();
  for (const auto& left : server::unplanned_rows(month.task.built, plan, month.task.month)) {
    out.begin_object().member("lodging", left.lodging).member("name", name_of(month.lodging_names, left.lodging));
    out.member("count", left.count).member("reason", left.reason);
    write_text(out, server::reason_sentence(left.reason, left.count));
    out.key("relaxations").begin_array();
    for (const auto& way : left.relaxations) {
      out.begin_object().member("bend", way.bend).member("cost_min", way.cost_min);
      write_text(out, server::relaxation_sentence(way, teams));
      out.end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

template <typename Id>
std::map<Id, int> index_of(const std::vector<Id>& ids) {
  std::map<Id, int> index;
  for (std::size_t i = 0; i < ids.size(); ++i) index.emplace(ids[i], static_cast<int>(i));
  return index;
}

/// Reads one route or one unplanned entry after the other into the planner's integers.
class PlanReader {
 public:
  explicit PlanReader(const UnitMonth& month)
      : month_(month), lodgings_(index_of(month.task.built.lodgings)), teams_(index_of(month.task.built.teams)) {
    const auto& shifts = month.task.built.problem.team_days;
    for (std::size_t i = 0; i < shifts.size(); ++i) shift_of_[{shifts[i].team, shifts[i].day}] = static_cast<int>(i);
  }

  Result<scheduling::Route> route(const JsonCursor& at) const {
    const auto date = at.date("date");
    if (!date) return date.error();
    if (date->year != month_.task.month.year || date->month != month_.task.month.month)
      return at.wrong("a date outside the month");
    const auto named = at.member("team");
    if (!named) return named.error();
    const auto id = named->id<TeamId>("id");
    if (!id) return id.error();
    const auto team = teams_.find(*id);
    if (team == teams_.end()) return named->wrong("the unit has no such team");
    const auto shift = shift_of_.find({team->second, date->day});
    if (shift == shift_of_.end()) return at.wrong("the team does not work on that day");
    const auto visits = at.array("visits");
    if (!visits) return visits.error();
    scheduling::Route route;
    route.team_day = shift->second;
    for (const auto& visit : *visits) {
      const auto lodging = lodging_of(visit);
      if (!lodging) return lodging.error();
      route.lodgings.push_back(*lodging);
    }
    return route;
  }

  Result<scheduling::Unplanned> unplanned(const JsonCursor& at) const {
    const auto lodging = lodging_of(at);
    if (!lodging) return lodging.error();
    const auto count = at.integer("count", 1, 31);
    if (!count) return count.error();
    scheduling::Unplanned left;
    left.lodging = *lodging;
    left.count = static_cast<int>(*count);
    return left;
  }

 private:
  Result<int> lodging_of(const JsonCursor& at) const {
    const auto id = at.id<LodgingId>("lodging");
    if (!id) return id.error();
    const auto lodging = lodgings_.find(*id);
    if (lodging == lodgings_.end()) return at.wrong("the register holds no such lodging, or it has closed");
    return lodging->second;
  }

  const UnitMonth& month_;
  std::map<LodgingId, int> lodgings_;
  std::map<TeamId, int> teams_;
  std::map<std::pair<int, int>, int> shift_of_;
};

}  // namespace

std::string write_month_plan(const UnitMonth& month, const scheduling::Plan& plan, const MonthRun& run) {
  const auto& problem = month.task.built.problem;
  JsonWriter out;
  out.begin_object().member("unit", month.unit.name).member("month", to_text(month.task.month.first()).substr(0, 7));
  out.key("from");
  month.from ? out.value(*month.from) : out.null();
  out.member("made_at", run.at);
  out.key("seed").raw(std::to_string(run.seed));
  out.member("iterations", plan.iterations).key("seconds").real(run.seconds, 2);
  out.key("figures").raw(server::figures_json(problem, plan, run.seconds, scheduling::check(problem, plan).size()));
  write_routes(out, month, plan);
  write_unplanned(out, month, plan);
  out.end_object();
  return out.take();
}

Result<MonthFileHead> read_month_head(std::string_view text) {
  const auto document = wire::JsonDocument::parse(text);
  if (!document) return document.error();
  const auto root = document->root();
  const auto unit = root.string("unit", 200);
  if (!unit) return unit.error();
  const auto month = root.string("month", 7);
  if (!month) return month.error();
  const auto from = root.optional_string("from", 10);
  if (!from) return from.error();
  const auto made_at = root.string("made_at", 40);
  if (!made_at) return made_at.error();
  return MonthFileHead{*unit, *month, from->value_or(""), *made_at};
}

Result<scheduling::Plan> read_month_plan(const UnitMonth& month, std::string_view text) {
  const auto document = wire::JsonDocument::parse(text);
  if (!document) return document.error();
  const auto root = document->root();
  const PlanReader reader(month);
  scheduling::Plan plan;
  const auto routes = root.array("routes");
  if (!routes) return routes.error();
  for (const auto& one : *routes) {
    auto route = reader.route(one);
    if (!route) return std::move(route).error();
    plan.routes.push_back(std::move(*route));
  }
  const auto unplanned = root.array("unplanned");
  if (!unplanned) return unplanned.error();
  for (const auto& one : *unplanned) {
    auto left = reader.unplanned(one);
    if (!left) return std::move(left).error();
    plan.unplanned.push_back(std::move(*left));
  }
  return plan;
}

}  // namespace ronda::planning
