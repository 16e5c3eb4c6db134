// Months so small that every plan can be looked at: the search must find the best one. What is exhaustive here is the
// choice of days, teams and order; which month of one lodging is legal is asked of the judge.

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "random_town.hpp"
#include "shared/scheduling/readout.hpp"

namespace ronda::scheduling::testing {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// One way to visit a lodging in the month.
struct Choice {
  std::vector<int> team_days;
  int missing = 0;
  std::int64_t cost = 0;  ///< S2, S3, S4, S6
};

/// The best plan there is, by unplanned visits first, then by cost.
struct Best {
  int unplanned = std::numeric_limits<int>::max();
  std::int64_t cost = kNever;
  bool operator==(const Best&) const = default;
};

/// Goes through all plans of a month with at most eight lodgings. The driving of each team-day is known for each set of
/// lodgings (Held, Karp 1962), so that a plan is a sum.
class Exhaustive {
 public:
  explicit Exhaustive(const Problem& problem) : problem_(problem), model_(problem) {
    for (int i = 0; i < lodgings(); ++i) choices_.push_back(choices_of(i));
    for (const TeamDay& shift : problem.team_days) driving_.push_back(shortest(shift));
    least_after_.assign(choices_.size() + 1, {0, 0});
    for (int i = lodgings() - 1; i >= 0; --i) {
      least_after_[at(i)] = least_after_[at(i + 1)];
      int missing = std::numeric_limits<int>::max();
      std::int64_t cost = kNever;
      for (const Choice& choice : choices_[at(i)]) {
        missing = std::min(missing, choice.missing);
        cost = std::min(cost, choice.cost);
      }
      least_after_[at(i)].missing += missing;
      least_after_[at(i)].cost += cost;
    }
    held_.assign(problem.team_days.size(), 0);
  }

  Best run() {
    descend(0, 0, 0);
    return best_;
  }

 private:
  struct Least {
    int missing = 0;
    std::int64_t cost = 0;
  };

  int lodgings() const { return static_cast<int>(problem_.lodgings.size()); }

  /// All sets of team-days, the empty one too, that the judge lets pass when nothing else is in the month.
  std::vector<Choice> choices_of(int i) const {
    Problem alone = problem_;
    for (int other = 0; other < lodgings(); ++other)
      if (other != i) alone.lodgings[at(other)].visits = 0;
    std::vector<Choice> list;
    std::vector<int> chosen;
    const auto extend = [&](const auto& self, std::size_t from) -> void {
      Plan plan;
      for (const int shift : chosen) plan.routes.push_back(Route{shift, {i}});
      Unplanned rest;
      rest.lodging = i;
      rest.count = problem_.lodgings[at(i)].visits - static_cast<int>(chosen.size());
      if (rest.count > 0) plan.unplanned.push_back(rest);
      if (check(alone, plan).empty()) list.push_back(Choice{chosen, rest.count, price(i, plan)});
      if (rest.count == 0) return;
      for (std::size_t s = from; s < problem_.team_days.size(); ++s) {
        chosen.push_back(static_cast<int>(s));
        self(self, s + 1);
        chosen.pop_back();
      }
    };
    extend(extend, 0);
    return list;
  }

  std::int64_t price(int i, const Plan& plan) const {
    State state(model_);
    EXPECT_TRUE(load_plan(state, plan));
    return state.month_terms(i).total();
  }

  /// The least driving for each set of lodgings; -1 if the shift has no time for it.
  std::vector<int> shortest(const TeamDay& shift) const {
    const Team& team = problem_.teams[at(shift.team)];
    const std::size_t sets = std::size_t{1} << lodgings();
    constexpr int kFar = 1 << 28;
    std::vector<std::vector<int>> last(sets, std::vector<int>(at(lodgings()), kFar));
    std::vector<int> result(sets, -1);
    result[0] = 0;
    for (std::size_t set = 1; set < sets; ++set) {
      int whole = kFar, service = 0;
      for (int i = 0; i < lodgings(); ++i) {
        if (((set >> i) & 1U) == 0) continue;
        const int place = problem_.lodgings[at(i)].place;
        service += problem_.lodgings[at(i)].service_s;
        const std::size_t rest = set & ~(std::size_t{1} << i);
        int& here = last[set][at(i)];
        if (rest == 0) here = problem_.travel(team.start_place, place);
        for (int j = 0; j < lodgings(); ++j)
          if (((rest >> j) & 1U) != 0)
            here = std::min(here, last[rest][at(j)] + problem_.travel(problem_.lodgings[at(j)].place, place));
        whole = std::min(whole, here + problem_.travel(place, team.end_place));
      }
      if (whole + service <= shift.budget_s) result[set] = whole;
    }
    return result;
  }

