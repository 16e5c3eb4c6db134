// The judge. It shares no code with the engine: only problem.hpp and the declarations in solver.hpp. It is written rule
// by rule after README.md, for reading and not for speed.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shared/scheduling/solver.hpp"

namespace ronda::scheduling {
namespace {

constexpr int kRestMinutes = 11 * 60;

template <typename T>
const T& at(const std::vector<T>& list, int index) {
  return list[static_cast<std::size_t>(index)];
}

template <typename T>
bool holds(const std::vector<T>& list, int index) {
  return index >= 0 && index < static_cast<int>(list.size());
}

bool contains(const std::vector<int>& list, int value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// One visit of the month, planned or carried out.
struct Seen {
  int day = 0;
  int team = -1;
  int band = 0;        // 0 if not known (a visit that is done)
  bool fixed = false;  // done, or locked to its day by a person: what it bends by itself is not the planner's fault
  int team_day = -1;
};

class Judge {
 public:
  Judge(const Problem& problem, const Plan& plan) : problem_(problem), plan_(plan) {
    visits_.resize(problem.lodgings.size());
    missing_.assign(problem.lodgings.size(), 0);
  }

  std::vector<Violation> run() {
    read_done();
    read_routes();
    read_unplanned();
    judge_rest();
    judge_rounds();
    for (int i = 0; i < static_cast<int>(problem_.lodgings.size()); ++i) {
      auto& seen = visits_[static_cast<std::size_t>(i)];
      std::sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) { return a.day < b.day; });
      judge_number(i);
      judge_gaps(i);
      judge_locks(i);
      judge_rotation(i);
      judge_predictability(i);
    }
    return std::move(found_);
  }

 private:
  void fault(const char* rule, std::string what, int lodging, int team_day = -1) {
    found_.push_back(Violation{rule, std::move(what), lodging, team_day});
  }

  int weekday(int day) const { return (problem_.first_weekday + day - 1) % 7; }

  bool locked_to_day(int lodging, int day) const {
    for (const Lock& lock : problem_.locks)
      if (lock.lodging == lodging && lock.day == day) return true;
    return false;
  }

  void read_done() {
    for (const Lock& lock : problem_.locks)
      if (lock.done && holds(problem_.lodgings, lock.lodging))
        visits_[static_cast<std::size_t>(lock.lodging)].push_back(Seen{lock.day, lock.team, 0, true, -1});
  }

  void read_routes() {
    std::set<int> used;
    for (const Route& route : plan_.routes) {
      if (!holds(problem_.team_days, route.team_day)) {
        fault("H4", "route of an unknown team-day", -1, route.team_day);
        continue;
      }
      if (!used.insert(route.team_day).second) fault("H4", "team-day with two routes", -1, route.team_day);
      judge_route(route, at(problem_.team_days, route.team_day));
    }
  }

  void judge_route(const Route& route, const TeamDay& shift) {
    const Team& team = at(problem_.teams, shift.team);
    int here = team.start_place;
    long long seconds = 0, last_visit_ends = 0;
    for (const int i : route.lodgings) {
      if (!holds(problem_.lodgings, i)) {
        fault("H1", "unknown lodging", i, route.team_day);
        continue;
      }
      const Lodging& lodging = at(problem_.lodgings, i);
      seconds += problem_.travel(here, lodging.place);
      seconds += judge_hour(i, shift, route.team_day, seconds) + lodging.service_s;
      last_visit_ends = seconds;
      here = lodging.place;
      judge_stop(i, lodging, shift, team, route.team_day);
    }
    if (route.lodgings.empty()) return;
    seconds += problem_.travel(here, team.end_place);
    if (seconds > shift.budget_s)
      fault("H4", "over the budget by " + std::to_string(seconds - shift.budget_s) + " s", -1, route.team_day);
    if (shift.start_minute * 60LL + last_visit_ends > band_end_minute(shift) * 60LL)
      fault("H4", "the last visit ends after the band", -1, route.team_day);
    open_shifts_.push_back(route.team_day);
  }

