// The arithmetic of the spacing rule against counting every set of days.

#include "shared/scheduling/gaps.hpp"

#include <gtest/gtest.h>

#include "shared/scheduling/random.hpp"
#include "town.hpp"

namespace ronda::scheduling::testing {
namespace {

/// True if `more` visits can be added to the chosen days so that the month keeps all gaps; tries every day set.
bool can_complete(const Problem& problem, const Lodging& lodging, std::vector<char>& days, int more, int from) {
  if (more == 0) {
    bool known = !lodging.history.empty();
    int before = known ? 1 - lodging.history.back().days_before : 0;
    for (int day = 1; day <= problem.days; ++day) {
      if (!days[at(day)]) continue;
      if (known && (day - before < lodging.min_gap_days || day - before > lodging.max_gap_days)) return false;
      before = day;
      known = true;
    }
    return problem.days - before < lodging.max_gap_days;
  }
  for (int day = from; day <= problem.days; ++day) {
    if (days[at(day)]) continue;
    days[at(day)] = 1;
    const bool good = can_complete(problem, lodging, days, more - 1, day + 1);
    days[at(day)] = 0;
    if (good) return true;
  }
  return false;
}

TEST(Gaps, KnowWhetherAMonthCanStillBeCompleted) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    Town town(20);
    town.daily_team();
    const int inn = town.lodging(1, 2 + random.below(3));
    Lodging& lodging = town.problem.lodgings[at(inn)];
    lodging.min_gap_days = 1 + random.below(4);
    lodging.max_gap_days = lodging.min_gap_days + 1 + random.below(6);
    if (random.below(3) > 0) town.visited(inn, 1 + random.below(8), -1);

    // Visits placed one by one wherever the arithmetic says that the rest can follow.
    const Model model(town.problem);
    Month month;
    std::vector<char> days(at(town.problem.days + 1), 0);
    for (int placed = 0; placed < lodging.visits; ++placed) {
      const Gaps gaps(model, model.sites[at(inn)], month);
      std::vector<int> possible;
      for (int k = 0; k < gaps.count(); ++k)
        for (int day = gaps.first(k); day <= gaps.last(k); ++day) {
          days[at(day)] = 1;
          const bool truth = can_complete(town.problem, lodging, days, lodging.visits - placed - 1, 1);
          days[at(day)] = 0;
          ASSERT_EQ(gaps.keeps_whole(k, day), truth) << "seed " << seed << " day " << day << " after " << placed;
          if (truth) possible.push_back(day);
        }
      if (possible.empty()) break;
      const int day = possible[at(random.below(static_cast<int>(possible.size())))];
      days[at(day)] = 1;
      int k = month.count++;
      for (; k > 0 && month.visits[at(k - 1)].day > day; --k) month.visits[at(k)] = month.visits[at(k - 1)];
      month.visits[at(k)] = Visit{day, 0, 0, false, false};
    }
  }
}

}  // namespace
}  // namespace ronda::scheduling::testing
