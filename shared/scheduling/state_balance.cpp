// How evenly the month's work lies on the teams, in shares of each team's budget.

#include <algorithm>
#include <optional>
#include <vector>

#include "shared/scheduling/state.hpp"

namespace ronda::scheduling {
namespace {

/// In 1/10000 of the budget, so that one point is 100.
std::int64_t share(std::int64_t used, std::int64_t budget) { return used * 10000 / budget; }

/// Up to which share a team's month costs nothing; nothing with fewer than two teams that have a budget.
std::optional<std::int64_t> free_share(const std::vector<std::int64_t>& used, const std::vector<std::int64_t>& budget,
                                       std::int64_t free_points) {
  std::int64_t sum = 0, teams = 0;
  for (std::size_t t = 0; t < used.size(); ++t) {
    if (budget[t] == 0) continue;
    sum += share(used[t], budget[t]);
    ++teams;
  }
  if (teams < 2) return std::nullopt;
  return sum / teams + 100 * free_points;
}

}  // namespace

std::int64_t State::balance_cost() const {
  const auto& budget = model_.team_budget;
  const auto free = free_share(team_used_, budget, model_.weights.balance_free_points);
  if (!free) return 0;
  std::int64_t over = 0;
  for (std::size_t t = 0; t < team_used_.size(); ++t)
    if (budget[t] > 0) over += std::max<std::int64_t>(0, share(team_used_[t], budget[t]) - *free);
  return over * model_.weights.balance_per_point / 100;
}

void State::refresh_balance_prices() {
  const auto& budget = model_.team_budget;
  const auto free = free_share(team_used_, budget, model_.weights.balance_free_points);
  for (std::size_t t = 0; t < team_used_.size(); ++t) {
    const bool is_over = free && budget[t] != 0 && share(team_used_[t], budget[t]) > *free;
    balance_price_[t] =
        is_over ? static_cast<int>(std::int64_t{model_.weights.balance_per_point} * 100 * 1024 / budget[t]) : 0;
  }
}

}  // namespace ronda::scheduling
