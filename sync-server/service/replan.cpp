#include "sync-server/service/replan.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sync-server/store/register_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

using scheduling::Events;

constexpr int kMostSeconds = 120;
constexpr std::size_t kMostEvents = 500;

Result<ReplanEvent> read_event(const wire::JsonCursor& at) {
  const auto kind = at.string("kind", 16);
  if (!kind) return kind.error();
  ReplanEvent event;
  const auto visit = at.optional_id<VisitId>("visit");
  const auto team = at.optional_id<TeamId>("team");
  const auto date = at.optional_date("date");
  const auto lodging = at.optional_id<LodgingId>("lodging");
  if (!visit) return visit.error();
  if (!team) return team.error();
  if (!date) return date.error();
  if (!lodging) return lodging.error();
  event.visit = *visit;
  event.team = *team;
  event.date = *date;
  event.lodging = *lodging;
  const auto only = [&](std::initializer_list<std::string_view> names, bool whole) -> Result<ReplanEvent> {
    if (auto known = at.only(names); !known) return std::move(known).error();
    if (!whole) return at.wrong("this event needs more members");
    return event;
  };
  if (*kind == "missed") return event.kind = ReplanEvent::Kind::missed, only({"kind", "visit"}, visit->has_value());
  if (*kind == "absent") {
    event.kind = ReplanEvent::Kind::absent;
    return only({"kind", "team", "date"}, team->has_value() && date->has_value());
  }
  if (*kind == "new_lodging") {
    event.kind = ReplanEvent::Kind::new_lodging;
    return only({"kind", "lodging"}, lodging->has_value());
  }
  if (*kind == "lock") {
    event.kind = ReplanEvent::Kind::lock;
    return only({"kind", "visit", "team", "date"}, visit->has_value() && (team->has_value() || date->has_value()));
  }
  return at.wrong("expected missed, absent, new_lodging or lock as kind");
}

Result<void> check_event(const ReadTxn& txn, const RoundRow& round, const ReplanEvent& event, LocalDate today,
                         const std::string& where) {
  if (event.visit) {
    const auto visit = txn.planning().visit(round.unit, *event.visit);
    if (!visit || visit->round != round.id)
      return Error{ErrorCode::not_found, "no such visit in this round", where + "/visit"};
    if (visit->state == "done") return Error{ErrorCode::conflict, "this visit was carried out", where + "/visit"};
    if (visit->state == "moved") return Error{ErrorCode::conflict, "this visit was moved", where + "/visit"};
  }
  if (event.team) {
    const auto team = txn.settings().team(round.unit, *event.team);
    if (!team) return Error{ErrorCode::not_found, "no such team", where + "/team"};
  }
  if (event.lodging) {
    const auto lodging = txn.lodgings().lodging(round.unit, *event.lodging);
    if (!lodging) return Error{ErrorCode::not_found, "no such lodging", where + "/lodging"};
  }
  if (event.date && *event.date < today) return bad_input("this day has passed", where + "/date");
  if (event.date && to_text(*event.date).substr(0, 7) != round.month)
    return bad_input("this day lies outside the month", where + "/date");
  return {};
}

// Tomorrow, unless what happened concerns today.
LocalDate first_free_day(const ReplanRequest& request, LocalDate today, LocalDate first) {
  if (request.from) return *request.from;
  if (today < first) return first;
  const bool today_too =
      request.include_today || std::any_of(request.events.begin(), request.events.end(),
                                           [&](const ReplanEvent& event) { return event.date == today; });
  return today_too ? today : plus_days(today, 1);
}

}  // namespace

Result<ReplanRequest> read_replan_request(const wire::JsonCursor& at) {
  if (auto known = at.only({"from", "include_today", "seconds", "events"}); !known) return std::move(known).error();
  ReplanRequest request;
  const auto from = at.optional_date("from");
  if (!from) return from.error();
  request.from = *from;
  const auto today = at.optional_boolean("include_today");
  if (!today) return today.error();
  request.include_today = today->value_or(false);
  const auto seconds = at.optional_integer("seconds", 1, kMostSeconds);
  if (!seconds) return seconds.error();
  request.seconds = static_cast<int>(seconds->value_or(request.seconds));
  const auto events = at.array("events", kMostEvents);
  if (!events) return events.error();
  for (const auto& one : *events) {
    auto event = read_event(one);
    if (!event) return std::move(event).error();
    request.events.push_back(std::move(*event));
  }
  return request;
}

