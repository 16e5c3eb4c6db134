#include "plan_desk.hpp"

#include <gtest/gtest.h>

#include "shared/scheduling/solver.hpp"
#include "sync-server/service/access.hpp"
#include "sync-server/service/plan_settle.hpp"
#include "sync-server/service/teams.hpp"

namespace ronda::server::office {

PlanDesk::PlanDesk(int count) {
  set_time("2026-11-28 09:00");
  auto founded = write([&](WriteTxn& txn) -> Result<void> {
    for (int n = 0; n < 2; ++n) {
      TeamRow more = team;
      more.id = {};
      more.name = n == 0 ? "Regu 3" : "Regu 5";
      auto member = add_officer(txn, {unit.id, "Petrus Kolo", "Bripka", "0000001" + std::to_string(n), Role::officer});
      if (!member) return std::move(member).error();
      more.members = {member->id};
      for (auto& shift : more.shifts) {
        shift.band = n == 0 ? "morning" : "afternoon";
        shift.start = LocalTime{(n == 0 ? 8 : 15) * 60};
      }
      if (auto added = add_team(txn, unit.id, more); !added) return std::move(added).error();
    }
    auto listed = txn.settings().teams_of(unit.id);
    if (!listed) return std::move(listed).error();
    teams = std::move(*listed);
    return {};
  });
  EXPECT_TRUE(founded) << founded.error().message;
  for (int n = 0; n < count; ++n) {
    const auto id = new_lodging("Wisma " + std::to_string(n + 1));
    lodgings.push_back(id);
    auto put = write([&](WriteTxn& txn) -> Result<void> {
      auto row = txn.lodgings().lodging(unit.id, id);
      if (!row) return std::move(row).error();
      row->lat_e6 = -10'150'000 - n * 700;
      row->lng_e6 = 123'610'000 + n * 900;
      return txn.lodgings().put(*row);
    });
    EXPECT_TRUE(put) << put.error().message;
  }
  auto made = write([&](WriteTxn& txn) { return create_round(txn, unit.id, "2026-12"); });
  EXPECT_TRUE(made);
  round_id = made->round.id;
  plan(400);
}

void PlanDesk::plan(std::int64_t steps, std::optional<LocalDate> from) {
  auto job = write([&](WriteTxn& txn) { return request_plan(txn, unit.id, round_id, 5, from, crypto::entropy()); });
  ASSERT_TRUE(job) << job.error().message;
  auto task = read([&](const ReadTxn& txn) { return read_plan_task(txn, *job); });
  ASSERT_TRUE(task) << task.error().message;
  scheduling::Options options;
  options.seed = solver_seed(job->seed);
  options.iterations = steps;
  auto solved = scheduling::solve(task->built.problem, options);
  ASSERT_TRUE(solved) << solved.error().message << " " << solved.error().where;
  auto stored = write([&](WriteTxn& txn) -> Result<void> {
    if (auto put = store_plan(txn, *task, *solved, 1.0); !put) return put;
    job->state = "done";
    return txn.planning().put_job(*job);
  });
  ASSERT_TRUE(stored) << stored.error().message;
}

RoundRow PlanDesk::round() {
  auto row = read([&](const ReadTxn& txn) { return txn.planning().round(unit.id, round_id); });
  EXPECT_TRUE(row);
  return *row;
}

std::vector<VisitRow> PlanDesk::visits() {
  auto listed = read([&](const ReadTxn& txn) { return txn.planning().visits(round_id, {}); });
  EXPECT_TRUE(listed);
  std::vector<VisitRow> rows;
  for (auto& one : *listed) rows.push_back(std::move(one.row));
  return rows;
}

std::vector<VisitRow> PlanDesk::visits_of(LodgingId lodging) {
  auto rows = visits();
  std::erase_if(rows, [&](const VisitRow& row) { return row.lodging != lodging; });
  return rows;
}

std::string PlanDesk::text_of_plan() {
  std::string text;
  for (const auto& row : visits()) {
    text += to_text(row.date) + " " + to_text(row.team) + " " + std::to_string(row.order) + " " + to_text(row.lodging) +
            " " + std::to_string(row.planned_minute) + " " + std::to_string(row.lock_day) +
            std::to_string(row.lock_team) + std::to_string(row.lock_time) + "\n";
  }
  return text;
}

std::vector<scheduling::Violation> PlanDesk::faults() {
  auto board = read([&](const ReadTxn& txn) { return read_board(txn, unit.id, round_id, BoardView::ahead); });
  EXPECT_TRUE(board) << board.error().message;
  return judge(*board);
}

Tried PlanDesk::ask(const VisitChoice& choice, const Place& place) {
  Tried tried;
  auto asked = read([&](const ReadTxn& txn) {
    return open_.with(txn, unit.id, round_id, [&](const PlanBoard& board, auto& editor) -> Result<void> {
      auto answer = try_place(board, editor, choice, place);
      if (!answer) return std::move(answer).error();
      tried = std::move(*answer);
      return {};
    });
  });
  EXPECT_TRUE(asked) << asked.error().message << " " << asked.error().where;
  return tried;
}

Result<Moved> PlanDesk::move(const VisitChoice& choice, const Place& place, bool anyway) {
  const auto version = round().version;
  return write(
      [&](WriteTxn& txn) { return move_visit(txn, unit.id, round_id, version, choice, place, anyway, head.id); });
}

Place PlanDesk::cheapest_elsewhere(const VisitRow& visit) {
  std::optional<Place> best;
  std::int64_t least = 0;
  auto asked = read([&](const ReadTxn& txn) {
    return open_.with(txn, unit.id, round_id, [&](const PlanBoard& board, auto& editor) -> Result<void> {
      auto prices = price_month(board, editor, {visit.id, std::nullopt});
      if (!prices) return std::move(prices).error();
      for (const auto& price : *prices) {
        const auto& change = price.tried.change;
        if (!change.legal || price.day == visit.date.day) continue;
        if (best && change.cost.total() >= least) continue;
        least = change.cost.total();
        best = Place{board.date(price.day), board.built->teams[static_cast<std::size_t>(price.team)], std::nullopt};
      }
      return {};
    });
  });
  EXPECT_TRUE(asked) << asked.error().message;
  EXPECT_TRUE(best) << "no legal day for this visit";
  return best.value_or(Place{visit.date, visit.team, std::nullopt});
}

std::optional<Place> PlanDesk::place_that_bends(const VisitRow& visit, scheduling::BentRule rule) {
  std::optional<Place> found;
  auto asked = read([&](const ReadTxn& txn) {
    return open_.with(txn, unit.id, round_id, [&](const PlanBoard& board, auto& editor) -> Result<void> {
      auto prices = price_month(board, editor, {visit.id, std::nullopt});
      if (!prices) return std::move(prices).error();
      for (const auto& price : *prices) {
        const auto& bent = price.tried.change.bent;
        const bool only =
            !bent.empty() && std::all_of(bent.begin(), bent.end(), [&](const auto& one) { return one.rule == rule; });
        if (!price.tried.change.possible || !only || found) continue;
        found = Place{board.date(price.day), board.built->teams[static_cast<std::size_t>(price.team)], std::nullopt};
      }
      return {};
    });
  });
  EXPECT_TRUE(asked) << asked.error().message;
  return found;
}

void PlanDesk::publish() {
  auto published = write([&](WriteTxn& txn) { return publish_round(txn, unit.id, round_id, round().version); });
  ASSERT_TRUE(published) << published.error().message;
}

}  // namespace ronda::server::office
