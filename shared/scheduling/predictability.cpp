// Shares no code with the engine. Entropies and shares after the table of measures in README.md.

#include "shared/scheduling/predictability.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace ronda::scheduling {
namespace {

constexpr int kUnknown = -1;

struct Sight {
  int day = 0;  ///< 1 = first of the month, 0 the day before
  int weekday = 0;
  int band = kUnknown;
  int team = -1;
  bool planned = false;  ///< of the month, by the plan
  bool locked = false;   ///< held there by a person
};

int band_of(Band band) { return band == Band::morning ? 0 : band == Band::afternoon ? 1 : 2; }

/// Counts of things seen, and what they say together.
class Tally {
 public:
  void add(int thing) {
    ++count_[thing];
    ++all_;
  }
  void add(const Tally& other) {
    for (const auto& [thing, times] : other.count_) count_[thing] += times;
    all_ += other.all_;
  }
  int all() const { return all_; }
  int times(int thing) const {
    const auto at = count_.find(thing);
    return at == count_.end() ? 0 : at->second;
  }
  /// The most frequent thing, the least one of several; 0 if nothing was seen.
  int mode() const {
    int best = 0, most = 0;
    for (const auto& [thing, times] : count_)
      if (times > most) {
        most = times;
        best = thing;
      }
    return best;
  }
  double share() const { return all_ > 0 ? static_cast<double>(times(mode())) / all_ : 0; }
  double bits() const {
    double bits = 0;
    for (const auto& [thing, times] : count_) {
      const double p = static_cast<double>(times) / all_;
      bits -= p * std::log2(p);
    }
    return bits;
  }

 private:
  std::map<int, int> count_;
  int all_ = 0;
};

/// What an observer counts at one lodging.
struct Counts {
  Tally gaps, weekdays, month_weekdays, cells, teams;

  void see(const Sight& sight, int before, bool has_before) {
    if (has_before) gaps.add(sight.day - before);
    weekdays.add(sight.weekday);
    if (sight.planned) month_weekdays.add(sight.weekday);
    if (sight.band != kUnknown) cells.add(sight.weekday * 3 + sight.band);
    if (sight.team >= 0) teams.add(sight.team);
  }
};

Counts count(const std::vector<Sight>& seen, bool with_locked) {
  Counts counts;
  int before = 0;
  bool has_before = false;
  for (const Sight& sight : seen) {
    if (sight.locked && !with_locked) continue;
    counts.see(sight, before, has_before);
    before = sight.day;
    has_before = true;
  }
  return counts;
}

/// Entropy over the most that so many visits can have, 1 where nothing could differ.
double normalised(const Tally& tally, int kinds) {
  const int most = std::min(tally.all(), kinds);
  return most > 1 ? tally.bits() / std::log2(most) : 1;
}

bool is_telling(const Tally& tally, int times_8, int of_8) {
  return tally.times(tally.mode()) * of_8 > tally.all() * times_8;
}

class Observer {
 public:
  Observer(const Problem& problem, const Plan& plan) : problem_(problem) {
    seen_.resize(problem.lodgings.size());
    for (std::size_t i = 0; i < seen_.size(); ++i)
      for (const PastVisit& past : problem.lodgings[i].history)
        seen_[i].push_back(Sight{1 - past.days_before, past.weekday, band_of(past.band), past.team, false, false});
    for (const Lock& lock : problem.locks)
      if (lock.done)
        seen_[index(lock.lodging)].push_back(Sight{lock.day, weekday(lock.day), kUnknown, lock.team, true, false});
    for (const Route& route : plan.routes) {
      const TeamDay& shift = problem.team_days[index(route.team_day)];
      for (const int i : route.lodgings)
        seen_[index(i)].push_back(Sight{shift.day, weekday(shift.day), band_of(shift.band), shift.team, true,
                                        is_locked(i, shift.day, shift.team)});
    }
    bands_.assign(index(problem.days) + 1, 0);
    for (const TeamDay& shift : problem.team_days) bands_[index(shift.day)] |= static_cast<unsigned>(shift.band);
  }

  Predictability run() {
    Predictability result;
    Counts all;
    double month = 0, quarter = 0, team = 0;
    int lodgings = 0;
    std::vector<double> guesses, quarters;
    for (int i = 0; i < static_cast<int>(seen_.size()); ++i) {
      auto& seen = seen_[index(i)];
      std::sort(seen.begin(), seen.end(), [](const Sight& a, const Sight& b) { return a.day < b.day; });
      const Counts counts = count(seen, true);
      Guessing guessing = measure(counts);
      learn(i, seen, guessing);
      result.overall.learner_hits += guessing.learner_hits;
      result.overall.chance_hits += guessing.chance_hits;
      result.overall.visits += guessing.visits;
      all.gaps.add(counts.gaps);
      all.cells.add(counts.cells);
      if (guessing.visits > 1) {
        ++lodgings;
        month += guessing.weekday_entropy_month;
        quarter += guessing.weekday_entropy_quarter;
        team += guessing.team_share;
      }
      if (counts.gaps.all() >= kEnough) guesses.push_back(guessing.best_gap_guess);
      if (guessing.visits >= kEnough) quarters.push_back(guessing.weekday_entropy_quarter);
      warn(i, seen, counts, result.warnings);
      result.lodgings.push_back(guessing);
    }
    result.overall.best_gap_guess = all.gaps.share();
    result.overall.gap_entropy_bits = all.gaps.bits();
    result.overall.cell_share = all.cells.share();
    if (lodgings > 0) {
      result.overall.weekday_entropy_month = month / lodgings;
      result.overall.weekday_entropy_quarter = quarter / lodgings;
      result.overall.team_share = team / lodgings;
    }
    result.best_gap_guess_p90 = quantile(guesses, 90);
    result.weekday_entropy_quarter_p5 = quantile(quarters, 5);
    std::stable_sort(result.warnings.begin(), result.warnings.end(),
                     [](const TelltaleWarning& a, const TelltaleWarning& b) { return a.by_locks > b.by_locks; });
    return result;
  }

