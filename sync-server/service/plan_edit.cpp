#include "sync-server/service/plan_edit.hpp"

#include <algorithm>
#include <set>

#include "sync-server/service/plan_settle.hpp"
#include "sync-server/service/plan_words.hpp"

namespace ronda::server {

namespace {

constexpr int kLogRead = 5000;  // edits looked through for the last one that stands

int bits_of(const VisitRow& row) {
  return (row.lock_day ? kLockDay : 0) | (row.lock_team ? kLockTeam : 0) | (row.lock_time ? kLockTime : 0);
}

void set_bits(VisitRow& row, int bits) {
  row.lock_day = (bits & kLockDay) != 0;
  row.lock_team = (bits & kLockTeam) != 0;
  row.lock_time = (bits & kLockTime) != 0;
}

Result<PlanBoard> open_board(const ReadTxn& txn, UnitId unit, RoundId round, std::int64_t version) {
  auto board = read_board(txn, unit, round, BoardView::ahead);
  if (!board) return board;
  if (board->round.version != version) return Error{ErrorCode::stale_version, "the round has changed meanwhile", ""};
  if (board->round.state == "closed") return Error{ErrorCode::conflict, "this month is closed", ""};
  const auto active = txn.planning().active_job(round);
  if (!active) return active.error();
  if (active->has_value()) return Error{ErrorCode::conflict, "a plan is being made; wait for it or stop it", ""};
  return board;
}

PlanEditRow edit_of(const PlanBoard& board, std::string kind, const VisitRow& row, std::optional<OfficerId> by,
                    Instant now) {
  PlanEditRow edit;
  edit.round = board.round.id;
  edit.kind = std::move(kind);
  edit.job = board.round.job;
  edit.visit = row.id;
  edit.lodging = row.lodging;
  edit.from_team = edit.to_team = row.team;
  edit.from_date = edit.to_date = row.date;
  edit.from_place = edit.to_place = row.order;
  edit.locks_before = edit.locks_after = bits_of(row);
  edit.by = by;
  edit.at = now;
  return edit;
}

std::string join_words(const std::vector<scheduling::Bent>& bent) {
  std::set<std::string> words;
  for (const auto& one : bent) {
    if (!one.before) words.insert(std::string(scheduling::word(one.rule)));
  }
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// A move under way: the board before it, and what the log has so far.
class Move {
 public:
  Move(WriteTxn& txn, const PlanBoard& board, const Tried& tried, std::optional<OfficerId> by)
      : txn_(txn), board_(board), tried_(tried), by_(by), faults_(judge(board)) {}

  /// Precondition: the change is possible and may be made.
  Result<Moved> make(std::string kind) {
    if (auto added = add_minutes(); !added) return std::move(added).error();
    auto row = put_visit();
    if (!row) return std::move(row).error();
    edit_ = edit_of(board_, std::move(kind), *row, by_, txn_.now());
    edit_.from_team = before_ ? std::optional(before_->team) : std::nullopt;
    edit_.from_date = before_ ? std::optional(before_->date) : std::nullopt;
    edit_.from_place = before_ ? before_->order : 0;
    edit_.to_place = tried_.change.position + 1;
    edit_.locks_before = before_ ? bits_of(*before_) : 0;
    edit_.extra_min = extra_min_;
    edit_.bent = join_words(tried_.change.bent);
    edit_.cost_s = tried_.change.cost.total();
    const auto number = txn_.planning().add_edit(edit_);
    if (!number) return number.error();
    auto others = lock_others(*number);
    if (!others) return std::move(others).error();
    auto round = settle(txn_, board_.round.unit, board_.round.id, faults_);
    if (!round) return std::move(round).error();
    auto now = txn_.planning().visit(board_.round.unit, row->id);
    if (!now) return std::move(now).error();
    return Moved{std::move(*round), std::move(*now), tried_, *others, extra_min_};
  }

 private:
  bool bends_lodging() const {
    return std::any_of(tried_.change.bent.begin(), tried_.change.bent.end(), [](const scheduling::Bent& bent) {
      return !bent.before && bent.rule != scheduling::BentRule::budget && bent.rule != scheduling::BentRule::locked;
    });
  }

  Result<void> add_minutes() {
    for (const auto& bent : tried_.change.bent) {
      if (bent.before || bent.rule != scheduling::BentRule::budget) continue;
      ExtraTimeRow extra{board_.built->teams[static_cast<std::size_t>(bent.team)], board_.date(bent.day), 0};
      const auto known = txn_.planning().extra_times(board_.round.id);
      if (!known) return known.error();
      for (const auto& row : *known) {
        if (row.team == extra.team && row.date == extra.date) extra.minutes = row.minutes;
      }
      extra_min_ = bent.is - bent.allowed;
      extra.minutes += extra_min_;
      if (auto put = txn_.planning().put_extra_time(board_.round.id, extra); !put) return put;
    }
    return {};
  }

  Result<VisitRow> put_visit() {
    const auto known = board_.visits.find({tried_.visit.lodging, tried_.visit.day});
    const TeamId team = board_.built->teams[static_cast<std::size_t>(tried_.target.team)];
    const LocalDate date = board_.date(tried_.target.day);
    VisitRow row;
    if (known != board_.visits.end()) before_ = row = known->second;
    const bool told = before_ && before_->state == "disclosed" && (before_->team != team || before_->date != date);
    if (told) {
      if (auto left = leave_notice(*before_); !left) return std::move(left).error();
    }
    const bool fresh = !before_ || told;
    if (fresh) {
      row.id = txn_.new_id<VisitId>();
      row.round = board_.round.id;
      row.unit = board_.round.unit;
      row.lodging = board_.built->lodgings[static_cast<std::size_t>(tried_.visit.lodging)];
      row.state = "planned";
      row.disclosed_at.reset();
      row.reason.reset();
    }
    move_to(row, team, date);
    if (bends_lodging()) row.lock_day = row.lock_team = true;
    if (!before_) {
      auto counted = change_unplanned(txn_, row.round, row.lodging, -1);
      if (!counted) return std::move(counted).error();
    }
    if (fresh) {
      if (auto added = txn_.planning().add_visit(row); !added) return std::move(added).error();
    }
    auto ordered = put_in_order(txn_, row.round, row, tried_.change.position);
    if (!ordered) return std::move(ordered).error();
    return row;
  }

  // Its team has been told of the visit: it keeps it as one that was moved.
  Result<void> leave_notice(VisitRow told) {
    told.state = "moved";
    told.lock_day = told.lock_team = told.lock_time = false;
    if (auto updated = txn_.planning().update_visit(told); !updated) return updated;
    return txn_.touch("visit", told.id.uuid, told.unit);
  }

  void move_to(VisitRow& row, TeamId team, LocalDate date) const {
    row.team = team;
    row.date = date;
    for (const auto& shift : board_.built->problem.team_days) {
      if (shift.team != tried_.target.team || shift.day != tried_.target.day) continue;
      row.band = std::string(band_word(shift.band));
      row.shift_start = shift.start_minute;
      row.shift_end = shift.start_minute + shift.budget_s / 60;
      if (!row.lock_time || row.planned_minute < shift.start_minute) row.planned_minute = shift.start_minute;
    }
  }

  // A rule between visits of one lodging bends only where all of them are a person's word.
  Result<int> lock_others(int deed) {
    if (!bends_lodging()) return 0;
    int locked = 0;
    for (const auto& [at, visit] : board_.visits) {
      if (at.first != tried_.visit.lodging || at.second == tried_.visit.day || visit.lock_day) continue;
      auto row = txn_.planning().visit(visit.unit, visit.id);
      if (!row) return std::move(row).error();
      auto edit = edit_of(board_, "lock", *row, by_, txn_.now());
      row->lock_day = true;
      edit.locks_after = bits_of(*row);
      edit.deed = deed;
      if (auto updated = txn_.planning().update_visit(*row); !updated) return std::move(updated).error();
      if (auto added = txn_.planning().add_edit(edit); !added) return std::move(added).error();
      ++locked;
    }
    return locked;
  }

  WriteTxn& txn_;
  const PlanBoard& board_;
  const Tried& tried_;
  std::optional<OfficerId> by_;
  std::vector<scheduling::Violation> faults_;
  std::optional<VisitRow> before_;
  PlanEditRow edit_;
  int extra_min_ = 0;
};

Error refused(const PlanBoard& board, const Tried& tried) {
  const BoardWords words{board.month, board.teams, [](int) { return std::string(); }};
  std::string text;
  for (const auto& bent : tried.change.bent) {
    if (!bent.before) text += (text.empty() ? "" : " ") + bent_sentence(bent, words).en;
  }
  if (text.empty()) text = "this cannot be done.";
  text.pop_back();
  return {ErrorCode::conflict, std::move(text), ""};
}

bool in_scope(const VisitRow& row, const LockScope& scope) {
  return (!scope.visit || row.id == *scope.visit) && (!scope.team || row.team == *scope.team) &&
         (!scope.date || row.date == *scope.date) && (!scope.lodging || row.lodging == *scope.lodging);
}

}  // namespace

Result<Locked> set_locks(WriteTxn& txn, UnitId unit, RoundId id, std::int64_t version, const LockScope& scope,
                         Locks locks, std::optional<OfficerId> by) {
  if (!scope.visit && !scope.team && !scope.date && !scope.lodging)
    return bad_input("name the visits: by visit, team, date or lodging", "/locks");
  const auto board = open_board(txn, unit, id, version);
  if (!board) return board.error();
  const auto faults = judge(*board);
  int deed = 0, found = 0;
  Locked locked;
  for (const auto& [at, visit] : board->visits) {
    if (!in_scope(visit, scope)) continue;
    ++found;
    auto row = visit;
    row.lock_time = locks.time;
    row.lock_day = locks.day || locks.time;
    row.lock_team = locks.team || locks.time;
    if (row == visit) continue;
    auto edit = edit_of(*board, "lock", visit, by, txn.now());
    edit.locks_after = bits_of(row);
    edit.deed = deed;
    const auto number = txn.planning().add_edit(edit);
    if (!number) return number.error();
    if (deed == 0) deed = *number;
    if (auto updated = txn.planning().update_visit(row); !updated) return std::move(updated).error();
    ++locked.visits;
  }
  if (found == 0) return Error{ErrorCode::not_found, "no such visit lies ahead in this round", ""};
  if (locked.visits == 0) {
    locked.round = board->round;
    return locked;
  }
  auto round = settle(txn, unit, id, faults);
  if (!round) return std::move(round).error();
  locked.round = std::move(*round);
  return locked;
}

Result<Moved> move_visit(WriteTxn& txn, UnitId unit, RoundId id, std::int64_t version, const VisitChoice& choice,
                         const Place& place, bool anyway, std::optional<OfficerId> by) {
  const auto board = open_board(txn, unit, id, version);
  if (!board) return board.error();
  auto editor = scheduling::Editor::open(board->problem(), board->plan);
  if (!editor) return std::move(editor).error();
  const auto tried = try_place(*board, *editor, choice, place);
  if (!tried) return tried.error();
  if (!tried->change.possible || (!tried->change.legal && !(anyway && tried->may_bend))) return refused(*board, *tried);
  return Move(txn, *board, *tried, by).make(choice.visit ? "move" : "place");
}

Result<Moved> apply_relaxation(WriteTxn& txn, UnitId unit, RoundId id, std::int64_t version, LodgingId lodging,
                               std::size_t index, std::optional<OfficerId> by) {
  const auto rows = txn.planning().unplanned(id);
  if (!rows) return rows.error();
  const auto row = std::find_if(rows->begin(), rows->end(), [&](const auto& one) { return one.lodging == lodging; });
  if (row == rows->end() || index >= row->relaxations.size())
    return Error{ErrorCode::not_found, "there is no such way to make room", "/index"};
  const auto& way = row->relaxations[index];
  if (!may_apply(way)) return Error{ErrorCode::conflict, "a team's rest is not the unit's to shorten", "/index"};
  return move_visit(txn, unit, id, version, {std::nullopt, lodging}, {way.date, way.team, std::nullopt}, true, by);
}

Result<std::optional<PlanEditRow>> next_undo(const ReadTxn& txn, const RoundRow& round) {
  if (round.state != "draft") return std::optional<PlanEditRow>();
  const auto edits = txn.planning().edits(round.id, kLogRead);
  if (!edits) return edits.error();
  for (const auto& edit : *edits) {
    if (edit.job != round.job) break;
    if (edit.undone_at || edit.deed != edit.n) continue;
    return std::optional<PlanEditRow>(edit);
  }
  return std::optional<PlanEditRow>();
}

namespace {

Result<void> take_back(WriteTxn& txn, UnitId unit, const PlanEditRow& edit) {
  auto row = txn.planning().visit(unit, *edit.visit);
  if (!row) return std::move(row).error();
  if (edit.extra_min > 0) {
    const auto extra = txn.planning().extra_times(edit.round);
    if (!extra) return extra.error();
    for (auto time : *extra) {
      if (time.team != *edit.to_team || time.date != *edit.to_date) continue;
      time.minutes = std::max(0, time.minutes - edit.extra_min);
      if (auto put = txn.planning().put_extra_time(edit.round, time); !put) return put;
    }
  }
  if (edit.kind == "place") {
    if (auto removed = txn.planning().remove_visit(row->id); !removed) return removed;
    return change_unplanned(txn, edit.round, row->lodging, 1);
  }
  set_bits(*row, edit.locks_before);
  if (edit.kind == "lock") return txn.planning().update_visit(*row);
  row->team = *edit.from_team;
  row->date = *edit.from_date;
  return put_in_order(txn, edit.round, *row, edit.from_place - 1);
}

}  // namespace

Result<Undone> undo_edit(WriteTxn& txn, UnitId unit, RoundId id, std::int64_t version) {
  const auto board = open_board(txn, unit, id, version);
  if (!board) return board.error();
  if (board->round.state != "draft")
    return Error{ErrorCode::conflict, "a published plan is changed by another move, not by taking one back", ""};
  const auto last = next_undo(txn, board->round);
  if (!last) return last.error();
  if (!last->has_value()) return Error{ErrorCode::not_found, "nothing was changed since this plan was made", ""};
  const auto edits = txn.planning().edits(id, kLogRead);
  if (!edits) return edits.error();
  const auto faults = judge(*board);
  for (const auto& edit : *edits) {  // the newest first
    if (edit.deed != (*last)->n) continue;
    if (auto undone = take_back(txn, unit, edit); !undone) return std::move(undone).error();
    if (auto marked = txn.planning().mark_undone(id, edit.n, txn.now()); !marked) return std::move(marked).error();
  }
  auto round = settle(txn, unit, id, faults);
  if (!round) return std::move(round).error();
  return Undone{std::move(*round), **last};
}

}  // namespace ronda::server