Result<PlanJobRow> request_replan(WriteTxn& txn, UnitId unit, RoundId id, const ReplanRequest& request,
                                  std::string request_text, std::optional<OfficerId> by, const Entropy& entropy) {
  const auto round = txn.planning().round(unit, id);
  if (!round) return round.error();
  if (round->state != "published")
    return Error{ErrorCode::conflict, "only a published month is planned anew this way; a draft is planned again", ""};
  const auto month = parse_month(round->month);
  if (!month) return month.error();
  const auto row = txn.settings().unit(unit);
  if (!row) return row.error();
  const LocalDate today = local_date(txn.now(), row->zone);
  const LocalDate first = first_free_day(request, today, month->first());
  if (request.from && *request.from < today) return bad_input("the first day to plan has passed", "/from");
  if (first < month->first() || first > month->last())
    return request.from ? bad_input("the first day to plan lies outside the month", "/from")
                        : Error{ErrorCode::conflict, "this month is over", ""};
  for (std::size_t i = 0; i < request.events.size(); ++i) {
    auto fine = check_event(txn, *round, request.events[i], today, "/events/" + std::to_string(i));
    if (!fine) return std::move(fine).error();
  }
  const auto active = txn.planning().active_job(id);
  if (!active) return active.error();
  if (active->has_value()) return Error{ErrorCode::conflict, "a plan is being made already", ""};
  PlanJobRow job;
  job.id = txn.new_id<JobId>();
  job.unit = unit;
  job.round = id;
  job.kind = "replan";
  job.seconds = request.seconds;
  job.from = first;
  job.request = std::move(request_text);
  job.asked_by = by;
  job.seed.resize(32);
  entropy(job.seed);
  job.created_at = txn.now();
  if (auto put = txn.planning().put_job(job); !put) return std::move(put).error();
  return job;
}

namespace {

/// Puts what happened, and what must not move, into the planner's words.
class Happened {
 public:
  Happened(ReplanTask& task, const ReplanRequest& request) : task_(task), request_(request), board_(task.before) {}

  void tell() {
    task_.events.today = task_.plan.job.from->day;
    for (const auto& event : request_.events) hear(event);
    for (const auto& [team, day] : board_.built->standing) {
      if (day >= task_.events.today && team >= 0) add_absence(team, day);
    }
    for (const auto& done : board_.done) {
      const int lodging = board_.lodging_index(done.lodging);
      if (lodging >= 0) task_.events.done.push_back({lodging, done.date->day, done.team ? index_of(*done.team) : -1});
    }
    hold_told();
  }

  /// How often each lodging is wanted: what is done, what lies ahead, what has no place, and what was missed and is
  /// named by an event. Visits that were missed and that no event names are not wanted any more: nobody asked for
  /// another day, or a former proposal gave them one.
  void count_wanted(scheduling::Problem& problem) {
    std::map<int, int> wanted;
    std::set<std::pair<int, int>> done;
    std::set<int> planned;
    for (const auto& one : task_.events.done) done.insert({one.lodging, one.day});
    for (const auto& [lodging, day] : done) ++wanted[lodging];
    for (const auto& left : board_.plan.unplanned) {
      wanted[left.lodging] += left.count;
      planned.insert(left.lodging);
    }
    for (const auto& [at, row] : board_.visits) {
      planned.insert(at.first);
      if (done.contains(at)) continue;
      const bool ahead = is_open(row) && at.second >= task_.events.today;
      if (ahead || is_named(row))
        ++wanted[at.first];
      else
        forgotten_.insert(at);
    }
    for (const int newcomer : task_.newcomers) {
      if (!planned.contains(newcomer)) wanted[newcomer] += problem.lodgings[static_cast<std::size_t>(newcomer)].visits;
    }
    for (std::size_t i = 0; i < problem.lodgings.size(); ++i) problem.lodgings[i].visits = wanted[static_cast<int>(i)];
  }

  /// The published plan without what was given up, and without visits missed on a day that is still free.
  scheduling::Plan published() const {
    scheduling::Plan plan = board_.plan;
    for (auto& route : plan.routes) {
      const int day = board_.built->problem.team_days[static_cast<std::size_t>(route.team_day)].day;
      std::erase_if(route.lodgings, [&](int lodging) {
        return missed_.contains({lodging, day}) || forgotten_.contains({lodging, day});
      });
    }
    return plan;
  }

  const std::set<std::pair<int, int>>& missed() const { return missed_; }

  /// Drops the locks that nobody can keep any more: those of a team on a day that it is absent, and of missed visits.
  void loosen(scheduling::Problem& problem) const {
    std::erase_if(problem.locks, [&](const scheduling::Lock& lock) {
      return missed_.contains({lock.lodging, lock.day}) || relocked_.contains({lock.lodging, lock.day}) ||
             (lock.team >= 0 && is_absent(lock.team, lock.day));
    });
  }

 private:
  int index_of(TeamId team) const { return board_.team_index(team); }

