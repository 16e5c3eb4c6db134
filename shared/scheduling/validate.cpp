#include "shared/scheduling/validate.hpp"

#include <string>
#include <utility>
#include <vector>

#include "shared/scheduling/model.hpp"

namespace ronda::scheduling {
namespace {

constexpr int kLongestGap = 366;
constexpr int kDaySeconds = 24 * 3600;

std::string path(const char* list, std::size_t index, const char* field) {
  return std::string("/") + list + "/" + std::to_string(index) + "/" + field;
}

bool within(int value, int low, int high) { return value >= low && value <= high; }

bool is_band(Band band) { return band == Band::morning || band == Band::afternoon || band == Band::night; }

Result<void> validate_lodging(const Problem& problem, std::size_t i) {
  const Lodging& lodging = problem.lodgings[i];
  const auto wrong = [i](const char* field, std::string message) {
    return bad_input(std::move(message), path("lodgings", i, field));
  };
  if (!within(lodging.place, 0, problem.places - 1)) return wrong("place", "no such place in the travel matrix");
  if (!within(lodging.visits, 0, problem.days)) return wrong("visits", "visits must be 0 to the days of the month");
  if (!within(lodging.service_s, 0, kDaySeconds)) return wrong("service_s", "service time must be 0 to 24 hours");
  if (!within(lodging.min_gap_days, 1, kLongestGap))
    return wrong("min_gap_days", "the least gap must be 1 day or more");
  if (!within(lodging.max_gap_days, lodging.min_gap_days, kLongestGap))
    return wrong("max_gap_days", "the greatest gap must not be below the least gap");
  if (lodging.closed_weekdays > 127) return wrong("closed_weekdays", "only the bits 0 to 6 are weekdays");
  if (lodging.bands == 0 || lodging.bands > 7) return wrong("bands", "at least one band, and only the bits 0 to 2");
  for (const int day : lodging.blackout_days)
    if (!within(day, 1, problem.days)) return wrong("blackout_days", "day outside the month");
  for (const int team : lodging.barred_teams)
    if (!within(team, 0, static_cast<int>(problem.teams.size()) - 1)) return wrong("barred_teams", "no such team");
  if (!within(lodging.risk, 0, 2)) return wrong("risk", "risk must be 0, 1 or 2");
  if (!within(lodging.priority, 0, 100)) return wrong("priority", "priority must be 0 to 100");
  int before = kLongestGap + 1;
  for (std::size_t k = 0; k < lodging.history.size(); ++k) {
    const PastVisit& past = lodging.history[k];
    const std::string where = path("lodgings", i, "history/") + std::to_string(k);
    if (!within(past.days_before, 1, kLongestGap))
      return bad_input("days_before must be 1 to 366", where + "/days_before");
    if (past.days_before > before) return bad_input("past visits must be listed oldest first", where + "/days_before");
    if (!within(past.team, -1, static_cast<int>(problem.teams.size()) - 1))
      return bad_input("no such team", where + "/team");
    if (!within(past.weekday, 0, 6)) return bad_input("weekday must be 0 to 6", where + "/weekday");
    if (!is_band(past.band)) return bad_input("not a band", where + "/band");
    before = past.days_before;
  }
  return {};
}

Result<void> validate_team_day(const Problem& problem, std::size_t s, std::vector<char>& seen) {
  const TeamDay& shift = problem.team_days[s];
  const auto wrong = [s](const char* field, std::string message) {
    return bad_input(std::move(message), path("team_days", s, field));
  };
  if (!within(shift.team, 0, static_cast<int>(problem.teams.size()) - 1)) return wrong("team", "no such team");
  if (!within(shift.day, 1, problem.days)) return wrong("day", "day outside the month");
  if (!is_band(shift.band)) return wrong("band", "not a band");
  // A band names the hours that a shift is meant for. Units start some shifts before them (an evening patrol at 19:00
  // is the night shift), so the start is bound more widely than the band; its end is not.
  const bool evening = shift.band == Band::night && within(shift.start_minute, 18 * 60, 24 * 60 - 1);
  const int first = shift.band == Band::morning ? 5 * 60 : shift.band == Band::afternoon ? 12 * 60 : 0;
  if (!evening && !within(shift.start_minute, first, band_end(shift) - 1))
    return wrong("start_minute",
                 "a morning shift starts from 05 to 15, an afternoon from 12 to 23, a night from 18 to 07");
  if (!within(shift.budget_s, 0, kDaySeconds)) return wrong("budget_s", "the budget must be 0 to 24 hours");
  char& taken = seen[at(shift.team) * at(problem.days + 1) + at(shift.day)];
  if (taken) return wrong("day", "the team has a shift on that day already");
  taken = 1;
  return {};
}

Result<void> validate_lock(const Problem& problem, std::size_t k, std::vector<int>& done) {
  const Lock& lock = problem.locks[k];
  if (!within(lock.lodging, 0, static_cast<int>(problem.lodgings.size()) - 1))
    return bad_input("no such lodging", path("locks", k, "lodging"));
  if (!within(lock.team, -1, static_cast<int>(problem.teams.size()) - 1))
    return bad_input("no such team", path("locks", k, "team"));
  const bool any_day = lock.day == -1 && !lock.done;
  if (!any_day && !within(lock.day, 1, problem.days))
    return bad_input("day outside the month", path("locks", k, "day"));
  if (!lock.done && lock.day >= 0 && lock.day < problem.first_day)
    return bad_input("before the first day that may be planned", path("locks", k, "day"));
  if (lock.minute != -1) {
    if (lock.done || lock.day < 0 || lock.team < 0)
      return bad_input("only a visit locked to a day and a team can be locked to an hour", path("locks", k, "minute"));
    if (!within(lock.minute, 0, 31 * 60)) return bad_input("an hour is 0 to 1860 minutes", path("locks", k, "minute"));
    if (!within(lock.late_min, 0, 24 * 60)) return bad_input("must be 0 to 1440 minutes", path("locks", k, "late_min"));
  }
  if (!lock.done && lock.day < 0 && lock.team < 0)
    return bad_input("a lock must name a day or a team", path("locks", k, "day"));
  if (lock.done && ++done[at(lock.lodging)] > problem.lodgings[at(lock.lodging)].visits)
    return bad_input("more visits done than wanted", path("locks", k, "done"));
  for (std::size_t other = 0; other < k; ++other)
    if (lock.day >= 0 && problem.locks[other].lodging == lock.lodging && problem.locks[other].day == lock.day)
      return bad_input("a second visit to the lodging on the same day", path("locks", k, "day"));
  return {};
}

}  // namespace

Result<void> validate(const Problem& problem) {
  if (!within(problem.days, 1, 31)) return bad_input("a month has 1 to 31 days", "/days");
  if (!within(problem.first_weekday, 0, 6)) return bad_input("weekday must be 0 to 6", "/first_weekday");
  if (!within(problem.first_day, 1, problem.days)) return bad_input("day outside the month", "/first_day");
  if (problem.max_same_team_in_row < 1) return bad_input("must be 1 or more", "/max_same_team_in_row");
  const RoundRule& rule = problem.round_rule;
  if (rule.reading > Reading::officer) return bad_input("not a reading of the policy", "/round_rule/reading");
  if (!within(rule.rounds, 1, 31)) return bad_input("rounds must be 1 to 31", "/round_rule/rounds");
  if (!within(rule.min_gap_days, 1, 31)) return bad_input("must be 1 to 31 days", "/round_rule/min_gap_days");
  if (!within(rule.max_gap_days, rule.min_gap_days, 31))
    return bad_input("must lie between the least gap and 31 days", "/round_rule/max_gap_days");
  if (problem.places < 0) return bad_input("must not be negative", "/places");
  const std::size_t cells = at(problem.places) * at(problem.places);
  if (problem.travel_s.size() != cells) return bad_input("must have places x places entries", "/travel_s");
  for (std::size_t k = 0; k < cells; ++k)
    if (!within(problem.travel_s[k], 0, 7 * kDaySeconds))
      return bad_input("travel time must be 0 to 7 days", "/travel_s/" + std::to_string(k));
  for (std::size_t t = 0; t < problem.teams.size(); ++t) {
    if (!within(problem.teams[t].start_place, 0, problem.places - 1))
      return bad_input("no such place in the travel matrix", path("teams", t, "start_place"));
    if (!within(problem.teams[t].end_place, 0, problem.places - 1))
      return bad_input("no such place in the travel matrix", path("teams", t, "end_place"));
  }
  for (std::size_t i = 0; i < problem.lodgings.size(); ++i)
    if (auto fine = validate_lodging(problem, i); !fine) return fine;
  std::vector<char> seen(problem.teams.size() * at(problem.days + 1), 0);
  for (std::size_t s = 0; s < problem.team_days.size(); ++s)
    if (auto fine = validate_team_day(problem, s, seen); !fine) return fine;
  std::vector<int> done(problem.lodgings.size(), 0);
  for (std::size_t k = 0; k < problem.locks.size(); ++k)
    if (auto fine = validate_lock(problem, k, done); !fine) return fine;
  for (std::size_t k = 0; k < problem.published.size(); ++k) {
    const PublishedVisit& was = problem.published[k];
    if (!within(was.lodging, 0, static_cast<int>(problem.lodgings.size()) - 1))
      return bad_input("no such lodging", path("published", k, "lodging"));
    if (!within(was.day, 1, problem.days)) return bad_input("day outside the month", path("published", k, "day"));
    if (!within(was.team, 0, static_cast<int>(problem.teams.size()) - 1))
      return bad_input("no such team", path("published", k, "team"));
    if (!within(was.minute, -1, 31 * 60))
      return bad_input("an hour is 0 to 1860 minutes", path("published", k, "minute"));
  }
  return {};
}

}  // namespace ronda::scheduling
