#include "sync-server/service/plan_problem.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace ronda::server {

namespace {

constexpr double kEarthRadiusM = 6371008.8;
constexpr double kPi = 3.14159265358979323846;
constexpr int kRestMinutes = 11 * 60;  // H6: eleven hours between two shifts

double radians(std::int32_t e6) { return static_cast<double>(e6) / 1e6 * kPi / 180.0; }

// Where lodgings without a point are thought to be: the middle of those that have one.
struct Middle {
  std::int64_t lat = 0;
  std::int64_t lng = 0;
  std::int64_t count = 0;

  void add(PointE6 point) {
    lat += point.lat;
    lng += point.lng;
    ++count;
  }
  PointE6 point() const { return {static_cast<std::int32_t>(lat / count), static_cast<std::int32_t>(lng / count)}; }
};

class Places {
 public:
  int index_of(PointE6 point) {
    const auto [at, is_new] = known_.try_emplace({point.lat, point.lng}, static_cast<int>(points_.size()));
    if (is_new) points_.push_back(point);
    return at->second;
  }
  const std::vector<PointE6>& points() const { return points_; }

 private:
  std::map<std::pair<std::int32_t, std::int32_t>, int> known_;
  std::vector<PointE6> points_;
};

std::vector<PointE6> lodging_points(const PlanInput& input) {
  std::map<std::string, Middle> by_kelurahan;
  Middle all;
  for (const auto& lodging : input.lodgings) {
    if (!lodging.point) continue;
    by_kelurahan[lodging.kelurahan].add(*lodging.point);
    all.add(*lodging.point);
  }
  if (all.count == 0) all.add(input.teams.front().start);
  std::vector<PointE6> points;
  points.reserve(input.lodgings.size());
  for (const auto& lodging : input.lodgings) {
    const auto near = by_kelurahan.find(lodging.kelurahan);
    points.push_back(lodging.point ? *lodging.point : near != by_kelurahan.end() ? near->second.point() : all.point());
  }
  return points;
}

// The shift of a team on a date; with several on one weekday they take turns by week.
const PlanShift* shift_on(const PlanTeam& team, LocalDate date) {
  std::vector<const PlanShift*> fitting;
  for (const auto& shift : team.shifts) {
    if (shift.weekday == weekday(date) && shift.minutes > 0) fitting.push_back(&shift);
  }
  if (fitting.empty()) return nullptr;
  return fitting[static_cast<std::size_t>(day_number(date) / 7) % fitting.size()];
}

const PlanHoliday* holiday_on(const PlanInput& input, LocalDate date) {
  for (const auto& holiday : input.holidays) {
    if (holiday.date == date) return &holiday;
  }
  return nullptr;
}

bool is_on_leave(const PlanTeam& team, LocalDate date) {
  return std::find(team.leave.begin(), team.leave.end(), date) != team.leave.end();
}

int extra_minutes(const PlanInput& input, TeamId team, LocalDate date) {
  for (const auto& extra : input.extra) {
    if (extra.team == team && extra.date == date) return extra.minutes;
  }
  return 0;
}

bool has_shift(const scheduling::Problem& problem, int team, int day) {
  return std::any_of(problem.team_days.begin(), problem.team_days.end(),
                     [&](const auto& shift) { return shift.team == team && shift.day == day; });
}

// What a stored plan stands on, although the roster has changed since.
void add_standing(const PlanInput& input, const std::map<TeamId, int>& team_index, BuiltProblem& built) {
  for (const auto& shift : input.standing) {
    const auto team = team_index.find(shift.team);
    if (team == team_index.end() || has_shift(built.problem, team->second, shift.date.day)) continue;
    built.problem.team_days.push_back(
        {team->second, shift.date.day, shift.band, shift.start_minute, shift.minutes * 60});
    built.standing.emplace_back(team->second, shift.date.day);
  }
}

void add_team_days(const PlanInput& input, int days, BuiltProblem& built) {
  for (std::size_t t = 0; t < input.teams.size(); ++t) {
    const auto& team = input.teams[t];
    int free_from = -kRestMinutes;  // minutes since the month began
    for (int day = 1; day <= days; ++day) {
      const LocalDate date{input.year, input.month, day};
      const auto* shift = shift_on(team, date);
      if (shift == nullptr) continue;
      const auto* holiday = holiday_on(input, date);
      const bool leave = is_on_leave(team, date);
      const int start = (day - 1) * 1440 + shift->start_minute;
      const bool rested = start >= free_from;
      if (leave || !rested || (holiday != nullptr && !is_on_duty(*holiday, t, input.teams.size()))) {
        built.absences.push_back({team.id, date, leave});
        continue;
      }
      free_from = start + shift->minutes + kRestMinutes;
      built.problem.team_days.push_back({static_cast<int>(t), day, shift->band, shift->start_minute,
                                         (shift->minutes + extra_minutes(input, team.id, date)) * 60});
    }
  }
}

std::pair<int, int> gap_rule(const PlanRules& rules, int visits, int days) {
  // Fewer visits than the rule knows (a month begun late, or the other readings): no closest day but the next, and
  // no farthest.
  const auto at = rules.gaps.find(visits);
  if (at != rules.gaps.end()) return at->second;
  return visits > 1 ? std::pair{std::max(1, days / (visits * 2)), days * 2 / visits} : std::pair{1, days * 2};
}

// The readings "unit" and "officer": so many round-days, or shifts of each team, as the policy's greatest number of
// visits.
scheduling::RoundRule round_rule(const PlanRules& rules, int days) {
  scheduling::RoundRule rule;
  if (rules.reading == VisitReading::premises) return rule;
  rule.reading = rules.reading == VisitReading::unit ? scheduling::Reading::unit : scheduling::Reading::officer;
  rule.rounds = *std::max_element(std::begin(rules.visits_max), std::end(rules.visits_max));
  std::tie(rule.min_gap_days, rule.max_gap_days) = gap_rule(rules, rule.rounds, days);
  return rule;
}

void add_history(const PlanInput& input, const PlanLodging& from, const std::map<TeamId, int>& team_index,
                 scheduling::Lodging& to) {
  const auto first = day_number({input.year, input.month, 1});
  for (const auto& past : from.history) {
    const auto before = first - day_number(past.date);
    if (before < 1 || before > 84) continue;
    scheduling::PastVisit visit;
    visit.days_before = static_cast<int>(before);
    visit.weekday = weekday(past.date);
    visit.band = past.band;
    if (past.team) {
      const auto known = team_index.find(*past.team);
      if (known != team_index.end()) visit.team = known->second;
    }
    to.history.push_back(visit);
  }
}

Result<void> add_locks(const PlanInput& input, const std::map<TeamId, int>& team_index,
                       const std::map<LodgingId, int>& lodging_index, BuiltProblem& built) {
  for (const auto& lock : input.locks) {
    const auto lodging = lodging_index.find(lock.lodging);
    if (lodging == lodging_index.end())
      return bad_input("a locked visit names an unknown lodging", to_text(lock.lodging));
    scheduling::Lock made;
    made.lodging = lodging->second;
    if (lock.date) made.day = lock.date->day;
    made.done = lock.done;
    if (lock.team) {
      const auto team = team_index.find(*lock.team);
      if (team != team_index.end()) made.team = team->second;
    }
    if (made.day > 0 && made.team >= 0 && !made.done) made.minute = lock.minute;
    built.problem.locks.push_back(made);
  }
  return {};
}

Result<int> first_day(const PlanInput& input) {
  if (!input.from) return 1;
  if (input.from->year != input.year || input.from->month != input.month) {
    return bad_input("the first day to plan lies outside the month", "/from");
  }
  return input.from->day;
}

// The hour that a person has locked a visit to; -1: none.
int held_minute(const scheduling::Problem& problem, int lodging, const scheduling::TeamDay& day) {
  for (const auto& lock : problem.locks) {
    if (lock.minute >= 0 && lock.lodging == lodging && lock.day == day.day && lock.team == day.team) return lock.minute;
  }
  return -1;
}

}  // namespace

