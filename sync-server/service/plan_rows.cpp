#include "sync-server/service/plan_rows.hpp"

#include <algorithm>

#include "shared/scheduling/predictability.hpp"
#include "shared/scheduling/solver.hpp"
#include "shared/wire/json.hpp"

namespace ronda::server {

namespace {

RelaxationRow relaxation_row(const BuiltProblem& built, const scheduling::Relaxation& from, const Month& month) {
  RelaxationRow row;
  row.bend = std::string(scheduling::word(from.bend));
  row.minutes = from.minutes;
  row.gap_days = from.gap_days;
  row.team = built.teams[static_cast<std::size_t>(from.team)];
  row.date = {month.year, month.month, from.day};
  row.band = std::string(band_word(from.band));
  row.cost_min = from.cost_min;
  return row;
}

}  // namespace

void set_stop(VisitRow& row, const PlannedStop& stop) {
  row.lodging = stop.lodging;
  row.team = stop.team;
  row.date = stop.date;
  row.band = std::string(band_word(stop.band));
  row.order = stop.order;
  row.planned_minute = stop.planned_minute;
  row.shift_start = stop.shift_start;
  row.shift_end = stop.shift_end;
  row.service_s = stop.service_s;
  row.travel_s = stop.travel_s;
}

KeptVisits::KeptVisits(const std::vector<VisitListed>& visits) {
  for (const auto& visit : visits) {
    if (visit.row.locked() || visit.row.state != "planned") visits_.emplace(visit.row.lodging, visit.row);
  }
}

std::optional<VisitRow> KeptVisits::take(const PlannedStop& stop) {
  const auto [first, last] = visits_.equal_range(stop.lodging);
  auto found = std::find_if(first, last, [&](const auto& entry) {
    const auto& row = entry.second;
    return row.date == stop.date && (row.lock_day || row.state != "planned");
  });
  if (found == last) {
    found = std::find_if(first, last, [&](const auto& entry) {
      const auto& row = entry.second;
      return row.state == "planned" && !row.lock_day && row.lock_team && row.team == stop.team;
    });
  }
  if (found == last) return std::nullopt;
  auto row = found->second;
  visits_.erase(found);
  return row;
}

StoredPlan stored_plan(const BuiltProblem& built, const scheduling::Plan& plan, const RoundRow& round,
                       const Month& month, KeptVisits kept, const std::function<VisitId()>& new_visit) {
  const auto read = read_plan(built, plan, month.year, month.month);
  StoredPlan stored;
  for (const auto& stop : read.stops) {
    auto visit = kept.take(stop);
    if (visit && visit->state != "planned") continue;
    if (!visit) {
      visit.emplace();
      visit->id = new_visit();
      visit->round = round.id;
      visit->unit = round.unit;
    }
    set_stop(*visit, stop);
    stored.visits.push_back(std::move(*visit));
  }
  stored.unplanned = unplanned_rows(built, plan, month);
  stored.days = team_day_rows(read);
  for (std::size_t i = 0; i < built.lodgings.size(); ++i) {
    const int visits = built.problem.lodgings[i].visits;
    if (visits > 0) stored.wanted.emplace_back(built.lodgings[i], visits);
  }
  return stored;
}

std::vector<UnplannedRow> unplanned_rows(const BuiltProblem& built, const scheduling::Plan& plan, const Month& month) {
  std::vector<UnplannedRow> rows;
  for (const auto& left : plan.unplanned) {
    UnplannedRow row;
    row.lodging = built.lodgings[static_cast<std::size_t>(left.lodging)];
    row.count = left.count;
    row.reason = std::string(scheduling::word(left.reason));
    for (const auto& way : left.relaxations) {
      if (row.relaxations.size() < 3) row.relaxations.push_back(relaxation_row(built, way, month));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<TeamDayRow> team_day_rows(const ReadPlan& read) {
  std::vector<TeamDayRow> rows;
  for (const auto& day : read.days) {
    rows.push_back({day.team, day.date, std::string(band_word(day.band)), day.used_s, day.budget_s});
  }
  return rows;
}

std::string figures_json(const scheduling::Problem& problem, const scheduling::Plan& plan, double seconds,
                         std::size_t violations) {
  const auto figures = scheduling::figures(problem, plan);
  const auto guessing = scheduling::predictability(problem, plan);
  const auto& overall = guessing.overall;
  wire::JsonWriter out;
  out.begin_object().member("wanted", figures.wanted).member("planned", figures.planned);
  out.member("unplanned", figures.unplanned);
  out.key("travel_min_per_visit").real(figures.travel_min_per_visit, 1);
  out.key("use_min").real(figures.use_min, 3).key("use_mean").real(figures.use_mean, 3);
  out.key("use_max").real(figures.use_max, 3);
  out.key("balance_points").real((figures.team_use_max - figures.team_use_mean) * 100, 1);
  out.key("weekday_entropy").real(figures.weekday_entropy, 3);
  out.key("best_gap_guess").real(overall.best_gap_guess, 3);
  out.key("best_gap_guess_p90").real(guessing.best_gap_guess_p90, 3);
  out.key("gap_entropy_bits").real(overall.gap_entropy_bits, 2);
  out.key("weekday_entropy_quarter").real(overall.weekday_entropy_quarter, 3);
  out.key("weekday_entropy_quarter_p5").real(guessing.weekday_entropy_quarter_p5, 3);
  out.key("cell_share").real(overall.cell_share, 3).key("learner_lift").real(overall.learner_lift(), 2);
  out.key("team_share").real(overall.team_share, 3);
  out.member("rotation_repeats", figures.rotation_repeats).key("seconds").real(seconds, 1);
  out.member("violations", violations).end_object();
  return out.take();
}

}  // namespace ronda::server
