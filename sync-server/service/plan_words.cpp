#include "sync-server/service/plan_words.hpp"

#include <algorithm>
#include <cstdlib>

#include "shared/base/id.hpp"
#include "shared/domain/speech.hpp"

namespace ronda::server {

namespace {

using domain::Language;
using domain::Text;

std::string team_name(TeamId id, const std::vector<TeamRow>& teams) {
  for (const auto& team : teams) {
    if (team.id == id) return team.name;
  }
  return "?";
}

std::string number(std::int64_t n) { return std::to_string(n); }

Text band_words(std::string_view band) {
  if (band == "morning") return {"pagi", "morning"};
  if (band == "afternoon") return {"sore", "afternoon"};
  return {"malam", "night"};
}

Text weekday_words(int weekday) {
  static constexpr const char* kId[] = {"Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"};
  static constexpr const char* kEn[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  return {kId[weekday % 7], kEn[weekday % 7]};
}

Text day_words(LocalDate date) { return {domain::day_date(date, Language::id), domain::day_date(date, Language::en)}; }

Text deed(const RelaxationRow& way) {
  if (way.bend == "budget") return {};
  if (way.bend == "gap")
    return {"Geser batas jarak " + number(way.gap_days) + " hari",
            "Bend the spacing by " + number(way.gap_days) + (way.gap_days == 1 ? " day" : " days")};
  if (way.bend == "open") return {"Datang pada hari tutup", "Visit on a closed day"};
  if (way.bend == "band") {
    const auto band = band_words(way.band);
    return {"Datang " + band.id + " hari", "Visit in the " + band.en};
  }
  if (way.bend == "rotation") return {"Izinkan regu yang sama sekali lagi", "Allow the same team once more"};
  if (way.bend == "weekday") return {"Izinkan hari yang sama sekali lagi", "Allow the same weekday once more"};
  return {"Persingkat istirahat regu", "Shorten the team's rest"};
}

std::string clock_text(int minute, char point) {
  const int day_minute = ((minute % 1440) + 1440) % 1440;
  const std::string hour = number(day_minute / 60), rest = number(day_minute % 60);
  return (hour.size() < 2 ? "0" : "") + hour + point + (rest.size() < 2 ? "0" : "") + rest;
}

std::string team_of(const scheduling::Bent& bent, const BoardWords& words) {
  return bent.team >= 0 && bent.team < static_cast<int>(words.teams.size())
             ? words.teams[static_cast<std::size_t>(bent.team)].name
             : "?";
}

std::string plural(std::int64_t n, const char* one, const char* many) {
  return number(n) + " " + (n == 1 ? one : many);
}

}  // namespace

Text reason_sentence(std::string_view reason, int count) {
  const std::string n = std::to_string(count);
  const auto with_count = [&](const char* id, const char* en) {
    return Text{n + " kunjungan belum terjadwal. " + id,
                n + (count == 1 ? " visit" : " visits") + " not planned. " + en};
  };
  if (reason == "no_open_day") {
    return with_count("Tidak ada hari buka yang menjaga jarak antar kunjungan.",
                      "No open day keeps the spacing between visits.");
  }
  if (reason == "no_band") {
    return with_count("Tidak ada regu pada jam yang diizinkan di sini.", "No team works in the hours allowed here.");
  }
  if (reason == "no_skill") {
    return with_count("Tidak ada regu yang boleh atau mampu ke sini.", "No team may go here or has the skill.");
  }
  if (reason == "rotation") {
    return with_count("Yang masih punya waktu hanya regu yang sudah terlalu sering ke sini.",
                      "Only teams that were here too often still have time.");
  }
  if (reason == "budget") {
    return with_count("Semua giliran regu yang cocok sudah penuh.", "Every suitable shift is full.");
  }
  if (reason == "too_far") {
    return with_count("Terlalu jauh: satu perjalanan saja melebihi giliran.",
                      "Too far: one trip alone does not fit a shift.");
  }
  if (reason == "spacing") {
    return with_count("Waktu masih ada, tetapi terlalu dekat atau terlalu jauh dari kunjungan lain.",
                      "There is time, but only too close to or too far from the other visits.");
  }
  if (reason == "predictability") {
    return with_count("Yang tersisa hanya hari yang membuat kunjungan mudah ditebak.",
                      "Only days are left that would make the visits easy to guess.");
  }
  return with_count(std::string(reason).c_str(), std::string(reason).c_str());
}

Text relaxation_sentence(const RelaxationRow& way, const std::vector<TeamRow>& teams) {
  Text text = deed(way);
  if (way.minutes > 0 || text.empty()) {
    const bool alone = text.empty();
    text.id += (alone ? "+" : ", +") + number(way.minutes) + " menit";
    text.en += (alone ? "+" : ", +") + number(way.minutes) + " minutes";
  }
  const auto day = day_words(way.date);
  const auto name = team_name(way.team, teams);
  text.id += " untuk " + name + " pada " + day.id + ".";
  text.en += " for " + name + " on " + day.en + ".";
  return text;
}

bool may_apply(const RelaxationRow& way) { return way.bend != "rest"; }

Text bent_sentence(const scheduling::Bent& bent, const BoardWords& words) {
  using scheduling::BentRule;
  const std::string is = number(bent.is), allowed = number(bent.allowed), team = team_of(bent, words);
  switch (bent.rule) {
    case BentRule::no_shift:
      return {team + " tidak bertugas hari itu.", team + " does not work that day."};
    case BentRule::round_days:
      return {"Sudah " + is + " hari ronda, paling banyak " + allowed + ".",
              is + " round-days already, at most " + allowed + "."};
    case BentRule::round_gap:
      return {
          "Hari ronda ini " + is + " hari dari yang lain, paling dekat " + allowed + " hari.",
          "This round-day is " + plural(bent.is, "day", "days") + " from another, at least " + allowed + " are due."};
    case BentRule::twice_a_day:
      return {"Sudah ada kunjungan ke sini hari itu.", "There is a visit here that day already."};
    case BentRule::done:
      return {"Kunjungan ini sudah dilaksanakan.", "This visit has been carried out."};
    case BentRule::locked:
      return {"Kunjungan ini terkunci. Memindahkannya ikut memindahkan kuncinya.",
              "This visit is locked. Moving it moves its lock."};
    case BentRule::too_early:
      return {"Hari itu sudah lewat.", "That day has passed."};
    case BentRule::closed_weekday: {
      const auto weekday = weekday_words(bent.is);
      return {"Penginapan ini tutup hari " + weekday.id + ".", "This lodging is closed on " + weekday.en + "s."};
    }
    case BentRule::blackout:
      return {"Penginapan ini tidak menerima pemeriksaan hari itu.", "This lodging is not open that day."};
    case BentRule::band:
      return {"Jam giliran ini tidak diizinkan di sini.", "The hours of this shift are not allowed here."};
    case BentRule::skill:
      return {team + " tidak punya keahlian yang diperlukan.", team + " lacks a skill that is needed."};
    case BentRule::conflict:
      return {team + " punya benturan kepentingan di sini.", team + " has a conflict of interest here."};
    case BentRule::budget: {
      const int over = bent.is - bent.allowed;
      return {
          "Giliran " + team + " lewat " + number(over) + " menit (" + is + " dari " + allowed + ").",
          team + "'s shift runs over by " + plural(over, "minute", "minutes") + " (" + is + " of " + allowed + ")."};
    }
    case BentRule::band_end:
      return {"Kunjungan terakhir selesai " + clock_text(bent.is, '.') + ", batasnya " + clock_text(bent.allowed, '.') +
                  ".",
              "The last visit ends at " + clock_text(bent.is, ':') + ", the limit is " + clock_text(bent.allowed, ':') +
                  "."};
    case BentRule::rest:
      return {"Istirahat " + team + " tinggal " + number(bent.is / 60) + " jam, paling sedikit 11 jam.",
              team + " would rest " + plural(bent.is / 60, "hour", "hours") + " only, at least 11 hours are due."};
    case BentRule::hour:
      return {"Jam yang dikunci tergeser ke " + clock_text(bent.is, '.') + ", paling lambat " +
                  clock_text(bent.allowed, '.') + ".",
              "A locked hour would move to " + clock_text(bent.is, ':') + ", the latest is " +
                  clock_text(bent.allowed, ':') + "."};
    case BentRule::gap_short:
      return {"Hanya " + is + " hari dari kunjungan lain, paling dekat " + allowed + " hari.",
              "Only " + plural(bent.is, "day", "days") + " from another visit, at least " + allowed + " are due."};
    case BentRule::gap_long:
      return {"Jeda menjadi " + is + " hari, paling jauh " + allowed + " hari.",
              "The gap becomes " + plural(bent.is, "day", "days") + ", at most " + allowed + " are allowed."};
    case BentRule::same_team_in_row:
      return {team + " datang " + is + " kali berturut-turut, paling banyak " + allowed + ".",
              team + " comes " + is + " times in a row, at most " + allowed + " are allowed."};
    case BentRule::same_team_share:
      return {team + " memegang " + is + " kunjungan bulan ini, paling banyak " + allowed + ".",
              team + " has " + is + " of the month's visits, at most " + allowed + " are allowed."};
    case BentRule::weekday_share: {
      return {"Hari yang sama " + is + " kali sebulan, paling banyak " + allowed + ".",
              "The same weekday " + is + " times in the month, at most " + allowed + " are allowed."};
    }
    case BentRule::past_weekday:
      return {"Hari yang sama " + is + " kali bersama delapan kunjungan terakhir, paling banyak " + allowed + ".",
              "The same weekday " + is + " times with the last eight visits, at most " + allowed + " are allowed."};
    case BentRule::past_cell:
      return {
          "Hari dan jam yang sama " + is + " kali bersama delapan kunjungan terakhir, paling banyak " + allowed + ".",
          "The same weekday and hours " + is + " times with the last eight visits, at most " + allowed +
              " are allowed."};
    case BentRule::missing:
      return {plural(bent.is, "kunjungan", "kunjungan") + " tidak terjadwal lagi.",
              plural(bent.is, "visit is", "visits are") + " not planned any more."};
  }
  RONDA_ASSERT(false);
}

bool may_bend(const scheduling::Bent& bent) {
  using scheduling::BentRule;
  switch (bent.rule) {
    case BentRule::locked:
    case BentRule::closed_weekday:
    case BentRule::blackout:
    case BentRule::band:
    case BentRule::gap_short:
    case BentRule::gap_long:
    case BentRule::same_team_in_row:
    case BentRule::same_team_share:
    case BentRule::weekday_share:
    case BentRule::past_weekday:
    case BentRule::past_cell:
      return true;
    case BentRule::budget:
      return bent.is - bent.allowed <= kMostExtraMinutes;
    default:
      return false;
  }
}

Text term_name(std::string_view rule) {
  if (rule == "travel") return {"Perjalanan", "Travel"};
  if (rule == "spacing") return {"Jarak kunjungan", "Spacing"};
  if (rule == "predictability") return {"Tak mudah ditebak", "Hard to guess"};
  if (rule == "rotation") return {"Rotasi regu", "Team rotation"};
  if (rule == "balance") return {"Beban antarregu", "Balance between teams"};
  if (rule == "risk") return {"Risiko lebih dulu", "Risk first"};
  if (rule == "stability") return {"Tetap seperti terbitan", "Kept as published"};
  return {"Cadangan waktu", "Time in reserve"};
}

std::vector<std::pair<std::string, std::int64_t>> terms_of(const scheduling::CostTerms& terms) {
  std::vector<std::pair<std::string, std::int64_t>> list = {
      {"travel", terms.travel},       {"spacing", terms.spacing}, {"predictability", terms.predictability},
      {"rotation", terms.rotation},   {"balance", terms.balance}, {"risk", terms.risk},
      {"stability", terms.stability}, {"slack", terms.slack}};
  std::erase_if(list, [](const auto& term) { return term.second == 0; });
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.second) > std::abs(b.second); });
  return list;
}

