#pragma once
// How well an observer could guess the visits (SCHEDULING of the model: H9, S3). Measured beside the engine, not by it.

#include <string_view>
#include <vector>

#include "shared/scheduling/problem.hpp"

namespace ronda::scheduling {

/// What an observer of one lodging, or of all, may learn from the visits of the last 12 weeks and the month.
struct Guessing {
  int visits = 0;  ///< past and planned, that the shares below are of
  double best_gap_guess =
      0;  ///< share of the most frequent gap between two visits; goal ≤ 0.20, 90th percentile ≤ 0.25
  double gap_entropy_bits =
      0;  ///< of the gaps; goal ≥ 2.6. A single lodging has few gaps: at most log2 of their number
  double weekday_entropy_month = 1;  ///< of the month's weekdays, 1 = all different; goal ≥ 0.75
  double weekday_entropy_quarter =
      1;                    ///< of the weekdays of 12 weeks and the month, by log2 7; goal mean ≥ 0.80, 5th ≥ 0.60
  double cell_share = 0;    ///< share of the most frequent weekday x band; goal ≤ 0.30
  double learner_hits = 0;  ///< times that a learner trained on the past guessed day and band of a planned visit
  double chance_hits = 0;   ///< and that blind guessing would have
  double team_share = 0;    ///< share of the most frequent team; goal ≤ 0.40

  /// How much better than chance the learner guesses; goal ≤ 1.3. 0 if nothing could be guessed.
  double learner_lift() const { return chance_hits > 0 ? learner_hits / chance_hits : 0; }
};

/// Why a lodging is easy to guess.
enum class Telltale : std::uint8_t {
  gap,      ///< one gap for more than half of at least four
  weekday,  ///< one weekday for more than half of the visits
  cell,     ///< one weekday and band for more than 37.5 % of the visits
  team,     ///< one team for more than half of the visits
};
/// Wire word, for example "weekday".
std::string_view word(Telltale telltale);

struct TelltaleWarning {
  int lodging = 0;
  Telltale telltale = Telltale::weekday;
  bool by_locks = false;  ///< without the visits that a person has locked it would not be so
  int value = 0;          ///< the gap in days, the weekday (0 = Monday), weekday * 3 + band (0 morning … 2), the team
  int times = 0;          ///< so often
  int of = 0;             ///< of so many
};

struct Predictability {
  std::vector<Guessing> lodgings;  ///< by index; lodgings without a visit keep zeros
  /// Over all lodgings: gaps, weekdays × bands and learner pooled as an observer of the unit sees them; the weekday
  /// entropies and the team share are means over lodgings with two visits or more.
  Guessing overall;
  double best_gap_guess_p90 = 0;          ///< over lodgings with eight gaps or more (0 if there is none)
  double weekday_entropy_quarter_p5 = 0;  ///< over lodgings with eight visits or more (0 if there is none)
  std::vector<TelltaleWarning> warnings;  ///< those of locks first; lodgings with four visits or more in view
};

/// Precondition: problem and plan belong together (check() is empty, or speaks of rules that people bent).
Predictability predictability(const Problem& problem, const Plan& plan);

}  // namespace ronda::scheduling
