// What the unit head makes of a proposal (replan.hpp): it becomes the plan, or it is set aside.
#include <algorithm>

#include "sync-server/service/plan_rows.hpp"
#include "sync-server/service/plan_settle.hpp"
#include "sync-server/service/replan.hpp"

namespace ronda::server {

namespace {

using wire::JsonCursor;

/// What a proposal remembers of a stop.
struct Stop {
  LodgingId lodging;
  TeamId team;
  LocalDate date;
  int order = 1;
  bool lock_day = false;  ///< an event locked it there
  bool lock_team = false;
};

Result<Stop> read_stop(const JsonCursor& at) {
  const auto lodging = at.id<LodgingId>("lodging");
  const auto team = at.id<TeamId>("team");
  const auto date = at.date("date");
  const auto order = at.integer("order");
  const auto lock_day = at.boolean("lock_day");
  const auto lock_team = at.boolean("lock_team");
  if (!lodging || !team || !date || !order || !lock_day || !lock_team)
    return Error{ErrorCode::corrupt, "the kept proposal cannot be read", at.path()};
  return Stop{*lodging, *team, *date, static_cast<int>(*order), *lock_day, *lock_team};
}

/// Turns the rows of the old plan into those of the new one, keeping as many identities as there are.
class Acceptance {
 public:
  Acceptance(WriteTxn& txn, const RoundRow& round, LocalDate from) : txn_(txn), round_(round), from_(from) {}

  Result<void> make(const JsonCursor& document) {
    if (auto read = read_rows(); !read) return read;
    const auto stops = document.array("stops");
    if (!stops) return stops.error();
    std::vector<Stop> left;
    // Visits that stay on their day first, so that the others find only what has really lost its place.
    for (const auto& one : *stops) {
      auto stop = read_stop(one);
      if (!stop) return std::move(stop).error();
      const auto row = find(stop->lodging, [&](const VisitRow& visit) { return visit.date == stop->date; });
      if (row == rows_.end()) {
        left.push_back(*stop);
        continue;
      }
      if (auto put = put_at(take(row), *stop); !put) return put;
    }
    for (const auto& stop : left) {
      const auto row = find(stop.lodging, [](const VisitRow&) { return true; });
      auto put = row == rows_.end() ? add(stop) : put_at(take(row), stop);
      if (!put) return put;
    }
    for (const auto& row : rows_) {
      if (auto gone = give_up(row); !gone) return gone;
    }
    return {};
  }

 private:
  using Rows = std::vector<VisitRow>;

  Result<void> read_rows() {
    const auto listed = txn_.planning().visits(round_.id, {});
    if (!listed) return listed.error();
    for (const auto& visit : *listed) {
      const auto& row = visit.row;
      if (row.date >= from_ && (row.state == "planned" || row.state == "disclosed")) rows_.push_back(row);
    }
    return {};
  }

  template <typename Fits>
  Rows::iterator find(LodgingId lodging, Fits fits) {
    return std::find_if(rows_.begin(), rows_.end(),
                        [&](const VisitRow& row) { return row.lodging == lodging && fits(row); });
  }

  VisitRow take(Rows::iterator at) {
    VisitRow row = std::move(*at);
    rows_.erase(at);
    return row;
  }

  Result<void> put_at(VisitRow row, const Stop& stop) {
    const bool elsewhere = row.team != stop.team || row.date != stop.date;
    if (elsewhere && row.state == "disclosed") {
      if (auto gone = give_up(row); !gone) return gone;
      return add(stop);
    }
    const VisitRow before = row;
    set_place(row, stop);
    if (row == before) return {};
    if (auto updated = txn_.planning().update_visit(row); !updated) return updated;
    return row.state == "planned" ? Result<void>() : txn_.touch("visit", row.id.uuid, row.unit);
  }

  static void set_place(VisitRow& row, const Stop& stop) {
    if (row.date != stop.date) row.lock_day = row.lock_time = false;
    if (row.team != stop.team) row.lock_team = row.lock_time = false;
    row.team = stop.team;
    row.date = stop.date;
    row.order = stop.order;
    row.lock_day = row.lock_day || stop.lock_day;
    row.lock_team = row.lock_team || stop.lock_team;
  }

  // settle() fills in hours and minutes.
  Result<void> add(const Stop& stop) {
    VisitRow row;
    row.id = txn_.new_id<VisitId>();
    row.round = round_.id;
    row.unit = round_.unit;
    row.lodging = stop.lodging;
    row.band = "morning";
    set_place(row, stop);
    return txn_.planning().add_visit(row);
  }

  // A visit that nobody was told of goes without a trace but the log; a told one leaves word.
  Result<void> give_up(VisitRow row) {
    if (row.state == "planned") return txn_.planning().remove_visit(row.id);
    row.state = "moved";
    row.lock_day = row.lock_team = row.lock_time = false;
    if (auto updated = txn_.planning().update_visit(row); !updated) return updated;
    return txn_.touch("visit", row.id.uuid, row.unit);
  }

