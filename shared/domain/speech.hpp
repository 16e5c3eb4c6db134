#pragma once
// Dates, times and numbers as a person reads them (the look, "Voice"): 1.689 · 8,1 · 21.03 WITA · Rab 25 Nov in
// Indonesian, 1,689 · 8.1 · 21:03 WITA · Wed 25 Nov in English. Pure functions; any thread.

#include <cstdint>
#include <string>

#include "shared/base/time.hpp"
#include "shared/domain/text.hpp"

namespace ronda::domain {

/// Thousands grouped: 1.689 / 1,689.
std::string number_text(std::int64_t value, Language language);
/// Tenths: 81 is "8,1" / "8.1".
std::string tenths_text(std::int64_t tenths, Language language);

std::string month_name(int month, Language language);        ///< November; precondition 1..12
std::string short_month_name(int month, Language language);  ///< Nov, Agu / Aug
std::string weekday_name(LocalDate date, Language language);
std::string short_weekday_name(LocalDate date, Language language);

std::string short_date(LocalDate date, Language language);   ///< 25 Nov
std::string day_date(LocalDate date, Language language);     ///< Rab 25 Nov / Wed 25 Nov
std::string medium_date(LocalDate date, Language language);  ///< 25 Nov 2026
std::string long_date(LocalDate date, Language language);    ///< Rabu, 25 November 2026 / Wednesday, 25 November 2026
/// 14–27 Nov 2026 · 28 Nov–4 Des 2026 · 29 Des 2026–4 Jan 2027
std::string date_range(LocalDate from, LocalDate to, Language language);

std::string clock_text(LocalTime time, Language language);         ///< 21.03 / 21:03
std::string clock_text(Instant at, Zone zone, Language language);  ///< 21.03 WITA / 21:03 WITA
/// Rabu, 2 Desember 2026 pukul 21.03 WITA / Wednesday, 2 December 2026 at 21:03 WITA
std::string moment_text(Instant at, Zone zone, Language language);

Text date_text(LocalDate date);
Text moment_text(Instant at, Zone zone);

}  // namespace ronda::domain
