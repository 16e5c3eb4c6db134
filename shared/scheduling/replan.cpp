#include "shared/scheduling/replan.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace ronda::scheduling {
namespace {

struct Place {
  int day = 0;
  int team = -1;
  bool operator==(const Place&) const = default;
};
using Places = std::vector<std::vector<Place>>;  // by lodging, by day

std::size_t index(int i) { return static_cast<std::size_t>(i); }

std::string path(const char* list, std::size_t at, const char* field) {
  return std::string("/") + list + "/" + std::to_string(at) + "/" + field;
}

bool within(int value, std::size_t count) { return value >= 0 && value < static_cast<int>(count); }

Places places_of(const Problem& problem, const Plan& plan, std::size_t lodgings) {
  Places places(lodgings);
  for (const Lock& lock : problem.locks)
    if (lock.done) places[index(lock.lodging)].push_back(Place{lock.day, lock.team});
  for (const Route& route : plan.routes) {
    const TeamDay& shift = problem.team_days[index(route.team_day)];
    for (const int i : route.lodgings) places[index(i)].push_back(Place{shift.day, shift.team});
  }
  for (auto& of_one : places)
    std::sort(of_one.begin(), of_one.end(), [](const Place& a, const Place& b) { return a.day < b.day; });
  return places;
}

Result<void> check_events(const Problem& problem, const Plan& published, const Events& events) {
  if (events.today < 1 || events.today > problem.days) return bad_input("day outside the month", "/today");
  const std::size_t lodgings = problem.lodgings.size() + events.new_lodgings.size();
  for (std::size_t k = 0; k < events.done.size(); ++k) {
    if (!within(events.done[k].lodging, lodgings)) return bad_input("no such lodging", path("done", k, "lodging"));
    if (events.done[k].day < 1 || events.done[k].day > problem.days)
      return bad_input("day outside the month", path("done", k, "day"));
  }
  for (std::size_t k = 0; k < events.absent.size(); ++k) {
    if (!within(events.absent[k].team, problem.teams.size()))
      return bad_input("no such team", path("absent", k, "team"));
    if (events.absent[k].day < 1 || events.absent[k].day > problem.days)
      return bad_input("day outside the month", path("absent", k, "day"));
  }
  for (std::size_t k = 0; k < events.locks.size(); ++k)
    if (!within(events.locks[k].lodging, lodgings)) return bad_input("no such lodging", path("locks", k, "lodging"));
  for (std::size_t r = 0; r < published.routes.size(); ++r) {
    if (!within(published.routes[r].team_day, problem.team_days.size()))
      return bad_input("no such team-day", path("routes", r, "team_day"));
    for (const int i : published.routes[r].lodgings)
      if (!within(i, problem.lodgings.size())) return bad_input("no such lodging", path("routes", r, "lodgings"));
  }
  return {};
}

bool is_absent(const Events& events, int team, int day) {
  return std::any_of(events.absent.begin(), events.absent.end(),
                     [&](const TeamAbsent& absent) { return absent.team == team && absent.day == day; });
}

/// Adds the published visits in driving order, with the minute at which each was to begin.
void add_published(const Problem& before, const Plan& plan, int today, Problem& problem) {
  problem.published.clear();
  for (const Route& route : plan.routes) {
    const TeamDay& shift = before.team_days[index(route.team_day)];
    int clock = shift.start_minute * 60, here = before.teams[index(shift.team)].start_place;
    for (const int i : route.lodgings) {
      const Lodging& lodging = before.lodgings[index(i)];
      clock += before.travel(here, lodging.place);
      if (shift.day >= today) problem.published.push_back(PublishedVisit{i, shift.day, shift.team, (clock + 59) / 60});
      clock += lodging.service_s;
      here = lodging.place;
    }
  }
}

}  // namespace

Result<Problem> replan_problem(const Problem& before, const Plan& published, const Events& events) {
  if (auto fine = check_events(before, published, events); !fine) return std::move(fine).error();
  Problem problem = before;
  problem.first_day = std::max(before.first_day, events.today);
  problem.lodgings.insert(problem.lodgings.end(), events.new_lodgings.begin(), events.new_lodgings.end());
  for (const VisitDone& done : events.done) {
    const bool known = std::any_of(problem.locks.begin(), problem.locks.end(), [&done](const Lock& lock) {
      return lock.done && lock.lodging == done.lodging && lock.day == done.day;
    });
    if (known) continue;
    // A lock that was carried out is done; one whose day has passed holds nothing any more.
    std::erase_if(problem.locks, [&done](const Lock& lock) {
      return !lock.done && lock.lodging == done.lodging && lock.day == done.day;
    });
    problem.locks.push_back(Lock{done.lodging, done.day, done.team, true});
  }
  std::erase_if(problem.locks,
                [&problem](const Lock& lock) { return !lock.done && lock.day >= 0 && lock.day < problem.first_day; });
  problem.locks.insert(problem.locks.end(), events.locks.begin(), events.locks.end());
  // More visits done than were wanted: the month asks for no more.
  std::vector<int> done(problem.lodgings.size(), 0);
  for (const Lock& lock : problem.locks) done[index(lock.lodging)] += lock.done ? 1 : 0;
  for (std::size_t i = 0; i < done.size(); ++i)
    problem.lodgings[i].visits = std::max(problem.lodgings[i].visits, done[i]);
  std::erase_if(problem.team_days,
                [&events](const TeamDay& shift) { return is_absent(events, shift.team, shift.day); });
  add_published(before, published, problem.first_day, problem);
  return problem;
}