  WriteTxn& txn_;
  const RoundRow& round_;
  LocalDate from_;
  Rows rows_;
};

Result<void> note_absences(WriteTxn& txn, UnitId unit, const JsonCursor& document) {
  const auto absences = document.array("absent");
  if (!absences) return absences.error();
  for (const auto& one : *absences) {
    const auto id = one.id<TeamId>("team");
    const auto date = one.date("date");
    if (!id || !date) return Error{ErrorCode::corrupt, "the kept proposal cannot be read", one.path()};
    auto team = txn.settings().team(unit, *id);
    if (!team) return std::move(team).error();
    if (std::binary_search(team->leave.begin(), team->leave.end(), *date)) continue;
    team->leave.insert(std::upper_bound(team->leave.begin(), team->leave.end(), *date), *date);
    ++team->version;
    if (auto put = txn.settings().put_team(*team); !put) return put;
  }
  return {};
}

Result<void> note_left(WriteTxn& txn, RoundId round, const JsonCursor& document) {
  const auto days = txn.planning().team_days(round);
  if (!days) return days.error();
  const auto left = document.array("left");
  if (!left) return left.error();
  std::vector<UnplannedRow> rows;
  for (const auto& one : *left) {
    const auto lodging = one.id<LodgingId>("lodging");
    const auto count = one.integer("count", 1);
    if (!lodging || !count) return Error{ErrorCode::corrupt, "the kept proposal cannot be read", one.path()};
    UnplannedRow row;
    row.lodging = *lodging;
    row.count = static_cast<int>(*count);
    row.reason = "budget";  // for the moment: settle() asks the planner
    rows.push_back(std::move(row));
  }
  return txn.planning().replace_outline(round, rows, *days);
}

// Visits that an event called missed and whose day is still running.
Result<void> mark_missed(WriteTxn& txn, UnitId unit, const PlanJobRow& job) {
  const auto document = wire::JsonDocument::parse(job.request.value_or("{}"));
  if (!document) return document.error();
  const auto request = read_replan_request(document->root());
  if (!request) return request.error();
  for (const auto& event : request->events) {
    if (event.kind != ReplanEvent::Kind::missed) continue;
    auto visit = txn.planning().visit(unit, *event.visit);
    if (!visit || (visit->state != "planned" && visit->state != "disclosed")) continue;
    const bool told = visit->state == "disclosed";
    visit->state = "missed";
    visit->lock_day = visit->lock_team = visit->lock_time = false;
    if (auto updated = txn.planning().update_visit(*visit); !updated) return updated;
    if (!told) continue;
    if (auto touched = txn.touch("visit", visit->id.uuid, unit); !touched) return touched;
  }
  return {};
}

Result<ProposalRow> open_proposal(const ReadTxn& txn, UnitId unit, RoundId round) {
  if (auto known = txn.planning().round(unit, round); !known) return std::move(known).error();
  auto proposal = txn.planning().last_proposal(round);
  if (!proposal) return std::move(proposal).error();
  if (!*proposal || (*proposal)->state != "open")
    return Error{ErrorCode::not_found, "no proposal waits for a decision", ""};
  return std::move(**proposal);
}

}  // namespace

Result<RoundRow> accept_proposal(WriteTxn& txn, UnitId unit, RoundId id, std::int64_t version,
                                 std::optional<OfficerId> by) {
  auto proposal = open_proposal(txn, unit, id);
  if (!proposal) return std::move(proposal).error();
  const auto round = txn.planning().round(unit, id);
  if (!round) return round.error();
  if (round->version != version) return Error{ErrorCode::stale_version, "the round has changed meanwhile", ""};
  if (round->version != proposal->version)
    return Error{ErrorCode::conflict, "the plan has changed since this proposal was made; plan anew", ""};
  const auto job = txn.planning().job(unit, proposal->job);
  if (!job) return job.error();
  const auto document = wire::JsonDocument::parse(proposal->document, 32);
  if (!document) return document.error();
  const auto from = document->root().date("from");
  if (!from) return from.error();

  const auto board = read_board(txn, unit, id, BoardView::ahead);
  if (!board) return board.error();
  if (board->today > from->day && board->date(std::min(board->today, board->month.last().day)) > *from)
    return Error{ErrorCode::conflict, "a day of this proposal has passed; plan anew", ""};
  const auto faults = judge(*board, from->day);
  if (auto marked = mark_missed(txn, unit, *job); !marked) return std::move(marked).error();
  if (auto made = Acceptance(txn, *round, *from).make(document->root()); !made) return std::move(made).error();
  if (auto noted = note_absences(txn, unit, document->root()); !noted) return std::move(noted).error();
  if (auto noted = note_left(txn, id, document->root()); !noted) return std::move(noted).error();

  PlanEditRow edit;
  edit.round = id;
  edit.kind = "replan";
  edit.job = proposal->job;
  edit.by = by;
  edit.at = txn.now();
  if (auto added = txn.planning().add_edit(edit); !added) return std::move(added).error();
  proposal->state = "accepted";
  proposal->decided_at = txn.now();
  proposal->decided_by = by;
  if (auto put = txn.planning().put_proposal(*proposal); !put) return std::move(put).error();
  return settle(txn, unit, id, faults, from->day);
}

Result<void> reject_proposal(WriteTxn& txn, UnitId unit, RoundId id, std::optional<OfficerId> by) {
  auto proposal = open_proposal(txn, unit, id);
  if (!proposal) return std::move(proposal).error();
  proposal->state = "rejected";
  proposal->decided_at = txn.now();
  proposal->decided_by = by;
  return txn.planning().put_proposal(*proposal);
}

}  // namespace ronda::server
