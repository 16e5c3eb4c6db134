#include "sync-server/service/plan_board.hpp"

#include <algorithm>
#include <set>

namespace ronda::server {

namespace {

bool lies_ahead(const VisitRow& visit, LocalDate today) {
  return (visit.state == "planned" || visit.state == "disclosed") && visit.date >= today;
}

bool is_under_way(const VisitRow& visit, LocalDate today) { return visit.state == "disclosed" && visit.date < today; }

struct Rows {
  std::vector<VisitRow> visits;     ///< those on the board, by date, team, order
  std::vector<VisitRow> under_way;  ///< on an earlier day, and nobody has given them up
  std::vector<UnplannedRow> unplanned;
};

Result<Rows> read_rows(const ReadTxn& txn, RoundId round, BoardView view, LocalDate today) {
  auto listed = txn.planning().visits(round, {});
  if (!listed) return std::move(listed).error();
  auto unplanned = txn.planning().unplanned(round);
  if (!unplanned) return std::move(unplanned).error();
  Rows rows;
  for (auto& visit : *listed) {
    if (view == BoardView::whole ? visit.row.state != "moved" : lies_ahead(visit.row, today)) {
      rows.visits.push_back(std::move(visit.row));
    } else if (is_under_way(visit.row, today)) {
      rows.under_way.push_back(std::move(visit.row));
    }
  }
  rows.unplanned = std::move(*unplanned);
  return rows;
}

// A night shift that began yesterday: its visits count as carried out until its end.
void add_under_way(const Rows& rows, PlanInput& input) {
  std::set<LodgingId> open;  // a lodging that has closed since has no place on the board
  for (const auto& lodging : input.lodgings) open.insert(lodging.id);
  for (const auto& visit : rows.under_way) {
    const bool known =
        !open.contains(visit.lodging) || std::any_of(input.locks.begin(), input.locks.end(), [&](const PlanLock& lock) {
          return lock.done && lock.lodging == visit.lodging && lock.date == visit.date;
        });
    if (!known) input.locks.push_back({visit.lodging, visit.date, visit.team, -1, true});
  }
}

void drop_done(PlanInput& input) {
  std::erase_if(input.locks, [](const PlanLock& lock) { return lock.done; });
}

// What the stored plan has decided: how often each lodging is wanted, what is locked, on which shifts it stands.
Result<void> add_rows(const Rows& rows, PlanInput& input) {
  for (const auto& lodging : input.lodgings) input.wanted[lodging.id] = 0;
  const auto known = input.wanted;
  for (const auto& lock : input.locks) input.wanted[lock.lodging] += lock.done ? 1 : 0;
  for (const auto& left : rows.unplanned) input.wanted[left.lodging] += left.count;
  for (const auto& visit : rows.visits) {
    ++input.wanted[visit.lodging];
    if (auto lock = lock_of(visit); lock && known.contains(visit.lodging)) input.locks.push_back(*lock);
    const auto band = parse_band(visit.band);
    if (!band) return band.error();
    input.standing.push_back({visit.team, visit.date, *band, visit.shift_start, visit.shift_end - visit.shift_start});
  }
  return {};
}

void welcome(const Newcomers& newcomers, PlanInput& input) {
  const int days = days_in_month(input.year, input.month);
  for (const auto& lodging : input.lodgings) {
    const auto& list = newcomers.lodgings;
    if (input.wanted[lodging.id] > 0 || std::find(list.begin(), list.end(), lodging.id) == list.end()) continue;
    input.wanted[lodging.id] = wanted_visits(input.rules, lodging, 0, days - newcomers.from + 1, days);
  }
}

template <typename Id>
std::map<Id, int> index_of(const std::vector<Id>& ids) {
  std::map<Id, int> index;
  for (std::size_t i = 0; i < ids.size(); ++i) index.emplace(ids[i], static_cast<int>(i));
  return index;
}

int found(const auto& index, const auto& id) {
  const auto at = index.find(id);
  return at == index.end() ? -1 : at->second;
}

void place_visits(const Rows& rows, PlanBoard& board) {
  const auto& problem = board.built->problem;
  const auto lodgings = index_of(board.built->lodgings);
  const auto teams = index_of(board.built->teams);
  std::map<std::pair<int, int>, int> shift_of;  // team, day
  for (std::size_t i = 0; i < problem.team_days.size(); ++i)
    shift_of[{problem.team_days[i].team, problem.team_days[i].day}] = static_cast<int>(i);
  std::map<int, std::vector<int>> routes;
  for (const auto& visit : rows.visits) {
    const int lodging = found(lodgings, visit.lodging);
    const auto shift = shift_of.find({found(teams, visit.team), visit.date.day});
    // A lodging that has closed since, or a team that is gone: nobody can go there any more.
    if (lodging < 0 || shift == shift_of.end()) continue;
    if (!board.visits.emplace(std::pair{lodging, visit.date.day}, visit).second) continue;
    routes[shift->second].push_back(lodging);
  }
  for (auto& [shift, stops] : routes) board.plan.routes.push_back({shift, std::move(stops)});
  for (const auto& left : rows.unplanned) {
    const int lodging = found(lodgings, left.lodging);
    if (lodging < 0) continue;
    scheduling::Unplanned entry;
    entry.lodging = lodging;
    entry.count = left.count;
    board.plan.unplanned.push_back(std::move(entry));
  }
}

template <typename Id>
int place_of(const std::vector<Id>& ids, Id id) {
  const auto at = std::find(ids.begin(), ids.end(), id);
  return at == ids.end() ? -1 : static_cast<int>(at - ids.begin());
}

}  // namespace

PlanBoard without_missed(PlanBoard board) {
  auto built = std::make_shared<BuiltProblem>(*board.built);
  for (auto& route : board.plan.routes) {
    const int day = built->problem.team_days[static_cast<std::size_t>(route.team_day)].day;
    std::erase_if(route.lodgings, [&](int lodging) {
      const auto visit = board.visits.find({lodging, day});
      if (visit == board.visits.end() || visit->second.state != "missed") return false;
      --built->problem.lodgings[static_cast<std::size_t>(lodging)].visits;
      board.visits.erase(visit);
      return true;
    });
  }
  board.built = std::move(built);
  return board;
}

int PlanBoard::lodging_index(LodgingId id) const { return place_of(built->lodgings, id); }
int PlanBoard::team_index(TeamId id) const { return place_of(built->teams, id); }

Result<PlanBoard> read_board(const ReadTxn& txn, UnitId unit, RoundId id, BoardView view, const Newcomers& newcomers) {
  PlanBoard board;
  auto round = txn.planning().round(unit, id);
  if (!round) return std::move(round).error();
  board.round = std::move(*round);
  if (!board.round.planned_at && board.round.state == "draft")
    return Error{ErrorCode::conflict, "nothing is planned in this round yet", ""};
  const auto month = parse_month(board.round.month);
  if (!month) return month.error();
  board.month = *month;
  auto row = txn.settings().unit(unit);
  if (!row) return std::move(row).error();
  board.unit = std::move(*row);
  auto teams = txn.settings().teams_of(unit);
  if (!teams) return std::move(teams).error();
  board.teams = std::move(*teams);

  const LocalDate today = local_date(txn.now(), board.unit.zone);
  if (today > month->last()) {
    board.today = month->last().day + 1;
  } else if (today > month->first()) {
    board.today = today.day;
  }
  auto input = read_plan_input(txn, board.round, *month);
  if (!input) return std::move(input).error();
  const auto rows = read_rows(txn, id, view, std::max(today, month->first()));
  if (!rows) return rows.error();
  for (const auto& lock : input->locks) {
    if (lock.done) board.done.push_back(lock);
  }
  if (view == BoardView::whole) drop_done(*input);
  add_under_way(*rows, *input);
  auto spaced_for = txn.planning().wanted(id);
  if (!spaced_for) return std::move(spaced_for).error();
  input->spaced_for = std::move(*spaced_for);
  if (view == BoardView::ahead && board.today > 1 && board.today <= month->last().day)
    input->from = board.date(board.today);
  if (auto added = add_rows(*rows, *input); !added) return std::move(added).error();
  welcome(newcomers, *input);
  auto built = build_problem(*input);
  if (!built) return std::move(built).error();
  board.built = std::make_shared<const BuiltProblem>(std::move(*built));
  place_visits(*rows, board);
  return board;
}

}  // namespace ronda::server