std::vector<std::int32_t> travel_matrix(const std::vector<PointE6>& points, const TravelRule& rule) {
  const auto n = points.size();
  std::vector<std::int32_t> seconds(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) {
      seconds[i * n + j] = seconds[j * n + i] = travel_seconds(points[i], points[j], rule);
    }
  }
  return seconds;
}

double distance_m(PointE6 a, PointE6 b) {
  const double lat_a = radians(a.lat);
  const double lat_b = radians(b.lat);
  const double half_lat = std::sin((lat_b - lat_a) / 2);
  const double half_lng = std::sin((radians(b.lng) - radians(a.lng)) / 2);
  const double chord = half_lat * half_lat + std::cos(lat_a) * std::cos(lat_b) * half_lng * half_lng;
  return 2 * kEarthRadiusM * std::asin(std::min(1.0, std::sqrt(chord)));
}

std::int32_t travel_seconds(PointE6 a, PointE6 b, const TravelRule& rule) {
  if (a == b) return 0;
  const double road_m = distance_m(a, b) * rule.detour_pct / 100.0;
  return static_cast<std::int32_t>(std::lround(road_m * 3.6 / rule.speed_kmh));
}

int service_seconds(const PlanRules& rules, int rooms) {
  return (rules.service_base_min + rules.service_per_12_rooms_min * (std::max(0, rooms) / 12)) * 60;
}

int wanted_visits(const PlanRules& rules, const PlanLodging& lodging, int done, int days_left, int days) {
  int visits = 1;
  if (rules.reading == VisitReading::premises) {
    visits = lodging.open_findings > 0 ? rules.visits_max[lodging.risk] : rules.visits_min[lodging.risk];
  }
  if (days_left >= days) return std::max(visits, done);
  const int share = std::max(1, (visits * days_left + days / 2) / days);
  return std::max(done, std::min(visits, done + share));
}

bool is_on_duty(const PlanHoliday& holiday, std::size_t team, std::size_t teams) {
  const std::size_t on_duty = holiday.national ? (teams + 2) / 3 : (teams * 2 + 2) / 3;
  const auto turn = static_cast<std::size_t>(day_number(holiday.date)) % teams;
  return (team + teams - turn) % teams < on_duty;
}