 private:
  static constexpr int kEnough = 8;  // visits after which an observer has learnt something
  static constexpr int kInView = 4;

  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  int weekday(int day) const { return (problem_.first_weekday + day - 1) % 7; }

  bool is_locked(int lodging, int day, int team) const {
    return std::any_of(problem_.locks.begin(), problem_.locks.end(), [&](const Lock& lock) {
      return lock.lodging == lodging && !lock.done && (lock.day < 0 || lock.day == day) &&
             (lock.team < 0 || lock.team == team);
    });
  }

  static Guessing measure(const Counts& counts) {
    Guessing guessing;
    guessing.visits = counts.weekdays.all();
    guessing.best_gap_guess = counts.gaps.share();
    guessing.gap_entropy_bits = counts.gaps.bits();
    guessing.weekday_entropy_month = normalised(counts.month_weekdays, 7);
    guessing.weekday_entropy_quarter =
        counts.weekdays.all() > 1 ? counts.weekdays.bits() / std::log2(std::min(counts.weekdays.all(), 7)) : 1;
    guessing.cell_share = counts.cells.share();
    guessing.team_share = counts.teams.share();
    return guessing;
  }

  /// The learner expects a gap and a weekday x band as often as it saw them (Laplace smoothing), looks at every day and
  /// band that the lodging's rules leave, and names the likeliest; equally likely ones share the hit. It learns from
  /// each visit that follows. Blind guessing names any of the same days and bands.
  void learn(int i, const std::vector<Sight>& seen, Guessing& guessing) const {
    const Lodging& lodging = problem_.lodgings[index(i)];
    Tally gaps, cells;
    int before = 0;
    bool has_before = false;
    for (const Sight& sight : seen) {
      if (sight.planned && has_before && sight.band != kUnknown) guess(lodging, gaps, cells, before, sight, guessing);
      if (has_before) gaps.add(sight.day - before);
      if (sight.band != kUnknown) cells.add(sight.weekday * 3 + sight.band);
      before = sight.day;
      has_before = true;
    }
  }

  void guess(const Lodging& lodging, const Tally& gaps, const Tally& cells, int before, const Sight& sight,
             Guessing& guessing) const {
    long long best = 0, actual = 0;
    int ties = 0, candidates = 0;
    for (int gap = lodging.min_gap_days; gap <= lodging.max_gap_days; ++gap) {
      const int day = before + gap;
      if (day < problem_.first_day || day > problem_.days || !is_open(lodging, day)) continue;
      for (int band = 0; band < 3; ++band) {
        if ((lodging.bands & bands_[index(day)] & (1U << band)) == 0) continue;
        const long long score = (gaps.times(gap) + 1LL) * (cells.times(weekday(day) * 3 + band) + 1);
        ++candidates;
        if (score > best) {
          best = score;
          ties = 0;
        }
        ties += score == best ? 1 : 0;
        if (day == sight.day && band == sight.band) actual = score;
      }
    }
    if (candidates == 0 || actual == 0) return;
    guessing.learner_hits += actual == best ? 1.0 / ties : 0;
    guessing.chance_hits += 1.0 / candidates;
  }

  bool is_open(const Lodging& lodging, int day) const {
    if ((lodging.closed_weekdays >> weekday(day)) & 1) return false;
    return std::find(lodging.blackout_days.begin(), lodging.blackout_days.end(), day) == lodging.blackout_days.end();
  }

  void warn(int i, const std::vector<Sight>& seen, const Counts& counts, std::vector<TelltaleWarning>& warnings) const {
    const bool has_locks = std::any_of(seen.begin(), seen.end(), [](const Sight& sight) { return sight.locked; });
    if (counts.month_weekdays.all() == 0 || counts.weekdays.all() < kInView) return;
    const Counts without = has_locks ? count(seen, false) : Counts{};
    const auto look = [&](Telltale telltale, const Tally& now, const Tally& before, int times_8, int of_8) {
      if (now.all() < kInView || !is_telling(now, times_8, of_8)) return;
      const bool by_locks =
          has_locks && (before.all() < kInView || !is_telling(before, times_8, of_8) || before.mode() != now.mode());
      warnings.push_back(TelltaleWarning{i, telltale, by_locks, now.mode(), now.times(now.mode()), now.all()});
    };
    look(Telltale::gap, counts.gaps, without.gaps, 1, 2);
    look(Telltale::weekday, counts.weekdays, without.weekdays, 1, 2);
    look(Telltale::cell, counts.cells, without.cells, 3, 8);
    look(Telltale::team, counts.teams, without.teams, 1, 2);
  }

  static double quantile(std::vector<double> values, int percent) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[(values.size() - 1) * index(percent) / 100];
  }

  const Problem& problem_;
  std::vector<std::vector<Sight>> seen_;
  std::vector<unsigned> bands_;  // by day: bands in which some team works
};

}  // namespace

std::string_view word(Telltale telltale) {
  constexpr std::string_view kWords[] = {"gap", "weekday", "cell", "team"};
  return kWords[static_cast<std::size_t>(telltale)];
}

Predictability predictability(const Problem& problem, const Plan& plan) { return Observer(problem, plan).run(); }

}  // namespace ronda::scheduling
