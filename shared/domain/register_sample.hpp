#pragma once
// The register sample: every step-th line from a start drawn by the app, counted, never copied (DOMAIN.md §3). A tally
// has no member about a guest. Plain values and pure functions; any thread.

#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/checklist.hpp"
#include "shared/domain/text.hpp"

namespace ronda::domain {

struct SampleLimits {
  int min_n = 10;    ///< fewer only if that is every line
  int min_days = 7;  ///< a shorter range could point at a person
  bool operator==(const SampleLimits&) const = default;
};

struct SamplePlan {
  LocalDate from;
  LocalDate to;         ///< included
  int total_lines = 0;  ///< lines of the register in that range
  int n = 0;            ///< lines looked at
  int start = 0;        ///< 1..step, drawn by the app; 0 if there are no lines
  int step = 0;         ///< floor(total_lines / n); 0 if there are no lines
  bool operator==(const SamplePlan&) const = default;
};

/// One line of the register, as counted.
struct SampleEntry {
  bool complete = false;
  bool verified = false;  ///< an identity check is noted
  bool foreign = false;
  bool reported = false;   ///< a receipt of the report to Immigration exists; only with foreign
  bool minor = false;      ///< somebody under 18
  bool companion = false;  ///< the adult companion is recorded; only with minor
  bool operator==(const SampleEntry&) const = default;
};

struct SampleTally {
  int complete = 0;
  int incomplete = 0;
  int verified = 0;
  int foreign = 0;
  int reported = 0;
  int minors = 0;
  int companion = 0;
  bool operator==(const SampleTally&) const = default;
  int counted() const { return complete + incomplete; }
};

/// A whole sample, counted: what a sealed record keeps of it.
struct CountedSample {
  SamplePlan plan;
  SampleTally tally;
  std::optional<std::string> most_blank;  ///< option code of SMP-08
  bool operator==(const CountedSample&) const = default;
};

/// A sample under way.
struct SampleState {
  SamplePlan plan;
  std::vector<SampleEntry> entries;  ///< entry k is entries[k - 1]
  std::optional<std::string> most_blank;

  bool finished() const { return static_cast<int>(entries.size()) == plan.n; }
};

/// Nothing until every entry is counted.
std::optional<CountedSample> counted(const std::optional<SampleState>& sample);

/// Draws the start uniformly from 1..step, so that neither side chooses the lines.
/// Errors: bad_input with `where` "/from", "/to", "/n" or "/total_lines": range backwards, in the future or shorter
/// than min_days; n above total_lines; n below min_n although there are more lines; total_lines below 0 or above
/// 100,000.
Result<SamplePlan> draw_sample(LocalDate from, LocalDate to, int total_lines, int n, LocalDate today,
                               const SampleLimits& limits, const Entropy& entropy);

/// The promises of a plan that came from elsewhere (the server checks a sealed one). Errors: bad_input.
Result<void> check_plan(const SamplePlan& plan, const SampleLimits& limits);

/// Line number of the k-th entry, k from 1 to n.
int line_of(const SamplePlan& plan, int k);

/// Errors: bad_input (reported without foreign, companion without minor) with `where` the member.
Result<void> check_entry(const SampleEntry& entry);

SampleTally tally_of(const std::vector<SampleEntry>& entries);

/// complete + incomplete = n; verified ≤ n; reported ≤ foreign ≤ n; companion ≤ minors ≤ n. Errors: bad_input.
Result<void> check_tally(const SampleTally& tally, int n);

int part_of(const SampleTally& tally, int n, SamplePart part);

/// Two-sided 95 % bounds of a share after `hits` of `n` (Clopper-Pearson, exact binomial), in whole percent rounded
/// outward. With no hit the upper bound is the rule of three, 3/n; with only hits the lower one is its mirror.
struct PercentBounds {
  int low = 0;
  int high = 100;
};
PercentBounds share_bounds(int hits, int n);

/// What the sample allows to say, in honest words: it is called a sample and carries its range. A count of every line
/// is said to be one. Example: "Sampel 14–27 Nov 2026: 1 dari 20 tidak lengkap. Angka sebenarnya mungkin 0–25 %."
Text sample_sentence(const SamplePlan& plan, const SampleTally& tally);

}  // namespace ronda::domain
