#include "shared/domain/register_sample.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "shared/domain/speech.hpp"

namespace ronda::domain {

namespace {

constexpr int kMaxLines = 100'000;

/// Uniform in 1..bound without bias: values above the last whole multiple are drawn again.
int draw_up_to(int bound, const Entropy& entropy) {
  const auto range = static_cast<std::uint32_t>(bound);
  const std::uint32_t limit = UINT32_MAX - UINT32_MAX % range;
  for (;;) {
    std::array<std::uint8_t, 4> bytes{};
    entropy(bytes);
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes) value = value << 8U | byte;
    if (value < limit) return static_cast<int>(value % range) + 1;
  }
}

Result<void> check_counts(LocalDate from, LocalDate to, int total_lines, int n, const SampleLimits& limits) {
  if (to < from) return bad_input("the range ends before it starts", "/to");
  if (day_number(to) - day_number(from) + 1 < limits.min_days) {
    return bad_input("the range has at least " + std::to_string(limits.min_days) + " days", "/from");
  }
  if (total_lines < 0 || total_lines > kMaxLines) return bad_input("that many lines cannot be", "/total_lines");
  if (n < 0 || n > total_lines) return bad_input("there are only " + std::to_string(total_lines) + " lines", "/n");
  if (n < limits.min_n && n != total_lines) {
    return bad_input("a sample has at least " + std::to_string(limits.min_n) + " lines, or all of them", "/n");
  }
  return {};
}

/// P(X <= hits) for X ~ Binomial(n, p), summed in logarithms so that large n does not underflow.
double binomial_cdf(int hits, int n, double p) {
  if (p <= 0.0) return 1.0;
  if (p >= 1.0) return hits >= n ? 1.0 : 0.0;
  double sum = 0.0;
  double log_term = n * std::log1p(-p);
  for (int k = 0; k <= hits; ++k) {
    sum += std::exp(log_term);
    log_term += std::log((n - k) / (k + 1.0)) + std::log(p) - std::log1p(-p);
    if (k + 1 >= n && k + 1 > hits) break;
  }
  return std::min(sum, 1.0);
}

/// The p in 0..1 where binomial_cdf(hits, n, p), which falls with p, passes `target`.
double solve_cdf(int hits, int n, double target) {
  double low = 0.0;
  double high = 1.0;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (binomial_cdf(hits, n, middle) > target ? low : high) = middle;
  }
  return (low + high) / 2;
}

int rule_of_three_percent(int n) { return std::min(100, (300 + n - 1) / n); }

std::string percent(int value) { return std::to_string(value) + " %"; }

Text bounds_sentence(const SampleTally& tally, int n) {
  const PercentBounds bounds = share_bounds(tally.incomplete, n);
  if (tally.incomplete == 0) {
    return {"Angka sebenarnya mungkin di bawah " + percent(bounds.high) + ".",
            "The true share may be anything below " + std::to_string(bounds.high) + "%."};
  }
  if (tally.incomplete == n) {
    return {"Angka sebenarnya mungkin di atas " + percent(bounds.low) + ".",
            "The true share may be anything above " + std::to_string(bounds.low) + "%."};
  }
  return {"Angka sebenarnya mungkin " + std::to_string(bounds.low) + "–" + percent(bounds.high) + ".",
          "The true share may be " + std::to_string(bounds.low) + "–" + std::to_string(bounds.high) + "%."};
}

}  // namespace

std::optional<CountedSample> counted(const std::optional<SampleState>& sample) {
  if (!sample || !sample->finished()) return std::nullopt;
  return CountedSample{sample->plan, tally_of(sample->entries), sample->most_blank};
}

Result<SamplePlan> draw_sample(LocalDate from, LocalDate to, int total_lines, int n, LocalDate today,
                               const SampleLimits& limits, const Entropy& entropy) {
  if (today < to) return bad_input("the range lies in the future", "/to");
  if (auto good = check_counts(from, to, total_lines, n, limits); !good) return std::move(good).error();
  SamplePlan plan{from, to, total_lines, n, 0, 0};
  if (n == 0) return plan;
  plan.step = total_lines / n;
  plan.start = draw_up_to(plan.step, entropy);
  return plan;
}

