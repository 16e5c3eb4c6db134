#include "sync-server/service/open_plans.hpp"

#include <algorithm>

#include "sync-server/service/plan_words.hpp"
#include "sync-server/store/feed_store.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kMostOpen = 8;

Tried judged(scheduling::Change change, scheduling::VisitAt visit, scheduling::Target target) {
  Tried tried{std::move(change), visit, target, false};
  tried.may_bend =
      tried.change.possible && std::all_of(tried.change.bent.begin(), tried.change.bent.end(),
                                           [](const scheduling::Bent& bent) { return bent.before || may_bend(bent); });
  return tried;
}

}  // namespace

Result<scheduling::VisitAt> choose(const PlanBoard& board, const VisitChoice& choice) {
  if (choice.visit.has_value() == choice.lodging.has_value())
    return bad_input("name either a visit or, for one without a place, its lodging", "/visit");
  if (choice.visit) {
    for (const auto& [at, row] : board.visits) {
      if (row.id == *choice.visit) return scheduling::VisitAt{at.first, at.second};
    }
    return Error{ErrorCode::not_found, "no such visit lies ahead in this round", "/visit"};
  }
  const int lodging = board.lodging_index(*choice.lodging);
  const auto& left = board.plan.unplanned;
  if (lodging < 0 || std::none_of(left.begin(), left.end(), [&](const auto& one) { return one.lodging == lodging; }))
    return Error{ErrorCode::not_found, "no visit of this lodging waits for a place", "/lodging"};
  return scheduling::VisitAt{lodging, 0};
}

Result<Tried> try_place(const PlanBoard& board, scheduling::Editor& editor, const VisitChoice& choice,
                        const Place& place) {
  const auto visit = choose(board, choice);
  if (!visit) return visit.error();
  if (place.date < board.month.first() || place.date > board.month.last())
    return bad_input("the date lies outside the month", "/date");
  const int team = board.team_index(place.team);
  if (team < 0) return bad_input("no such team", "/team");
  const scheduling::Target target{place.date.day, team, place.position.value_or(-1)};
  auto change = editor.try_move(*visit, target);
  if (!change) return std::move(change).error();
  return judged(std::move(*change), *visit, target);
}

Result<std::vector<Price>> price_month(const PlanBoard& board, scheduling::Editor& editor, const VisitChoice& choice) {
  const auto visit = choose(board, choice);
  if (!visit) return visit.error();
  std::vector<Price> prices;
  for (const auto& shift : board.built->problem.team_days) {
    if (shift.day < board.today) continue;
    const scheduling::Target target{shift.day, shift.team, -1};
    auto change = editor.try_move(*visit, target);
    if (!change) return std::move(change).error();
    prices.push_back({shift.day, shift.team, judged(std::move(*change), *visit, target)});
  }
  std::sort(prices.begin(), prices.end(), [](const Price& a, const Price& b) {
    return std::pair{a.day, a.team} < std::pair{b.day, b.team};
  });
  return prices;
}

Result<void> OpenPlans::with(const ReadTxn& txn, UnitId unit, RoundId round, const Ask& ask) {
  const std::lock_guard lock(mutex_);
  const auto opened = open(txn, unit, round);
  if (!opened) return opened.error();
  return ask((*opened)->board, (*opened)->editor);
}

// The round's version counts every change of its plan; the feed's head every change of what it stands on.
Result<std::shared_ptr<OpenPlans::Opened>> OpenPlans::open(const ReadTxn& txn, UnitId unit, RoundId id) {
  const auto round = txn.planning().round(unit, id);
  if (!round) return round.error();
  const auto row = txn.settings().unit(unit);
  if (!row) return row.error();
  const auto head = txn.feed().head();
  if (!head) return head.error();
  const std::string stamp =
      std::to_string(round->version) + "/" + std::to_string(*head) + "/" + to_text(local_date(txn.now(), row->zone));
  const auto known = std::find_if(plans_.begin(), plans_.end(), [&](const auto& entry) { return entry.first == id; });
  if (known != plans_.end()) {
    auto opened = known->second;
    std::rotate(known, known + 1, plans_.end());
    if (opened->stamp == stamp) return opened;
    plans_.pop_back();
  }
  auto board = read_board(txn, unit, id, BoardView::ahead);
  if (!board) return std::move(board).error();
  auto editor = scheduling::Editor::open(board->problem(), board->plan);
  if (!editor) return std::move(editor).error();
  auto opened = std::make_shared<Opened>(Opened{stamp, std::move(*board), std::move(*editor)});
  if (plans_.size() >= kMostOpen) plans_.erase(plans_.begin());
  plans_.emplace_back(id, opened);
  return opened;
}

}  // namespace ronda::server
