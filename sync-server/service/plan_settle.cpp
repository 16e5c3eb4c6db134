#include "sync-server/service/plan_settle.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "shared/scheduling/editing.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/service/disclosure.hpp"
#include "sync-server/service/plan_rows.hpp"

namespace ronda::server {

namespace {

using scheduling::Violation;

std::tuple<std::string, int, int> key_of(const Violation& violation) {
  return {violation.rule, violation.lodging, violation.team_day};
}

const Violation* new_fault(const std::vector<Violation>& before, const std::vector<Violation>& after) {
  std::set<std::tuple<std::string, int, int>> known;
  for (const auto& violation : before) known.insert(key_of(violation));
  for (const auto& violation : after) {
    if (!known.contains(key_of(violation))) return &violation;
  }
  return nullptr;
}

// Order and times follow from the routes.
Result<void> write_stops(WriteTxn& txn, const PlanBoard& board) {
  const auto read = read_plan(*board.built, board.plan, board.month.year, board.month.month);
  for (const auto& stop : read.stops) {
    const auto at = board.visits.find({board.lodging_index(stop.lodging), stop.date.day});
    if (at == board.visits.end()) continue;
    auto row = at->second;
    set_stop(row, stop);
    if (row == at->second) continue;
    if (auto updated = txn.planning().update_visit(row); !updated) return updated;
    if (row.state == "planned") continue;
    if (auto touched = txn.touch("visit", row.id.uuid, row.unit); !touched) return touched;
  }
  return {};
}

// Seconds that the last run took: an edit does not change them.
double planning_seconds(const std::optional<std::string>& figures) {
  if (!figures) return 0;
  const auto document = wire::JsonDocument::parse(*figures);
  if (!document) return 0;
  const auto at = document->root().find("seconds");
  const auto seconds = at ? at->as_real() : Result<double>(0.0);
  return seconds ? *seconds : 0;
}

Result<void> write_outline(WriteTxn& txn, const PlanBoard& ahead, const PlanBoard& whole) {
  auto editor = scheduling::Editor::open(ahead.problem(), ahead.plan);
  if (!editor) return std::move(editor).error();
  const auto explained = editor->plan();
  const auto read = read_plan(*whole.built, whole.plan, whole.month.year, whole.month.month);
  return txn.planning().replace_outline(ahead.round.id, unplanned_rows(*ahead.built, explained, ahead.month),
                                        team_day_rows(read));
}

// Lodgings that came into the plan after it was made.
Result<void> keep_wanted(WriteTxn& txn, const PlanBoard& board) {
  std::set<int> planned;
  for (const auto& [at, visit] : board.visits) planned.insert(at.first);
  for (const auto& left : board.plan.unplanned) planned.insert(left.lodging);
  for (const int lodging : planned) {
    const auto index = static_cast<std::size_t>(lodging);
    auto added = txn.planning().add_wanted(board.round.id, board.built->lodgings[index],
                                           board.built->problem.lodgings[index].visits);
    if (!added) return added;
  }
  return {};
}

}  // namespace

std::vector<Violation> judge(const PlanBoard& board, int from) {
  if (from <= board.built->problem.first_day) return scheduling::check(board.built->problem, board.plan);
  auto problem = board.built->problem;
  auto plan = board.plan;
  problem.first_day = from;
  std::erase_if(problem.locks, [&](const auto& lock) { return !lock.done && lock.day >= 0 && lock.day < from; });
  for (auto& route : plan.routes) {
    const auto& shift = problem.team_days[static_cast<std::size_t>(route.team_day)];
    if (shift.day >= from) continue;
    for (const int lodging : route.lodgings) problem.locks.push_back({lodging, shift.day, shift.team, true});
    route.lodgings.clear();
  }
  return scheduling::check(problem, plan);
}

Result<RoundRow> settle(WriteTxn& txn, UnitId unit, RoundId id, const std::vector<Violation>& before, int from) {
  const auto ahead = read_board(txn, unit, id, BoardView::ahead);
  if (!ahead) return ahead.error();
  const auto after = judge(*ahead, from);
  if (const auto* fault = new_fault(before, after)) {
    return Error{ErrorCode::conflict, "the checker refuses this change: " + fault->rule + ", " + fault->what, ""};
  }
  if (auto written = write_stops(txn, *ahead); !written) return std::move(written).error();
  const auto whole = read_board(txn, unit, id, BoardView::whole);
  if (!whole) return whole.error();
  if (auto written = write_outline(txn, *ahead, *whole); !written) return std::move(written).error();
  if (auto kept = keep_wanted(txn, *ahead); !kept) return std::move(kept).error();
  RoundRow round = ahead->round;
  const auto seen = without_missed(*whole);
  round.figures = figures_json(seen.built->problem, seen.plan, planning_seconds(round.figures), after.size());
  if (auto updated = txn.planning().update_round(round); !updated) return std::move(updated).error();
  ++round.version;
  if (round.state == "published") {
    if (auto ticked = run_disclosure_clock(txn, ahead->unit); !ticked) return std::move(ticked).error();
  }
  return round;
}

Result<void> change_unplanned(WriteTxn& txn, RoundId round, LodgingId lodging, int by) {
  auto rows = txn.planning().unplanned(round);
  if (!rows) return std::move(rows).error();
  const auto days = txn.planning().team_days(round);
  if (!days) return days.error();
  const auto at = std::find_if(rows->begin(), rows->end(), [&](const auto& row) { return row.lodging == lodging; });
  if (at != rows->end()) {
    at->count += by;
    if (at->count <= 0) rows->erase(at);
  } else if (by > 0) {
    UnplannedRow row;
    row.lodging = lodging;
    row.count = by;
    row.reason = "budget";  // for the moment: settle() asks the planner
    rows->push_back(std::move(row));
  }
  return txn.planning().replace_outline(round, *rows, *days);
}

Result<void> put_in_order(WriteTxn& txn, RoundId round, VisitRow visit, int position) {
  VisitFilter day;
  day.team = visit.team;
  day.date = visit.date;
  const auto listed = txn.planning().visits(round, day);
  if (!listed) return listed.error();
  std::vector<VisitRow> rows;
  for (const auto& other : *listed) {
    const bool waits = other.row.state == "planned" || other.row.state == "disclosed";
    if (waits && other.row.id != visit.id) rows.push_back(other.row);
  }
  const int last = static_cast<int>(rows.size());
  rows.insert(rows.begin() + std::clamp(position, 0, last), visit);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].order = static_cast<int>(i) + 1;
    if (auto updated = txn.planning().update_visit(rows[i]); !updated) return updated;
  }
  return {};
}

}  // namespace ronda::server