Result<void> check_plan(const SamplePlan& plan, const SampleLimits& limits) {
  if (auto good = check_counts(plan.from, plan.to, plan.total_lines, plan.n, limits); !good) return good;
  const int step = plan.n == 0 ? 0 : plan.total_lines / plan.n;
  if (plan.step != step) return bad_input("the step is total_lines / n", "/step");
  const int least = plan.n == 0 ? 0 : 1;
  if (plan.start < least || plan.start > step) return bad_input("the start lies within the first step", "/start");
  return {};
}

int line_of(const SamplePlan& plan, int k) {
  RONDA_ASSERT(k >= 1 && k <= plan.n);
  return plan.start + (k - 1) * plan.step;
}

Result<void> check_entry(const SampleEntry& entry) {
  if (entry.reported && !entry.foreign) return bad_input("reported belongs to a foreign guest's line", "/reported");
  if (entry.companion && !entry.minor) return bad_input("companion belongs to a line with a minor", "/companion");
  return {};
}

SampleTally tally_of(const std::vector<SampleEntry>& entries) {
  SampleTally tally;
  for (const SampleEntry& entry : entries) {
    ++(entry.complete ? tally.complete : tally.incomplete);
    tally.verified += entry.verified ? 1 : 0;
    tally.foreign += entry.foreign ? 1 : 0;
    tally.reported += entry.reported ? 1 : 0;
    tally.minors += entry.minor ? 1 : 0;
    tally.companion += entry.companion ? 1 : 0;
  }
  return tally;
}

Result<void> check_tally(const SampleTally& tally, int n) {
  const std::array<int, 7> all{tally.complete, tally.incomplete, tally.verified, tally.foreign,
                               tally.reported, tally.minors,     tally.companion};
  if (std::any_of(all.begin(), all.end(), [](int count) { return count < 0; })) {
    return bad_input("a tally counts from 0", "/complete");
  }
  if (tally.complete + tally.incomplete != n) return bad_input("complete and incomplete make n", "/complete");
  if (tally.verified > n) return bad_input("verified is at most n", "/verified");
  if (tally.foreign > n) return bad_input("foreign is at most n", "/foreign");
  if (tally.reported > tally.foreign) return bad_input("reported is at most foreign", "/reported");
  if (tally.minors > n) return bad_input("minors is at most n", "/minors");
  if (tally.companion > tally.minors) return bad_input("companion is at most minors", "/companion");
  return {};
}

int part_of(const SampleTally& tally, int n, SamplePart part) {
  switch (part) {
    case SamplePart::n:
      return n;
    case SamplePart::complete:
      return tally.complete;
    case SamplePart::verified:
      return tally.verified;
    case SamplePart::foreign:
      return tally.foreign;
    case SamplePart::reported:
      return tally.reported;
    case SamplePart::minors:
      return tally.minors;
    case SamplePart::companion:
      return tally.companion;
  }
  return 0;
}

PercentBounds share_bounds(int hits, int n) {
  if (n <= 0) return {};
  if (hits <= 0) return {0, rule_of_three_percent(n)};
  if (hits >= n) return {100 - rule_of_three_percent(n), 100};
  // Clopper-Pearson: P(X >= hits | low) = 2.5 % and P(X <= hits | high) = 2.5 %.
  const double low = solve_cdf(hits - 1, n, 0.975);
  const double high = solve_cdf(hits, n, 0.025);
  return {static_cast<int>(std::floor(low * 100)), static_cast<int>(std::ceil(high * 100))};
}

Text sample_sentence(const SamplePlan& plan, const SampleTally& tally) {
  const std::string range_id = date_range(plan.from, plan.to, Language::id);
  const std::string range_en = date_range(plan.from, plan.to, Language::en);
  const int n = tally.counted();
  if (plan.total_lines == 0) {
    return {"Buku tamu " + range_id + ": tidak ada baris.", "Register " + range_en + ": no lines."};
  }
  if (n == 0)
    return {"Sampel " + range_id + ": belum ada baris dihitung.", "Sample " + range_en + ": no line counted yet."};
  const std::string bad = std::to_string(tally.incomplete);
  const std::string all = std::to_string(n);
  if (n == plan.total_lines) {
    return {"Semua baris " + range_id + ": " + bad + " dari " + all + " tidak lengkap.",
            "All lines " + range_en + ": " + bad + " of " + all + " incomplete."};
  }
  const Text bounds = bounds_sentence(tally, n);
  return {"Sampel " + range_id + ": " + bad + " dari " + all + " tidak lengkap. " + bounds.id,
          "Sample " + range_en + ": " + bad + " of " + all + " incomplete. " + bounds.en};
}

}  // namespace ronda::domain
