#include "shared/domain/speech.hpp"

#include <array>

namespace ronda::domain {

namespace {

constexpr std::array<const char*, 12> kMonthsId{"Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                                                "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"};
constexpr std::array<const char*, 12> kMonthsEn{"January", "February", "March",     "April",   "May",      "June",
                                                "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<const char*, 12> kShortMonthsId{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun",
                                                     "Jul", "Agu", "Sep", "Okt", "Nov", "Des"};
constexpr std::array<const char*, 12> kShortMonthsEn{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 7> kDaysId{"Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"};
constexpr std::array<const char*, 7> kDaysEn{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                             "Friday", "Saturday", "Sunday"};
constexpr std::array<const char*, 7> kShortDaysId{"Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"};
constexpr std::array<const char*, 7> kShortDaysEn{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::size_t month_index(int month) {
  RONDA_ASSERT(month >= 1 && month <= 12);
  return static_cast<std::size_t>(month - 1);
}

std::size_t day_index(LocalDate date) { return static_cast<std::size_t>(weekday(date)); }

}  // namespace

std::string number_text(std::int64_t value, Language language) {
  const bool negative = value < 0;
  std::string digits = std::to_string(value);
  if (negative) digits.erase(0, 1);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out.push_back(language == Language::id ? '.' : ',');
    out.push_back(digits[i]);
  }
  return negative ? "-" + out : out;
}

std::string tenths_text(std::int64_t tenths, Language language) {
  const std::string sign = tenths < 0 ? "-" : "";
  const std::int64_t whole = tenths < 0 ? -(tenths / 10) : tenths / 10;
  const std::int64_t rest = tenths < 0 ? -(tenths % 10) : tenths % 10;
  return sign + number_text(whole, language) + (language == Language::id ? "," : ".") + std::to_string(rest);
}

std::string month_name(int month, Language language) {
  return language == Language::id ? kMonthsId[month_index(month)] : kMonthsEn[month_index(month)];
}

std::string short_month_name(int month, Language language) {
  return language == Language::id ? kShortMonthsId[month_index(month)] : kShortMonthsEn[month_index(month)];
}

std::string weekday_name(LocalDate date, Language language) {
  return language == Language::id ? kDaysId[day_index(date)] : kDaysEn[day_index(date)];
}

std::string short_weekday_name(LocalDate date, Language language) {
  return language == Language::id ? kShortDaysId[day_index(date)] : kShortDaysEn[day_index(date)];
}

std::string short_date(LocalDate date, Language language) {
  return std::to_string(date.day) + " " + short_month_name(date.month, language);
}

std::string day_date(LocalDate date, Language language) {
  return short_weekday_name(date, language) + " " + short_date(date, language);
}

std::string medium_date(LocalDate date, Language language) {
  return short_date(date, language) + " " + std::to_string(date.year);
}

std::string long_date(LocalDate date, Language language) {
  return weekday_name(date, language) + ", " + std::to_string(date.day) + " " + month_name(date.month, language) + " " +
         std::to_string(date.year);
}

std::string date_range(LocalDate from, LocalDate to, Language language) {
  if (from == to) return medium_date(to, language);
  if (from.year != to.year) return medium_date(from, language) + "–" + medium_date(to, language);
  if (from.month != to.month) return short_date(from, language) + "–" + medium_date(to, language);
  return std::to_string(from.day) + "–" + medium_date(to, language);
}

std::string clock_text(LocalTime time, Language language) {
  const int minutes = time.minutes % 1440;
  return two_digits(minutes / 60) + (language == Language::id ? "." : ":") + two_digits(minutes % 60);
}

std::string clock_text(Instant at, Zone zone, Language language) {
  return clock_text(local_time(at, zone), language) + " " + std::string(zone_label(zone));
}

std::string moment_text(Instant at, Zone zone, Language language) {
  return long_date(local_date(at, zone), language) + (language == Language::id ? " pukul " : " at ") +
         clock_text(at, zone, language);
}

Text date_text(LocalDate date) { return {medium_date(date, Language::id), medium_date(date, Language::en)}; }

Text moment_text(Instant at, Zone zone) {
  return {moment_text(at, zone, Language::id), moment_text(at, zone, Language::en)};
}

}  // namespace ronda::domain
