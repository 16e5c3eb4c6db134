#include "shared/domain/register_sample.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace ronda::domain {

namespace {

const LocalDate kFrom{2026, 11, 14};
const LocalDate kTo{2026, 11, 27};
const LocalDate kToday{2026, 12, 2};

Entropy seeded(std::uint64_t seed) {
  return [seed](std::span<std::uint8_t> out) mutable {
    for (std::uint8_t& byte : out) {
      seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
      byte = static_cast<std::uint8_t>(seed >> 56U);
    }
  };
}

std::string refusal(LocalDate from, LocalDate to, int total, int n) {
  auto plan = draw_sample(from, to, total, n, kToday, SampleLimits{}, seeded(1));
  return plan ? "drawn" : plan.error().where;
}

SampleTally tally(int complete, int incomplete) {
  SampleTally out;
  out.complete = complete;
  out.incomplete = incomplete;
  return out;
}

}  // namespace

TEST(RegisterSample, TheLinesAreEveryStepFromAStartThatNobodyChose) {
  std::map<int, int> starts;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    auto plan = draw_sample(kFrom, kTo, 96, 20, kToday, SampleLimits{}, seeded(seed));
    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->step, 4);
    EXPECT_LE(line_of(*plan, 20), 96);
    EXPECT_TRUE(check_plan(*plan, SampleLimits{}).has_value());
    ++starts[plan->start];
  }
  ASSERT_EQ(starts.size(), 4U);
  for (const auto& [start, count] : starts) {
    EXPECT_GE(start, 1);
    EXPECT_GT(count, 60) << "start " << start << " is drawn too seldom";
  }
}

TEST(RegisterSample, AShortRangeATinySampleAndTheFutureAreRefused) {
  EXPECT_EQ(refusal(kFrom, kTo, 96, 20), "drawn");
  EXPECT_EQ(refusal({2026, 11, 22}, kTo, 96, 20), "/from");
  EXPECT_EQ(refusal({2026, 11, 21}, kTo, 96, 20), "drawn");
  EXPECT_EQ(refusal(kTo, kFrom, 96, 20), "/to");
  EXPECT_EQ(refusal(kFrom, {2026, 12, 3}, 96, 20), "/to");
  EXPECT_EQ(refusal(kFrom, kToday, 96, 20), "drawn");
  EXPECT_EQ(refusal(kFrom, kTo, 96, 9), "/n");
  EXPECT_EQ(refusal(kFrom, kTo, 6, 6), "drawn");
  EXPECT_EQ(refusal(kFrom, kTo, 6, 7), "/n");
  EXPECT_EQ(refusal(kFrom, kTo, -1, 0), "/total_lines");
}

TEST(RegisterSample, AnEmptyRegisterIsASampleOfNothing) {
  auto plan = draw_sample(kFrom, kTo, 0, 0, kToday, SampleLimits{}, seeded(1));

  ASSERT_TRUE(plan.has_value());
  EXPECT_TRUE(counted(SampleState{*plan, {}, std::nullopt}).has_value());
  EXPECT_EQ(sample_sentence(*plan, {}).id, "Buku tamu 14–27 Nov 2026: tidak ada baris.");
}

TEST(RegisterSample, ReceiptBelongsToAForeignLineAndCompanionToAMinor) {
  EXPECT_EQ(check_entry({true, true, false, true, false, false}).error().where, "/reported");
  EXPECT_EQ(check_entry({true, true, false, false, false, true}).error().where, "/companion");
  EXPECT_TRUE(check_entry({true, true, true, true, true, true}).has_value());
}

TEST(RegisterSample, ATallyThatDoesNotAddUpIsRefused) {
  SampleTally good{19, 1, 18, 2, 2, 1, 1};

  EXPECT_TRUE(check_tally(good, 20).has_value());
  EXPECT_EQ(check_tally(good, 21).error().where, "/complete");
  good.reported = 3;
  EXPECT_EQ(check_tally(good, 20).error().where, "/reported");
  good.reported = 2;
  good.companion = 2;
  EXPECT_EQ(check_tally(good, 20).error().where, "/companion");
  good.companion = 1;
  good.verified = 21;
  EXPECT_EQ(check_tally(good, 20).error().where, "/verified");
}

TEST(RegisterSample, ASampleWithoutAFaultStillOnlyBoundsTheTruth) {
  const SamplePlan plan{kFrom, kTo, 96, 20, 3, 4};

  EXPECT_EQ(sample_sentence(plan, tally(20, 0)).id,
            "Sampel 14–27 Nov 2026: 0 dari 20 tidak lengkap. Angka sebenarnya mungkin di bawah 15 %.");
  EXPECT_EQ(sample_sentence(plan, tally(20, 0)).en,
            "Sample 14–27 Nov 2026: 0 of 20 incomplete. The true share may be anything below 15%.");
  EXPECT_EQ(sample_sentence(plan, tally(19, 1)).id,
            "Sampel 14–27 Nov 2026: 1 dari 20 tidak lengkap. Angka sebenarnya mungkin 0–25 %.");
}

TEST(RegisterSample, EveryLineCountedIsNoSampleAnyMore) {
  EXPECT_EQ(sample_sentence({kFrom, kTo, 8, 8, 1, 1}, tally(7, 1)).id,
            "Semua baris 14–27 Nov 2026: 1 dari 8 tidak lengkap.");
}

// Bounds of 5 in 20 from the beta quantiles: 8.66 % and 49.10 %; of 10 in 100: 4.90 % and 17.62 %.
TEST(RegisterSample, BoundsAreTheExactBinomialOnesRoundedOutward) {
  EXPECT_EQ(share_bounds(5, 20).low, 8);
  EXPECT_EQ(share_bounds(5, 20).high, 50);
  EXPECT_EQ(share_bounds(10, 100).low, 4);
  EXPECT_EQ(share_bounds(10, 100).high, 18);
  EXPECT_EQ(share_bounds(20, 20).low, 85);
  EXPECT_EQ(share_bounds(0, 2000).high, 1);
}

}  // namespace ronda::domain
