#pragma once
// Instants, dates and the three zones of Indonesia. No clock is read here: hosts pass `now`. Any thread.

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace ronda {

/// A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
struct Instant {
  std::int64_t ms = 0;
  bool operator==(const Instant&) const = default;
  auto operator<=>(const Instant&) const = default;
};

/// The host's clock.
using Clock = std::function<Instant()>;

/// A civil date in the zone of a unit (proleptic Gregorian).
struct LocalDate {
  int year = 1970;
  int month = 1;  ///< 1..12
  int day = 1;    ///< 1..31
  bool operator==(const LocalDate&) const = default;
  auto operator<=>(const LocalDate&) const = default;
};

/// Minutes after local midnight; bands over midnight may exceed 1439.
struct LocalTime {
  int minutes = 0;
  bool operator==(const LocalTime&) const = default;
  auto operator<=>(const LocalTime&) const = default;
};

/// Indonesia has three zones and no summer time (UTC+7, +8, +9).
enum class Zone { wib, wita, wit };

std::string_view iana_name(Zone zone);   ///< Asia/Jakarta, Asia/Makassar, Asia/Jayapura
std::string_view zone_label(Zone zone);  ///< WIB, WITA, WIT
/// Accepts the IANA names (also Asia/Pontianak) and the labels. Errors: bad_input.
Result<Zone> parse_zone(std::string_view text);
int offset_minutes(Zone zone);

/// Days since 1970-01-01.
std::int64_t day_number(LocalDate date);
LocalDate date_of_day(std::int64_t day_number);
LocalDate plus_days(LocalDate date, std::int64_t days);
int days_in_month(int year, int month);
/// 0 = Monday … 6 = Sunday.
int weekday(LocalDate date);

LocalDate local_date(Instant at, Zone zone);
LocalTime local_time(Instant at, Zone zone);
Instant instant_of(LocalDate date, LocalTime time, Zone zone);

/// RFC 3339 in UTC with milliseconds: 2026-11-21T03:04:05.678Z
std::string to_text(Instant at);
std::string to_text(LocalDate date);  ///< 2026-12-01
std::string to_text(LocalTime time);  ///< 21:03
/// RFC 3339 with `Z` or an offset, seconds fraction optional. Errors: bad_input.
Result<Instant> parse_instant(std::string_view text);
/// YYYY-MM-DD of a real date. Errors: bad_input.
Result<LocalDate> parse_date(std::string_view text);
/// HH:MM, 00:00..23:59. Errors: bad_input.
Result<LocalTime> parse_time(std::string_view text);

}  // namespace ronda