  /// The hour of a locked visit that the team reaches `seconds` after its start. What it has to wait there.
  long long judge_hour(int i, const TeamDay& shift, int team_day, long long seconds) {
    long long wait = 0;
    for (const Lock& lock : problem_.locks) {
      if (lock.lodging != i || lock.minute < 0 || lock.day != shift.day || lock.team != shift.team || lock.done)
        continue;
      const long long earliest = (lock.minute - shift.start_minute) * 60LL;
      wait = std::max(wait, earliest - seconds);
      if (seconds > earliest + lock.late_min * 60LL)
        fault("H5", "a visit whose hour is locked begins too late", i, team_day);
    }
    return std::max(0LL, wait);
  }

  void judge_stop(int i, const Lodging& lodging, const TeamDay& shift, const Team& team, int team_day) {
    const bool locked = locked_to_day(i, shift.day);
    for (const Seen& other : visits_[static_cast<std::size_t>(i)])
      if (other.day == shift.day) fault("H3", "twice on day " + std::to_string(shift.day), i, team_day);
    visits_[static_cast<std::size_t>(i)].push_back(
        Seen{shift.day, shift.team, static_cast<int>(shift.band), locked, team_day});
    if (shift.day < problem_.first_day) fault("H3", "before the first day that may be planned", i, team_day);
    if (!locked) {
      if ((lodging.closed_weekdays >> weekday(shift.day)) & 1) fault("H3", "closed on that weekday", i, team_day);
      if (contains(lodging.blackout_days, shift.day)) fault("H3", "not open on that day", i, team_day);
      if ((lodging.bands & static_cast<int>(shift.band)) == 0) fault("H3", "band not allowed", i, team_day);
    }
    if ((lodging.skills & ~team.skills) != 0) fault("H4", "team lacks a skill", i, team_day);
    if (contains(lodging.barred_teams, shift.team)) fault("H7", "team is barred from this lodging", i, team_day);
  }

  /// Minutes after midnight of the shift's day at which its band ends; a night that starts before midnight ends at
  /// 07:00 of the next day.
  static int band_end_minute(const TeamDay& shift) {
    if (shift.band == Band::morning) return 15 * 60;
    if (shift.band == Band::afternoon) return 23 * 60;
    return shift.start_minute < 7 * 60 ? 7 * 60 : 31 * 60;
  }

  void read_unplanned() {
    for (const Unplanned& entry : plan_.unplanned) {
      if (!holds(problem_.lodgings, entry.lodging)) {
        fault("H1", "unplanned visit of an unknown lodging", entry.lodging);
        continue;
      }
      if (entry.count < 1) fault("H1", "unplanned entry without a visit", entry.lodging);
      missing_[static_cast<std::size_t>(entry.lodging)] += entry.count;
    }
  }

  void judge_rest() {
    for (const int a : open_shifts_)
      for (const int b : open_shifts_) {
        if (a == b) continue;
        const TeamDay& first = at(problem_.team_days, a);
        const TeamDay& second = at(problem_.team_days, b);
        if (first.team != second.team) continue;
        const long long first_start = first.day * 1440LL + first.start_minute;
        const long long second_start = second.day * 1440LL + second.start_minute;
        if (first_start > second_start || (first_start == second_start && a > b)) continue;
        if (second_start * 60 < first_start * 60 + first.budget_s + kRestMinutes * 60LL)
          fault("H6", "less than 11 hours of rest before this shift", -1, b);
      }
  }