Text cause_sentence(const scheduling::MovedVisit& move, const BoardWords& words) {
  using scheduling::MoveCause;
  const auto name = [&](int team) {
    return team >= 0 && team < static_cast<int>(words.teams.size()) ? words.teams[static_cast<std::size_t>(team)].name
                                                                    : std::string("?");
  };
  const auto day = [&](int of) {
    return day_words(
        {words.month.year, words.month.month, std::clamp(of, 1, days_in_month(words.month.year, words.month.month))});
  };
  switch (move.cause) {
    case MoveCause::team_absent: {
      const auto on = day(move.from_day);
      return {name(move.from_team) + " tidak bertugas pada " + on.id + ".",
              name(move.from_team) + " is absent on " + on.en + "."};
    }
    case MoveCause::missed: {
      const auto on = day(move.from_day);
      return {"Kunjungan " + on.id + " terlewat.", "The visit of " + on.en + " was missed."};
    }
    case MoveCause::done_elsewhere: {
      const auto on = day(move.because_of);
      return {"Sudah diperiksa pada " + on.id + ".", "It was visited on " + on.en + " instead."};
    }
    case MoveCause::locked:
      return {"Mengikuti kunci.", "It follows a lock."};
    case MoveCause::same_lodging:
      return {"Menjaga jarak dari kunjungan lain ke penginapan ini.",
              "It keeps the spacing to another visit of this lodging."};
    case MoveCause::makes_room: {
      const auto other = words.lodging_name(move.because_of);
      return {"Memberi tempat untuk " + other + ".", "It makes room for " + other + "."};
    }
    case MoveCause::new_lodging:
      return {"Penginapan baru.", "A new lodging."};
    case MoveCause::better:
      return {"Membuat bulan ini lebih baik.", "It makes the month better."};
  }
  RONDA_ASSERT(false);
}