  bool is_absent(int team, int day) const {
    const auto& absent = task_.events.absent;
    return std::any_of(absent.begin(), absent.end(),
                       [&](const auto& one) { return one.team == team && one.day == day; });
  }

  void add_absence(int team, int day) {
    if (!is_absent(team, day)) task_.events.absent.push_back({team, day});
  }

  const VisitRow* row_of(VisitId id, int& lodging) const {
    for (const auto& [at, row] : board_.visits) {
      if (row.id != id) continue;
      lodging = at.first;
      return &row;
    }
    return nullptr;
  }

  void hear(const ReplanEvent& event) {
    int lodging = -1;
    switch (event.kind) {
      case ReplanEvent::Kind::missed:
        if (const auto* row = row_of(*event.visit, lodging); row != nullptr && row->date.day >= task_.events.today) {
          missed_.insert({lodging, row->date.day});
          task_.missed_today.push_back(lodging);
        }
        break;
      case ReplanEvent::Kind::absent:
        if (const int team = index_of(*event.team); team >= 0) add_absence(team, event.date->day);
        break;
      case ReplanEvent::Kind::new_lodging:
        if (lodging = board_.lodging_index(*event.lodging); lodging >= 0) task_.newcomers.push_back(lodging);
        break;
      case ReplanEvent::Kind::lock:
        if (const auto* row = row_of(*event.visit, lodging)) {
          scheduling::Lock lock;
          lock.lodging = lodging;
          lock.day = event.date ? event.date->day : row->lock_day ? row->date.day : -1;
          lock.team = event.team ? index_of(*event.team) : -1;
          relocked_.insert({lodging, row->date.day});
          task_.events.locks.push_back(lock);
        }
        break;
    }
  }

  // Visits of today stay with the team that was told, unless it is absent; those before the first free day that nobody
  // gave up yet count as carried out.
  void hold_told() {
    for (const auto& [at, row] : board_.visits) {
      if (!is_open(row) || missed_.contains(at)) continue;
      if (at.second < task_.events.today) {
        if (!is_named(row)) task_.events.done.push_back({at.first, at.second, index_of(row.team)});
        continue;
      }
      const bool told_today = at.second == board_.today && row.state == "disclosed" && !request_.include_today;
      if (!told_today || row.lock_day || relocked_.contains(at) || is_absent(index_of(row.team), at.second)) continue;
      scheduling::Lock lock;
      lock.lodging = at.first;
      lock.day = at.second;
      lock.team = index_of(row.team);
      task_.events.locks.push_back(lock);
    }
  }

  static bool is_open(const VisitRow& row) { return row.state == "planned" || row.state == "disclosed"; }

  bool is_named(const VisitRow& row) const {
    return std::any_of(request_.events.begin(), request_.events.end(), [&](const ReplanEvent& event) {
      return event.kind == ReplanEvent::Kind::missed && event.visit == row.id;
    });
  }

  ReplanTask& task_;
  const ReplanRequest& request_;
  const PlanBoard& board_;
  std::set<std::pair<int, int>> missed_;  // lodging, day
  std::set<std::pair<int, int>> forgotten_;
  std::set<std::pair<int, int>> relocked_;  // visits that an event locks elsewhere
};

Result<ReplanRequest> stored_request(const PlanJobRow& job) {
  const auto document = wire::JsonDocument::parse(job.request.value_or("{}"));
  if (!document) return document.error();
  return read_replan_request(document->root());
}

}  // namespace

Result<ReplanTask> read_replan_task(const ReadTxn& txn, const PlanJobRow& job) {
  const auto request = stored_request(job);
  if (!request) return request.error();
  Newcomers newcomers;
  newcomers.from = job.from->day;
  for (const auto& event : request->events) {
    if (event.kind == ReplanEvent::Kind::new_lodging) newcomers.lodgings.push_back(*event.lodging);
  }
  ReplanTask task;
  auto board = read_board(txn, job.unit, job.round, BoardView::whole, newcomers);
  if (!board) return std::move(board).error();
  task.before = std::move(*board);
  task.plan.job = job;
  task.plan.round = task.before.round;
  task.plan.month = task.before.month;

  Happened happened(task, *request);
  happened.tell();
  BuiltProblem built = *task.before.built;
  happened.count_wanted(built.problem);
  task.before.plan = happened.published();
  happened.loosen(built.problem);
  task.before.built = std::make_shared<const BuiltProblem>(built);
  auto problem = scheduling::replan_problem(built.problem, task.before.plan, task.events);
  if (!problem) return std::move(problem).error();
  for (const auto& [lodging, day] : happened.missed())
    problem->lodgings[static_cast<std::size_t>(lodging)].blackout_days.push_back(day);
  built.problem = std::move(*problem);
  task.plan.built = std::move(built);
  return task;
}

}  // namespace ronda::server