  /// The readings "so many round-days of the unit" and "so many of each team". What was done counts. Round-days on
  /// which something is done or locked are people's: the planner may use them, but adds none beyond the number.
  void judge_rounds() {
    const RoundRule& rule = problem_.round_rule;
    if (rule.reading == Reading::premises) return;
    std::map<int, std::map<int, bool>> days;  // of whom (the unit is one) -> day -> chosen by people
    const auto see = [&](int team, int day, bool by_people) {
      bool& known = days[rule.reading == Reading::unit ? 0 : team][day];
      known = known || by_people;
    };
    for (const Lock& lock : problem_.locks)
      if (lock.done && (rule.reading == Reading::unit || lock.team >= 0)) see(lock.team, lock.day, true);
    for (const Route& route : plan_.routes) {
      if (!holds(problem_.team_days, route.team_day)) continue;
      const TeamDay& shift = at(problem_.team_days, route.team_day);
      for (const int i : route.lodgings) see(shift.team, shift.day, locked_to_day(i, shift.day));
    }
    for (const auto& [who, of_one] : days) {
      const bool all_peoples = std::all_of(of_one.begin(), of_one.end(), [](const auto& day) { return day.second; });
      if (!all_peoples && static_cast<int>(of_one.size()) > rule.rounds)
        fault("H4", std::to_string(of_one.size()) + " round-days, " + std::to_string(rule.rounds) + " allowed", -1);
      int before = 0;
      bool before_peoples = true;
      for (const auto& [day, by_people] : of_one) {
        if (before > 0 && !(by_people && before_peoples) && day - before < rule.min_gap_days)
          fault("H4", "round-days " + std::to_string(before) + " and " + std::to_string(day) + " are too close", -1);
        before = day;
        before_peoples = by_people;
      }
    }
  }

  void judge_number(int i) {
    const int planned = static_cast<int>(visits_[static_cast<std::size_t>(i)].size());
    const int wanted = at(problem_.lodgings, i).visits;
    if (planned + missing_[static_cast<std::size_t>(i)] != wanted)
      fault("H1",
            std::to_string(planned) + " planned and " + std::to_string(missing_[static_cast<std::size_t>(i)]) +
                " unplanned, " + std::to_string(wanted) + " wanted",
            i);
  }

  void judge_gaps(int i) {
    const Lodging& lodging = at(problem_.lodgings, i);
    const auto& seen = visits_[static_cast<std::size_t>(i)];
    const bool whole = missing_[static_cast<std::size_t>(i)] == 0;
    bool known = !lodging.history.empty(), known_fixed = true, all_fixed = true;
    int before = known ? 1 - lodging.history.back().days_before : 0;
    for (const Seen& visit : seen) {
      const int gap = visit.day - before;
      if (known && !(known_fixed && visit.fixed)) {
        if (gap < lodging.min_gap_days) fault("H2", gap_text(before, visit.day) + " are too close", i, visit.team_day);
        // An interval that had run out before planning could begin counts from the day before the first plannable one.
        const bool overdue = problem_.first_day > 1 && before + lodging.max_gap_days < problem_.first_day;
        const int counted = overdue ? visit.day - (problem_.first_day - 1) : gap;
        if (whole && counted > lodging.max_gap_days)
          fault("H2", gap_text(before, visit.day) + " are too far apart", i, visit.team_day);
      }
      before = visit.day;
      known = true;
      known_fixed = visit.fixed;
      all_fixed = all_fixed && visit.fixed;
    }
    if (whole && !seen.empty() && !all_fixed && problem_.days - seen.back().day >= lodging.max_gap_days)
      fault("H2", "nothing after day " + std::to_string(seen.back().day) + ", too far from the month's end", i);
  }

  static std::string gap_text(int a, int b) { return "days " + std::to_string(a) + " and " + std::to_string(b); }

  void judge_locks(int i) {
    std::vector<Seen> free = visits_[static_cast<std::size_t>(i)];
    const auto take = [&free](int day, int team) {
      const auto hit = std::find_if(free.begin(), free.end(), [day, team](const Seen& visit) {
        return (day < 0 || visit.day == day) && (team < 0 || visit.team == team);
      });
      if (hit == free.end()) return false;
      free.erase(hit);
      return true;
    };
    // Locks that name the day first: they have one candidate only.
    for (const bool with_day : {true, false})
      for (const Lock& lock : problem_.locks)
        if (lock.lodging == i && (lock.day >= 0) == with_day && !take(lock.day, lock.team))
          fault("H5", "a locked visit is not where it was locked", i);
  }

