#include "shared/scheduling/round_days.hpp"

#include <algorithm>
#include <vector>

namespace ronda::scheduling {
namespace {

constexpr int kDraws = 16;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Day sets by what they must hold, counted from the end of the month: ways[k][d] = sets of k more days, the first of
/// which is d. At most 31 over 15, so 64 bits are enough.
class DaySets {
 public:
  DaySets(const Problem& problem, std::uint32_t working, std::uint32_t must, int size)
      : rule_(problem.round_rule), days_(problem.days), first_(problem.first_day), must_(must), size_(size) {
    ways_.assign(at(size) + 1, std::vector<std::uint64_t>(at(days_) + 2, 0));
    for (int k = 1; k <= size; ++k)
      for (int day = days_; day >= 1; --day) {
        if (((working >> day) & 1U) == 0) continue;
        if (k == 1) {
          ways_[1][at(day)] = must_between(day, days_ + 1) ? 0 : 1;
          continue;
        }
        for (int next = day + 1; next <= days_; ++next)
          if (follows(day, next)) ways_[at(k)][at(day)] += ways_[at(k - 1)][at(next)];
      }
  }

  std::uint64_t count() const {
    std::uint64_t sum = 0;
    for (int day = 1; day <= days_; ++day) sum += begins(day) ? ways_[at(size_)][at(day)] : 0;
    return sum;
  }

  /// Precondition: count() > 0.
  std::uint32_t draw(Random& random) const {
    std::uint32_t set = 0;
    int before = 0;
    for (int k = size_; k > 0; --k) {
      std::uint64_t sum = 0;
      for (int day = before + 1; day <= days_; ++day) sum += chance(k, before, day);
      std::uint64_t dice = random.next() % sum;
      int day = before + 1;
      for (; dice >= chance(k, before, day); ++day) dice -= chance(k, before, day);
      set |= 1U << day;
      before = day;
    }
    return set;
  }

 private:
  std::uint64_t chance(int k, int before, int day) const {
    const bool fits = before == 0 ? begins(day) : follows(before, day);
    return fits ? ways_[at(k)][at(day)] : 0;
  }
  bool must_between(int after, int before) const {
    for (int day = after + 1; day < before; ++day)
      if ((must_ >> day) & 1U) return true;
    return false;
  }
  bool is_must(int day) const { return ((must_ >> day) & 1U) != 0; }
  bool begins(int day) const { return !must_between(0, day); }
  /// Days that people chose may lie as they like; so may the first one after a month begun in the middle.
  bool follows(int day, int next) const {
    if (must_between(day, next)) return false;
    if (is_must(day) && is_must(next)) return true;
    return next - day >= rule_.min_gap_days && (next - day <= rule_.max_gap_days || day < first_);
  }

  const RoundRule& rule_;
  int days_, first_;
  std::uint32_t must_;
  int size_;
  std::vector<std::vector<std::uint64_t>> ways_;
};

}  // namespace

std::uint32_t draw_round_days(const Problem& problem, Random& random) {
  if (problem.round_rule.reading != Reading::unit) return ~0U;
  std::uint32_t working = 0, must = 0;
  std::vector<std::int64_t> time(at(problem.days) + 1, 0);
  for (const Lock& lock : problem.locks)
    if (lock.day >= 1) must |= 1U << lock.day;
  for (const TeamDay& shift : problem.team_days) {
    if (shift.day < problem.first_day) continue;
    working |= 1U << shift.day;
    time[at(shift.day)] += shift.budget_s;
  }
  for (int size = problem.round_rule.rounds; size > 0; --size) {
    const DaySets sets(problem, working | must, must, size);
    if (sets.count() == 0) continue;
    std::uint32_t best = 0;
    std::int64_t most = -1;
    for (int k = 0; k < kDraws; ++k) {
      const std::uint32_t set = sets.draw(random);
      std::int64_t sum = 0;
      for (int day = 1; day <= problem.days; ++day) sum += ((set >> day) & 1U) != 0 ? time[at(day)] : 0;
      if (sum <= most) continue;
      most = sum;
      best = set;
    }
    return best;
  }
  return must;  // what people chose, and nothing besides
}

}  // namespace ronda::scheduling