std::string_view word(MoveCause cause) {
  constexpr std::string_view kWords[] = {"team_absent",  "missed",     "done_elsewhere", "locked",
                                         "same_lodging", "makes_room", "new_lodging",    "better"};
  return kWords[static_cast<std::size_t>(cause)];
}

namespace {

/// Pairs what left with what came, lodging by lodging, and asks why.
class Causes {
 public:
  Causes(const Problem& problem, const Plan& before, const Events& events, const Problem& after_problem,
         const Plan& after)
      : before_(problem),
        events_(events),
        now_problem_(after_problem),
        was_(places_of(problem, before, after_problem.lodgings.size())),
        is_(places_of(after_problem, after, after_problem.lodgings.size())) {}

  std::vector<MovedVisit> run() {
    for (std::size_t i = 0; i < was_.size(); ++i) pair(static_cast<int>(i));
    for (MovedVisit& move : moves_) first_cause(move);
    for (MovedVisit& move : moves_) second_cause(move);
    std::stable_sort(moves_.begin(), moves_.end(), [](const MovedVisit& a, const MovedVisit& b) {
      return std::max(a.from_day, a.to_day) < std::max(b.from_day, b.to_day);
    });
    return std::move(moves_);
  }

 private:
  void pair(int i) {
    std::vector<Place> left, came;
    for (const Place& place : was_[index(i)])
      if (!holds(is_[index(i)], place)) left.push_back(place);
    for (const Place& place : is_[index(i)])
      if (!holds(was_[index(i)], place)) came.push_back(place);
    // On its day with another team first, then in order of days.
    for (auto from = left.begin(); from != left.end();) {
      const auto to =
          std::find_if(came.begin(), came.end(), [&](const Place& place) { return place.day == from->day; });
      if (to == came.end()) {
        ++from;
        continue;
      }
      // A visit that was done by whoever is no move of the plan.
      if (!is_done(i, to->day)) moves_.push_back(MovedVisit{i, from->day, from->team, to->day, to->team});
      came.erase(to);
      from = left.erase(from);
    }
    for (std::size_t k = 0; k < std::max(left.size(), came.size()); ++k) {
      const Place from = k < left.size() ? left[k] : Place{}, to = k < came.size() ? came[k] : Place{};
      moves_.push_back(MovedVisit{i, from.day, from.team, to.day, to.team});
    }
  }

  static bool holds(const std::vector<Place>& places, const Place& place) {
    return std::find(places.begin(), places.end(), place) != places.end();
  }

  bool is_done(int lodging, int day) const {
    return std::any_of(now_problem_.locks.begin(), now_problem_.locks.end(),
                       [&](const Lock& lock) { return lock.done && lock.lodging == lodging && lock.day == day; });
  }

  /// Causes that lie in the events themselves.
  void first_cause(MovedVisit& move) {
    const auto because = [&move](MoveCause cause, int of) {
      move.cause = cause;
      move.because_of = of;
    };
    if (move.to_day > 0 && is_done(move.lodging, move.to_day)) return because(MoveCause::done_elsewhere, move.to_day);
    if (move.from_day > 0 && is_absent(events_, move.from_team, move.from_day))
      return because(MoveCause::team_absent, -1);
    if (move.from_day > 0 && move.from_day < now_problem_.first_day) return because(MoveCause::missed, -1);
    if (move.from_day == 0 && move.lodging >= static_cast<int>(before_.lodgings.size()))
      return because(MoveCause::new_lodging, -1);
    for (const Lock& lock : events_.locks)
      if (lock.lodging == move.lodging && (lock.day < 0 || lock.day == move.to_day) &&
          (lock.team < 0 || lock.team == move.to_team))
        return because(MoveCause::locked, lock.day);
  }

  /// Causes that lie in other moves: of the same lodging, or into the team-day that this one left.
  void second_cause(MovedVisit& move) {
    if (move.cause != MoveCause::better) return;
    for (const MovedVisit& other : moves_) {
      if (&other == &move || other.lodging != move.lodging) continue;
      move.cause = MoveCause::same_lodging;
      move.because_of = std::max(other.from_day, other.to_day);
      return;
    }
    for (const VisitDone& done : events_.done) {
      if (done.lodging != move.lodging) continue;
      move.cause = MoveCause::same_lodging;
      move.because_of = done.day;
      return;
    }
    for (const Lock& lock : events_.locks) {
      if (lock.lodging != move.lodging) continue;
      move.cause = MoveCause::same_lodging;
      move.because_of = std::max(0, lock.day);
      return;
    }
    for (const MovedVisit& other : moves_) {
      if (&other == &move || move.from_day == 0) continue;
      if (other.to_day != move.from_day || other.to_team != move.from_team) continue;
      move.cause = MoveCause::makes_room;
      move.because_of = other.lodging;
      return;
    }
  }

  const Problem& before_;
  const Events& events_;
  const Problem& now_problem_;
  Places was_, is_;
  std::vector<MovedVisit> moves_;
};

}  // namespace

std::vector<MovedVisit> moved_visits(const Problem& problem, const Plan& before, const Events& events,
                                     const Problem& replanned, const Plan& after) {
  return Causes(problem, before, events, replanned, after).run();
}

}  // namespace ronda::scheduling