  void descend(int i, int missing, std::int64_t months) {
    const Least& least = least_after_[at(i)];
    if (missing + least.missing > best_.unplanned) return;
    // The cost of what is placed so far never falls by what comes: the town keeps the triangle inequality.
    std::int64_t tours = 0;
    for (std::size_t s = 0; s < held_.size(); ++s) tours += tour_price(s);
    if (missing + least.missing == best_.unplanned && months + least.cost + tours >= best_.cost) return;
    if (i == lodgings()) {
      const std::int64_t cost = months + tours + balance();
      if (missing < best_.unplanned || cost < best_.cost) best_ = Best{missing, cost};
      return;
    }
    for (const Choice& choice : choices_[at(i)]) {
      bool fits = true;
      for (const int s : choice.team_days) {
        held_[at(s)] |= std::size_t{1} << i;
        fits = fits && driving_[at(s)][held_[at(s)]] >= 0;
      }
      if (fits) descend(i + 1, missing + choice.missing, months + choice.cost);
      for (const int s : choice.team_days) held_[at(s)] &= ~(std::size_t{1} << i);
    }
  }

  int used(std::size_t s) const {
    int seconds = driving_[s][held_[s]];
    for (int i = 0; i < lodgings(); ++i)
      if (((held_[s] >> i) & 1U) != 0) seconds += problem_.lodgings[at(i)].service_s;
    return seconds;
  }

  /// S1, and S8: a fifth of what is missing of the last 8 % of the shift.
  std::int64_t tour_price(std::size_t s) const {
    if (held_[s] == 0) return 0;
    const int budget = problem_.team_days[s].budget_s, reserve = budget * 8 / 100, free = budget - used(s);
    return driving_[s][held_[s]] + (free < reserve ? (reserve - free) / 5 : 0);
  }

  /// S5: 6 minutes for each point of use that a team lies more than two points above the mean.
  std::int64_t balance() const {
    std::vector<std::int64_t> used_s(problem_.teams.size(), 0), budget(problem_.teams.size(), 0);
    for (std::size_t s = 0; s < held_.size(); ++s) {
      used_s[at(problem_.team_days[s].team)] += used(s);
      budget[at(problem_.team_days[s].team)] += problem_.team_days[s].budget_s;
    }
    std::int64_t sum = 0, teams = 0, over = 0;
    for (std::size_t t = 0; t < budget.size(); ++t) {
      if (budget[t] == 0) continue;
      sum += used_s[t] * 10000 / budget[t];
      ++teams;
    }
    for (std::size_t t = 0; t < budget.size() && teams > 1; ++t)
      if (budget[t] > 0) over += std::max<std::int64_t>(0, used_s[t] * 10000 / budget[t] - sum / teams - 200);
    return over * 360 / 100;
  }

  const Problem& problem_;
  Model model_;
  std::vector<std::vector<Choice>> choices_;
  std::vector<std::vector<int>> driving_;
  std::vector<Least> least_after_;
  std::vector<std::size_t> held_;
  Best best_;
};

/// Two teams, twelve days, each shift long enough for two or three visits: not everything fits, and everything pulls.
Town small_month(std::uint64_t seed, int lodgings, int visits) {
  Random random(seed * 7919);
  Town town(12);
  town.problem.first_weekday = random.below(7);
  for (int team = 0; team < 2; ++team) {
    town.team();
    for (int day = 1 + random.below(2); day <= 12; day += 1 + random.below(visits > 1 ? 4 : 6))
      town.shift(team, day, 50 + random.below(60));
  }
  for (int i = 0; i < lodgings; ++i) {
    const int inn = town.lodging(random.below(24) - 8, visits, 10 + random.below(20));
    Lodging& lodging = town.problem.lodgings[at(inn)];
    lodging.min_gap_days = 2;
    lodging.max_gap_days = visits > 1 ? 8 : 20;
    lodging.risk = random.below(3);
    if (random.below(3) == 0) lodging.closed_weekdays = static_cast<std::uint8_t>(1 << random.below(7));
    if (random.below(2) == 0) town.visited(inn, 1 + random.below(6), random.below(2));
  }
  return town;
}

void expect_best(const Problem& problem, std::uint64_t seed) {
  const Best best = Exhaustive(problem).run();
  const auto plan = solve(problem, quick(20000, seed));
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_EQ(faults(problem, *plan), "");
  Best found{0, plan->cost_s};
  for (const Unplanned& entry : plan->unplanned) found.unplanned += entry.count;
  EXPECT_EQ(found.unplanned, best.unplanned);
  EXPECT_EQ(found.cost, best.cost) << best.unplanned << " unplanned";
}

TEST(Oracle, EightLodgingsWithOneVisitArePlannedAsWellAsCanBe) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_best(small_month(seed, 8, 1).problem, seed);
  }
}

TEST(Oracle, FourLodgingsWithTwoVisitsArePlannedAsWellAsCanBe) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_best(small_month(seed, 4, 2).problem, seed);
  }
}

TEST(Oracle, ThreeLodgingsWithThreeVisitsArePlannedAsWellAsCanBe) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_best(small_month(seed, 3, 3).problem, seed);
  }
}

}  // namespace
}  // namespace ronda::scheduling::testing
