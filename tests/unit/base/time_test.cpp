#include "shared/base/time.hpp"

#include <gtest/gtest.h>

namespace ronda {
namespace {

TEST(Time, AnInstantReadsBackAsItWasWritten) {
  const auto at = parse_instant("2026-11-21T03:04:05.678Z");

  ASSERT_TRUE(at);
  EXPECT_EQ(to_text(*at), "2026-11-21T03:04:05.678Z");
}

TEST(Time, AnOffsetIsTurnedIntoUtc) {
  const auto at = parse_instant("2026-12-02T21:03:00+08:00");

  ASSERT_TRUE(at);
  EXPECT_EQ(to_text(*at), "2026-12-02T13:03:00.000Z");
}

TEST(Time, LateEveningInKupangIsTheSameDayThereAndInUtc) {
  const Instant at = *parse_instant("2026-12-01T15:30:00.000Z");

  EXPECT_EQ(to_text(local_date(at, Zone::wita)), "2026-12-01");
  EXPECT_EQ(to_text(local_time(at, Zone::wita)), "23:30");
  EXPECT_EQ(to_text(local_date(at, Zone::wit)), "2026-12-02");
}

TEST(Time, ALocalMomentGoesThereAndBackInEachZone) {
  for (const Zone zone : {Zone::wib, Zone::wita, Zone::wit}) {
    const Instant at = instant_of({2026, 2, 28}, {23 * 60 + 59}, zone);

    EXPECT_EQ(to_text(local_date(at, zone)), "2026-02-28");
    EXPECT_EQ(to_text(local_time(at, zone)), "23:59");
  }
}

TEST(Time, EveryDayOfFourHundredYearsKeepsItsNumber) {
  LocalDate date{1899, 12, 31};
  for (std::int64_t day = day_number(date); date.year < 2300; ++day, date = plus_days(date, 1)) {
    ASSERT_EQ(day_number(date), day) << to_text(date);
    ASSERT_EQ(date_of_day(day), date);
  }
}

TEST(Time, TheFirstOfDecember2026IsATuesday) { EXPECT_EQ(weekday({2026, 12, 1}), 1); }

TEST(Time, DatesThatDoNotExistAreRefused) {
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-04-31", ""}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
  EXPECT_TRUE(parse_date("2028-02-29"));
}

TEST(Time, TextThatIsNoInstantIsRefused) {
  for (const char* text : {"2026-12-02", "2026-12-02T25:00:00Z", "2026-12-02T21:03:00", "2026-12-02T21:03:00+8", "x"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(Time, ZonesAreKnownByTheirNamesAndLabels) {
  EXPECT_EQ(*parse_zone("Asia/Makassar"), Zone::wita);
  EXPECT_EQ(*parse_zone("WIT"), Zone::wit);
  EXPECT_EQ(*parse_zone("Asia/Pontianak"), Zone::wib);
  EXPECT_FALSE(parse_zone("Europe/Berlin"));
  EXPECT_EQ(zone_label(Zone::wita), "WITA");
}

}  // namespace
}  // namespace ronda
