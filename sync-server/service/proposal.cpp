// What comes out of a replanning (replan.hpp), kept until the unit head has decided.
#include <algorithm>

#include "sync-server/service/plan_rows.hpp"
#include "sync-server/service/plan_words.hpp"
#include "sync-server/service/replan.hpp"
#include "sync-server/store/register_store.hpp"

namespace ronda::server {

namespace {

using wire::JsonWriter;

void two_languages(JsonWriter& out, const domain::Text& text) {
  out.begin_object().member("id", text.id).member("en", text.en).end_object();
}

void write_place(JsonWriter& out, std::string_view name, const ReplanTask& task, int day, int team) {
  out.key(name);
  if (day == 0) {
    out.null();
    return;
  }
  out.begin_object().member("date", task.before.date(day)).key("team");
  team >= 0 ? out.value(task.before.built->teams[static_cast<std::size_t>(team)]) : out.null();
  out.end_object();
}

std::vector<scheduling::MovedVisit> moves_of(const ReplanTask& task, const scheduling::Plan& plan) {
  auto moves = scheduling::moved_visits(task.before.built->problem, task.before.plan, task.events,
                                        task.plan.built.problem, plan);
  const auto holds = [](const std::vector<int>& list, int lodging) {
    return std::find(list.begin(), list.end(), lodging) != list.end();
  };
  for (auto& move : moves) {
    if (move.from_day == 0 && holds(task.newcomers, move.lodging)) move.cause = scheduling::MoveCause::new_lodging;
    if (move.from_day == 0 && holds(task.missed_today, move.lodging)) {
      move.cause = scheduling::MoveCause::missed;
      // The next one of this lodging: visits are in order of their days.
      for (const auto& [at, row] : task.before.visits) {
        if (at.first != move.lodging || at.second < task.events.today || row.state == "done") continue;
        move.from_day = at.second;
        break;
      }
    }
  }
  // What was carried out elsewhere is no move that anybody decides about.
  std::erase_if(moves, [](const auto& move) { return move.cause == scheduling::MoveCause::done_elsewhere; });
  return moves;
}

void write_moves(JsonWriter& out, const ReplanTask& task, const std::vector<scheduling::MovedVisit>& moves,
                 const std::vector<std::string>& names) {
  const auto name = [&](int lodging) {
    return lodging >= 0 && lodging < static_cast<int>(names.size()) ? names[static_cast<std::size_t>(lodging)]
                                                                    : std::string();
  };
  const BoardWords words{task.before.month, task.before.teams, name};
  out.key("moves").begin_array();
  for (const auto& move : moves) {
    out.begin_object().key("lodging").begin_object();
    out.member("id", task.before.built->lodgings[static_cast<std::size_t>(move.lodging)]);
    out.member("name", name(move.lodging)).end_object();
    write_place(out, "from", task, move.from_day, move.from_team);
    write_place(out, "to", task, move.to_day, move.to_team);
    out.member("cause", scheduling::word(move.cause)).key("text");
    two_languages(out, cause_sentence(move, words));
    out.end_object();
  }
  out.end_array();
}

void write_stops(JsonWriter& out, const ReplanTask& task, const ReadPlan& read) {
  const auto locked = [&](const PlannedStop& stop, bool day) {
    const int lodging = task.before.lodging_index(stop.lodging);
    return std::any_of(task.events.locks.begin(), task.events.locks.end(), [&](const scheduling::Lock& lock) {
      // Only what a person asked for stays locked; visits of today were merely held.
      return lock.lodging == lodging && stop.date.day != task.before.today &&
             (day ? lock.day == stop.date.day : lock.team >= 0 && lock.team == task.before.team_index(stop.team));
    });
  };
  out.key("stops").begin_array();
  for (const auto& stop : read.stops) {
    if (stop.date.day < task.events.today) continue;
    out.begin_object().member("lodging", stop.lodging).member("team", stop.team).member("date", stop.date);
    out.member("order", stop.order).member("lock_day", locked(stop, true));
    out.member("lock_team", locked(stop, false)).end_object();
  }
  out.end_array();
}

std::string document_of(const ReplanTask& task, const scheduling::Plan& plan, double seconds,
                        const std::vector<std::string>& names) {
  const auto moves = moves_of(task, plan);
  const auto read = read_plan(task.plan.built, plan, task.plan.month.year, task.plan.month.month);
  int ahead = 0, moved = 0, missing = 0;
  for (const auto& [at, row] : task.before.visits) ahead += at.second >= task.events.today ? 1 : 0;
  for (const auto& move : moves) moved += move.from_day >= task.events.today ? 1 : 0;
  for (const auto& left : plan.unplanned) missing += left.count;
  JsonWriter out;
  out.begin_object().member("from", *task.plan.job.from).member("ahead", ahead).member("moved", moved);
  out.member("unplanned", missing);
  out.key("travel_min_per_visit").real(scheduling::figures(task.plan.built.problem, plan).travel_min_per_visit, 1);
  out.key("seconds").real(seconds, 1);
  write_moves(out, task, moves, names);
  write_stops(out, task, read);
  out.key("left").begin_array();
  for (const auto& left : plan.unplanned) {
    out.begin_object().member("lodging", task.plan.built.lodgings[static_cast<std::size_t>(left.lodging)]);
    out.member("count", left.count).end_object();
  }
  out.end_array().key("absent").begin_array();
  for (const auto& absent : task.events.absent) {
    out.begin_object().member("team", task.before.built->teams[static_cast<std::size_t>(absent.team)]);
    out.member("date", task.before.date(absent.day)).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace

Result<void> store_proposal(WriteTxn& txn, const ReplanTask& task, const scheduling::Plan& plan, double seconds) {
  const auto round = txn.planning().round(task.plan.job.unit, task.plan.job.round);
  if (!round) return round.error();
  if (round->version != task.before.round.version)
    return Error{ErrorCode::conflict, "the plan was changed while it was planned anew", ""};
  std::vector<std::string> names;
  for (const auto& id : task.before.built->lodgings) {
    const auto lodging = txn.lodgings().lodging(task.plan.job.unit, id);
    names.push_back(lodging ? lodging->name : std::string());
  }
  auto open = txn.planning().last_proposal(round->id);
  if (!open) return std::move(open).error();
  if (*open && (*open)->state == "open") {
    (*open)->state = "rejected";
    (*open)->decided_at = txn.now();
    if (auto put = txn.planning().put_proposal(**open); !put) return put;
  }
  ProposalRow row;
  row.job = task.plan.job.id;
  row.round = round->id;
  row.version = round->version;
  row.document = document_of(task, plan, seconds, names);
  row.made_at = txn.now();
  if (auto put = txn.planning().put_run(run_row(task.plan, plan, txn.now())); !put) return put;
  return txn.planning().put_proposal(row);
}

}  // namespace ronda::server