Result<BuiltProblem> build_problem(const PlanInput& input) {
  if (input.lodgings.empty()) return bad_input("the register holds no lodging to visit", "/lodgings");
  if (input.teams.empty()) return bad_input("there is no team", "/teams");
  const auto first = first_day(input);
  if (!first) return first.error();

  BuiltProblem built;
  auto& problem = built.problem;
  problem.name = input.name;
  problem.days = days_in_month(input.year, input.month);
  problem.first_weekday = weekday({input.year, input.month, 1});
  problem.first_day = *first;

  Places places;
  std::map<TeamId, int> team_index;
  for (const auto& team : input.teams) {
    team_index[team.id] = static_cast<int>(built.teams.size());
    built.teams.push_back(team.id);
    const int place = places.index_of(team.start);
    problem.teams.push_back({place, place, 0});
  }
  add_team_days(input, problem.days, built);
  add_standing(input, team_index, built);
  std::stable_sort(problem.team_days.begin(), problem.team_days.end(),
                   [](const auto& a, const auto& b) { return a.day < b.day; });
  if (problem.team_days.empty()) return bad_input("no team has a shift in this month", "/teams");

  std::map<LodgingId, int> done;
  for (const auto& lock : input.locks) done[lock.lodging] += lock.done ? 1 : 0;
  std::map<LodgingId, int> fixed;
  for (const auto& lock : input.locks) ++fixed[lock.lodging];

  const auto points = lodging_points(input);
  std::map<LodgingId, int> lodging_index;
  const int days_left = problem.days - *first + 1;
  for (std::size_t i = 0; i < input.lodgings.size(); ++i) {
    const auto& from = input.lodgings[i];
    scheduling::Lodging to;
    to.place = places.index_of(points[i]);
    const auto decided = input.wanted.find(from.id);
    to.visits = decided != input.wanted.end()
                    ? decided->second
                    : wanted_visits(input.rules, from, done[from.id], days_left, problem.days);
    to.visits = std::max(to.visits, fixed[from.id]);
    to.service_s = service_seconds(input.rules, from.rooms);
    const auto spaced = input.spaced_for.find(from.id);
    std::tie(to.min_gap_days, to.max_gap_days) =
        gap_rule(input.rules, spaced != input.spaced_for.end() ? spaced->second : to.visits, problem.days);
    to.risk = from.risk;
    to.priority = from.priority;
    add_history(input, from, team_index, to);
    lodging_index[from.id] = static_cast<int>(i);
    built.lodgings.push_back(from.id);
    problem.lodgings.push_back(std::move(to));
  }
  auto locked = add_locks(input, team_index, lodging_index, built);
  if (!locked) return std::move(locked).error();

  problem.round_rule = round_rule(input.rules, problem.days);
  built.places = places.points();
  built.travel = input.rules.travel;
  problem.places = static_cast<int>(built.places.size());
  problem.travel_s = travel_matrix(built.places, built.travel);
  return built;
}

ReadPlan read_plan(const BuiltProblem& built, const scheduling::Plan& plan, int year, int month) {
  ReadPlan read;
  const auto& problem = built.problem;
  for (const auto& day : problem.team_days) {
    read.days.push_back(
        {built.teams[static_cast<std::size_t>(day.team)], {year, month, day.day}, day.band, 0, 0, day.budget_s});
  }
  for (const auto& route : plan.routes) {
    const auto& day = problem.team_days[static_cast<std::size_t>(route.team_day)];
    const auto& team = problem.teams[static_cast<std::size_t>(day.team)];
    auto& use = read.days[static_cast<std::size_t>(route.team_day)];
    int at = team.start_place;
    int clock_s = day.start_minute * 60;
    for (const int index : route.lodgings) {
      const auto& lodging = problem.lodgings[static_cast<std::size_t>(index)];
      PlannedStop stop;
      stop.lodging = built.lodgings[static_cast<std::size_t>(index)];
      stop.team = use.team;
      stop.date = use.date;
      stop.band = day.band;
      stop.order = ++use.visits;
      stop.travel_s = problem.travel(at, lodging.place);
      stop.service_s = lodging.service_s;
      clock_s += stop.travel_s;
      const int held = held_minute(problem, index, day);
      // A team that is early waits for a locked hour; one that is a little late is still told the hour that was agreed.
      clock_s = std::max(clock_s, held * 60);
      stop.planned_minute = held >= 0 ? held : (clock_s + 59) / 60;
      stop.shift_start = day.start_minute;
      stop.shift_end = day.start_minute + day.budget_s / 60;
      clock_s += stop.service_s;
      at = lodging.place;
      read.stops.push_back(stop);
    }
    if (!route.lodgings.empty()) use.used_s = clock_s - day.start_minute * 60 + problem.travel(at, team.end_place);
  }
  std::stable_sort(read.stops.begin(), read.stops.end(), [](const PlannedStop& a, const PlannedStop& b) {
    if (a.date != b.date) return a.date < b.date;
    return a.team != b.team ? a.team < b.team : a.order < b.order;
  });
  return read;
}

}  // namespace ronda::server