  void judge_rotation(int i) {
    const Lodging& lodging = at(problem_.lodgings, i);
    std::vector<std::pair<int, bool>> row;  // team, fixed
    for (const PastVisit& past : lodging.history) row.emplace_back(past.team, true);
    std::map<int, std::pair<int, bool>> month;  // team -> visits, any of them chosen by the planner
    for (const Seen& visit : visits_[static_cast<std::size_t>(i)]) {
      row.emplace_back(visit.team, visit.fixed);
      if (visit.team < 0) continue;
      auto& entry = month[visit.team];
      ++entry.first;
      entry.second = entry.second || !visit.fixed;
    }
    const int most = problem_.max_same_team_in_row;
    int run = 0;
    bool chosen = false;
    for (std::size_t k = 0; k < row.size(); ++k) {
      const bool same = k > 0 && row[k].first >= 0 && row[k].first == row[k - 1].first;
      run = same ? run + 1 : 1;
      chosen = (same && chosen) || !row[k].second;
      if (run > most && chosen) {
        fault("H8", "the same team more than " + std::to_string(most) + " times in a row", i);
        break;
      }
    }
    for (const auto& [team, entry] : month)
      if (entry.second && entry.first > (lodging.visits + 1) / 2)
        fault("H8", "the same team more than half the month", i);
  }

  void judge_predictability(int i) {
    const Lodging& lodging = at(problem_.lodgings, i);
    const auto& seen = visits_[static_cast<std::size_t>(i)];
    const int planned = static_cast<int>(seen.size());
    int on_weekday[7] = {}, in_cell[7][8] = {};
    bool chosen_weekday[7] = {}, chosen_cell[7][8] = {};
    for (const Seen& visit : seen) {
      const int w = weekday(visit.day);
      ++on_weekday[w];
      ++in_cell[w][visit.band];
      chosen_weekday[w] = chosen_weekday[w] || !visit.fixed;
      chosen_cell[w][visit.band] = chosen_cell[w][visit.band] || !visit.fixed;
    }
    if (planned > 1)
      for (int w = 0; w < 7; ++w)
        if (chosen_weekday[w] && on_weekday[w] > std::max(1, planned / 2))
          fault("H9", "one weekday for more than half of the visits", i);
    const int past = 8;  // an observer with fewer visits than this behind him has learnt nothing yet
    if (static_cast<int>(lodging.history.size()) < past) return;
    for (std::size_t k = lodging.history.size() - past; k < lodging.history.size(); ++k) {
      ++on_weekday[lodging.history[k].weekday];
      ++in_cell[lodging.history[k].weekday][static_cast<int>(lodging.history[k].band)];
    }
    const int all = past + planned;
    for (int w = 0; w < 7; ++w) {
      if (chosen_weekday[w] && on_weekday[w] * 2 > all)
        fault("H9", "one weekday for more than half of the last " + std::to_string(all) + " visits", i);
      for (const int band : {1, 2, 4})
        if (chosen_cell[w][band] && in_cell[w][band] * 8 > all * 3)
          fault("H9", "one weekday and band for more than 37.5% of the last " + std::to_string(all) + " visits", i);
    }
  }

  const Problem& problem_;
  const Plan& plan_;
  std::vector<std::vector<Seen>> visits_;
  std::vector<int> missing_;
  std::vector<int> open_shifts_;
  std::vector<Violation> found_;
};

}  // namespace

std::vector<Violation> check(const Problem& problem, const Plan& plan) { return Judge(problem, plan).run(); }

}  // namespace ronda::scheduling
