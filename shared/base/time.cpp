#include "shared/base/time.hpp"

#include <charconv>

namespace ronda {

namespace {

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMsPerDay = 86'400'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

std::string padded(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  while (text.size() < width) text.insert(text.begin(), '0');
  return text;
}

bool read_digits(std::string_view text, std::size_t at, std::size_t count, int& out) {
  if (at + count > text.size()) return false;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  std::from_chars(text.data() + at, text.data() + at + count, out);
  return true;
}

}  // namespace

std::string_view iana_name(Zone zone) {
  switch (zone) {
    case Zone::wib:
      return "Asia/Jakarta";
    case Zone::wita:
      return "Asia/Makassar";
    case Zone::wit:
      return "Asia/Jayapura";
  }
  RONDA_ASSERT(false);
}

std::string_view zone_label(Zone zone) {
  switch (zone) {
    case Zone::wib:
      return "WIB";
    case Zone::wita:
      return "WITA";
    case Zone::wit:
      return "WIT";
  }
  RONDA_ASSERT(false);
}

Result<Zone> parse_zone(std::string_view text) {
  if (text == "Asia/Jakarta" || text == "Asia/Pontianak" || text == "WIB") return Zone::wib;
  if (text == "Asia/Makassar" || text == "WITA") return Zone::wita;
  if (text == "Asia/Jayapura" || text == "WIT") return Zone::wit;
  return bad_input("unknown zone, expected Asia/Jakarta, Asia/Makassar or Asia/Jayapura");
}

int offset_minutes(Zone zone) { return zone == Zone::wib ? 420 : zone == Zone::wita ? 480 : 540; }

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil and civil_from_days.
std::int64_t day_number(LocalDate date) {
  const std::int64_t y = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(y, 400);
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

LocalDate date_of_day(std::int64_t day) {
  const std::int64_t z = day + 719468;
  const std::int64_t era = floor_div(z, 146097);
  const std::int64_t doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  return {static_cast<int>(yoe + era * 400 + (month <= 2 ? 1 : 0)), month,
          static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

LocalDate plus_days(LocalDate date, std::int64_t days) { return date_of_day(day_number(date) + days); }

int days_in_month(int year, int month) {
  const LocalDate next = month == 12 ? LocalDate{year + 1, 1, 1} : LocalDate{year, month + 1, 1};
  return static_cast<int>(day_number(next) - day_number({year, month, 1}));
}

int weekday(LocalDate date) {
  const std::int64_t day = day_number(date) + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(day - floor_div(day, 7) * 7);
}

LocalDate local_date(Instant at, Zone zone) {
  return date_of_day(floor_div(at.ms + offset_minutes(zone) * kMsPerMinute, kMsPerDay));
}

LocalTime local_time(Instant at, Zone zone) {
  const std::int64_t local = at.ms + offset_minutes(zone) * kMsPerMinute;
  return {static_cast<int>((local - floor_div(local, kMsPerDay) * kMsPerDay) / kMsPerMinute)};
}

Instant instant_of(LocalDate date, LocalTime time, Zone zone) {
  return {day_number(date) * kMsPerDay + (time.minutes - offset_minutes(zone)) * kMsPerMinute};
}

std::string to_text(Instant at) {
  const std::int64_t day = floor_div(at.ms, kMsPerDay);
  const std::int64_t rest = at.ms - day * kMsPerDay;
  return to_text(date_of_day(day)) + 'T' + padded(rest / 3'600'000, 2) + ':' + padded(rest / 60'000 % 60, 2) + ':' +
         padded(rest / 1000 % 60, 2) + '.' + padded(rest % 1000, 3) + 'Z';
}

std::string to_text(LocalDate date) {
  return padded(date.year, 4) + '-' + padded(date.month, 2) + '-' + padded(date.day, 2);
}

std::string to_text(LocalTime time) { return padded(time.minutes / 60 % 24, 2) + ':' + padded(time.minutes % 60, 2); }

Result<LocalDate> parse_date(std::string_view text) {
  LocalDate date;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !read_digits(text, 0, 4, date.year) ||
      !read_digits(text, 5, 2, date.month) || !read_digits(text, 8, 2, date.day) || date.month < 1 || date.month > 12 ||
      date.day < 1 || date.day > days_in_month(date.year, date.month)) {
    return bad_input("expected a date of the form YYYY-MM-DD");
  }
  return date;
}

Result<LocalTime> parse_time(std::string_view text) {
  int hours = 0;
  int minutes = 0;
  if (text.size() != 5 || text[2] != ':' || !read_digits(text, 0, 2, hours) || !read_digits(text, 3, 2, minutes) ||
      hours > 23 || minutes > 59) {
    return bad_input("expected a time of the form HH:MM");
  }
  return LocalTime{hours * 60 + minutes};
}

Result<Instant> parse_instant(std::string_view text) {
  const auto wrong = [] { return bad_input("expected an RFC 3339 time such as 2026-11-21T03:04:05.678Z"); };
  if (text.size() < 20 || text[10] != 'T') return wrong();
  const auto date = parse_date(text.substr(0, 10));
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!date || text[13] != ':' || text[16] != ':' || !read_digits(text, 11, 2, hour) ||
      !read_digits(text, 14, 2, minute) || !read_digits(text, 17, 2, second) || hour > 23 || minute > 59 ||
      second > 59) {
    return wrong();
  }
  std::size_t at = 19;
  std::int64_t fraction_ms = 0;
  if (text[at] == '.') {
    std::int64_t scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
      fraction_ms += (text[at] - '0') * scale;
    }
  }
  std::int64_t offset = 0;
  const std::string_view tail = text.substr(at);
  if (tail != "Z") {
    int oh = 0;
    int om = 0;
    if (tail.size() != 6 || (tail[0] != '+' && tail[0] != '-') || tail[3] != ':' || !read_digits(tail, 1, 2, oh) ||
        !read_digits(tail, 4, 2, om)) {
      return wrong();
    }
    offset = (tail[0] == '+' ? 1 : -1) * (oh * 60 + om);
  }
  return Instant{day_number(*date) * kMsPerDay + hour * 3'600'000LL + (minute - offset) * kMsPerMinute +
                 second * 1000LL + fraction_ms};
}

}  // namespace ronda
