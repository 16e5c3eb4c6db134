// What is printed with every plan. Shares no code with the engine, so that a wrong figure cannot hide a wrong plan.

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "shared/scheduling/solver.hpp"

namespace ronda::scheduling {
namespace {

struct Seen {
  int day = 0;
  int team = -1;
};

/// Entropy of the weekdays of one lodging's month, 1 = all different.
double weekday_entropy(const Problem& problem, const std::vector<Seen>& seen) {
  int count[7] = {};
  for (const Seen& visit : seen) ++count[(problem.first_weekday + visit.day - 1) % 7];
  const double n = static_cast<double>(seen.size());
  double bits = 0;
  for (const int c : count)
    if (c > 0) bits -= c / n * std::log2(c / n);
  return bits / std::log2(n);
}

/// Counts the gaps between successive visits that an observer of this lodging has seen.
void count_gaps(const Lodging& lodging, const std::vector<Seen>& seen, std::map<int, int>& gaps) {
  std::vector<int> days;
  for (const PastVisit& past : lodging.history) days.push_back(1 - past.days_before);
  for (const Seen& visit : seen) days.push_back(visit.day);
  for (std::size_t k = 1; k < days.size(); ++k) ++gaps[days[k] - days[k - 1]];
}

/// Share of the most frequent gap, 0 if there is none. Over all lodgings together: four gaps of one month say nothing
/// of a single lodging (the best guess cannot be below a quarter), while an observer learns from the unit's habit.
double best_guess(const std::map<int, int>& gaps) {
  int most = 0;
  int all = 0;
  for (const auto& [gap, count] : gaps) {
    most = std::max(most, count);
    all += count;
  }
  return all > 0 ? static_cast<double>(most) / all : 0;
}

int off_spacing(const Problem& problem, const Lodging& lodging, const std::vector<Seen>& seen) {
  const bool whole = static_cast<int>(seen.size()) == lodging.visits;
  bool known = !lodging.history.empty();
  int before = known ? 1 - lodging.history.back().days_before : 0, off = 0;
  for (const Seen& visit : seen) {
    const int gap = visit.day - before;
    if (known && (gap < lodging.min_gap_days || (whole && gap > lodging.max_gap_days))) ++off;
    before = visit.day;
    known = true;
  }
  if (whole && !seen.empty() && problem.days - before >= lodging.max_gap_days) ++off;
  return off;
}

int repeats(const Lodging& lodging, const std::vector<Seen>& seen) {
  int last = lodging.history.empty() ? -1 : lodging.history.back().team, count = 0;
  for (const Seen& visit : seen) {
    if (visit.team >= 0 && visit.team == last) ++count;
    last = visit.team;
  }
  return count;
}

int moved(const Problem& problem, const std::vector<std::vector<Seen>>& seen) {
  int count = 0;
  for (const PublishedVisit& was : problem.published) {
    const auto& now = seen[static_cast<std::size_t>(was.lodging)];
    if (std::none_of(now.begin(), now.end(), [&was](const Seen& v) { return v.day == was.day && v.team == was.team; }))
      ++count;
  }
  return count;
}

}  // namespace

Figures figures(const Problem& problem, const Plan& plan) {
  Figures result;
  std::vector<std::vector<Seen>> seen(problem.lodgings.size());
  std::vector<std::int64_t> used(problem.team_days.size(), 0);
  int stops = 0;
  for (const Lock& lock : problem.locks)
    if (lock.done) seen[static_cast<std::size_t>(lock.lodging)].push_back(Seen{lock.day, lock.team});
  for (const Route& route : plan.routes) {
    if (route.lodgings.empty()) continue;
    const TeamDay& shift = problem.team_days[static_cast<std::size_t>(route.team_day)];
    const Team& team = problem.teams[static_cast<std::size_t>(shift.team)];
    int here = team.start_place;
    std::int64_t travel = 0, service = 0;
    for (const int i : route.lodgings) {
      const Lodging& lodging = problem.lodgings[static_cast<std::size_t>(i)];
      travel += problem.travel(here, lodging.place);
      service += lodging.service_s;
      here = lodging.place;
      seen[static_cast<std::size_t>(i)].push_back(Seen{shift.day, shift.team});
      ++stops;
    }
    travel += problem.travel(here, team.end_place);
    result.travel_s += travel;
    result.service_s += service;
    used[static_cast<std::size_t>(route.team_day)] += travel + service;
  }

  double entropy = 0;
  int with_entropy = 0;
  std::map<int, int> gaps;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Lodging& lodging = problem.lodgings[i];
    std::sort(seen[i].begin(), seen[i].end(), [](const Seen& a, const Seen& b) { return a.day < b.day; });
    result.wanted += lodging.visits;
    result.planned += static_cast<int>(seen[i].size());
    result.rotation_repeats += repeats(lodging, seen[i]);
    result.off_spacing += off_spacing(problem, lodging, seen[i]);
    if (seen[i].size() > 1) {
      entropy += weekday_entropy(problem, seen[i]);
      ++with_entropy;
    }
    count_gaps(lodging, seen[i], gaps);
  }
  result.unplanned = result.wanted - result.planned;
  result.weekday_entropy = with_entropy > 0 ? entropy / with_entropy : 0;
  result.best_gap_guess = best_guess(gaps);
  result.travel_min_per_visit = stops > 0 ? static_cast<double>(result.travel_s) / 60.0 / stops : 0;
  result.moved_visits = moved(problem, seen);

  std::vector<std::int64_t> team_used(problem.teams.size(), 0), team_budget(problem.teams.size(), 0);
  int shifts = 0;
  for (std::size_t s = 0; s < problem.team_days.size(); ++s) {
    const TeamDay& shift = problem.team_days[s];
    if (shift.day < problem.first_day || shift.budget_s <= 0) continue;
    const double share = static_cast<double>(used[s]) / shift.budget_s;
    result.use_min = shifts == 0 ? share : std::min(result.use_min, share);
    result.use_max = std::max(result.use_max, share);
    result.use_mean += share;
    ++shifts;
    team_used[static_cast<std::size_t>(shift.team)] += used[s];
    team_budget[static_cast<std::size_t>(shift.team)] += shift.budget_s;
  }
  if (shifts > 0) result.use_mean /= shifts;
  int working = 0;
  for (std::size_t t = 0; t < team_used.size(); ++t) {
    if (team_budget[t] == 0) continue;
    const double share = static_cast<double>(team_used[t]) / static_cast<double>(team_budget[t]);
    result.team_use_max = std::max(result.team_use_max, share);
    result.team_use_mean += share;
    ++working;
  }
  if (working > 0) result.team_use_mean /= working;
  return result;
}

}  // namespace ronda::scheduling