Text telltale_sentence(const scheduling::TelltaleWarning& warning, const BoardWords& words) {
  using scheduling::Telltale;
  const std::string times = number(warning.times), of = number(warning.of);
  Text text;
  switch (warning.telltale) {
    case Telltale::gap:
      text = {"Jeda " + number(warning.value) + " hari berulang " + times + " dari " + of + " kali.",
              "A gap of " + plural(warning.value, "day", "days") + " comes " + times + " times of " + of + "."};
      break;
    case Telltale::weekday: {
      const auto weekday = weekday_words(warning.value);
      text = {times + " dari " + of + " kunjungan jatuh pada hari " + weekday.id + ".",
              times + " of " + of + " visits fall on a " + weekday.en + "."};
      break;
    }
    case Telltale::cell: {
      const auto weekday = weekday_words(warning.value / 3);
      const auto band = band_words(warning.value % 3 == 0 ? "morning" : warning.value % 3 == 1 ? "afternoon" : "night");
      text = {times + " dari " + of + " kunjungan jatuh pada " + weekday.id + " " + band.id + ".",
              times + " of " + of + " visits fall on a " + weekday.en + " " + band.en + "."};
      break;
    }
    case Telltale::team: {
      const auto name = warning.value >= 0 && warning.value < static_cast<int>(words.teams.size())
                            ? words.teams[static_cast<std::size_t>(warning.value)].name
                            : std::string("?");
      text = {times + " dari " + of + " kunjungan oleh " + name + ".",
              name + " makes " + times + " of " + of + " visits."};
      break;
    }
  }
  return text;
}

}  // namespace ronda::server
