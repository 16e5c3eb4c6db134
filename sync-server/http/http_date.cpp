#include "sync-server/http/http_date.hpp"

namespace ronda::http {

std::string http_date(Instant at) {
  constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string text = to_text(at);  // 2026-11-21T03:04:05.678Z
  const LocalDate date = date_of_day(at.ms / 86'400'000);
  return std::string(kDays[weekday(date)]) + ", " + text.substr(8, 2) + " " + kMonths[date.month - 1] + " " +
         text.substr(0, 4) + " " + text.substr(11, 8) + " GMT";
}

}  // namespace ronda::http
