#include "shared/domain/speech.hpp"

#include <gtest/gtest.h>

namespace ronda::domain {

TEST(Speech, NumbersDatesAndTimesReadAsInTheLook) {
  const LocalDate date{2026, 11, 25};
  const Instant at = instant_of(date, LocalTime{21 * 60 + 3}, Zone::wita);

  EXPECT_EQ(number_text(1689, Language::id), "1.689");
  EXPECT_EQ(number_text(1689, Language::en), "1,689");
  EXPECT_EQ(number_text(-1234567, Language::id), "-1.234.567");
  EXPECT_EQ(number_text(999, Language::id), "999");
  EXPECT_EQ(tenths_text(81, Language::id), "8,1");
  EXPECT_EQ(tenths_text(-5, Language::en), "-0.5");
  EXPECT_EQ(day_date(date, Language::id), "Rab 25 Nov");
  EXPECT_EQ(day_date(date, Language::en), "Wed 25 Nov");
  EXPECT_EQ(long_date(date, Language::id), "Rabu, 25 November 2026");
  EXPECT_EQ(clock_text(at, Zone::wita, Language::id), "21.03 WITA");
  EXPECT_EQ(clock_text(at, Zone::wita, Language::en), "21:03 WITA");
  EXPECT_EQ(moment_text(at, Zone::wita).id, "Rabu, 25 November 2026 pukul 21.03 WITA");
  EXPECT_EQ(moment_text(at, Zone::wita).en, "Wednesday, 25 November 2026 at 21:03 WITA");
}

TEST(Speech, ARangeSaysMonthAndYearOnlyWhereTheyChange) {
  EXPECT_EQ(date_range({2026, 11, 14}, {2026, 11, 27}, Language::id), "14–27 Nov 2026");
  EXPECT_EQ(date_range({2026, 11, 28}, {2026, 12, 4}, Language::id), "28 Nov–4 Des 2026");
  EXPECT_EQ(date_range({2026, 12, 29}, {2027, 1, 4}, Language::en), "29 Dec 2026–4 Jan 2027");
}

}  // namespace ronda::domain
