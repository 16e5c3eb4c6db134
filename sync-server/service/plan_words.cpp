#include "sync-server/service/plan_words.hpp"

#include <algorithm>

#include "shared/base/id.hpp"
#include "shared/domain/speech.hpp"

namespace ronda::server {

namespace {

using domain::Language;
using domain::Text;

struct Relaxation {
  std::string kind;  ///< budget, gap, open, band, rotation, weekday, rest
  int amount = 0;    ///< minutes of overtime, days of the gap, or the weekday
  char band = ' ';
  int overtime = 0;  ///< minutes needed besides
  std::string team;
  int day = 0;
};

int number_in(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9' && value < 100000) value = value * 10 + (c - '0');
  }
  return value;
}

Relaxation read_relaxation(std::string_view text) {
  Relaxation read;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto token = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (token.substr(0, 5) == "team=") {
      read.team = std::string(token.substr(5));
    } else if (token.substr(0, 4) == "day=") {
      read.day = number_in(token);
    } else if (read.kind.empty()) {
      read.kind = std::string(token.substr(0, token.find_first_of("+=")));
      read.amount = number_in(token);
      if (read.kind == "band" && token.size() > 5) read.band = token[5];
    } else {
      read.overtime = number_in(token);
    }
  }
  return read;
}

std::string team_name(const Relaxation& read, const std::vector<TeamRow>& teams) {
  for (const auto& team : teams) {
    if (to_text(team.id) == read.team) return team.name;
  }
  return {};
}

Text band_words(char band) {
  if (band == 'M') return {"pagi", "morning"};
  if (band == 'A') return {"sore", "afternoon"};
  return {"malam", "night"};
}

Text deed(const Relaxation& read) {
  const std::string n = std::to_string(read.amount);
  if (read.kind == "budget") return {"Tambah " + n + " menit", "Add " + n + " minutes"};
  if (read.kind == "gap") return {"Geser batas jarak " + n + " hari", "Bend the spacing by " + n + " days"};
  if (read.kind == "open") return {"Datang pada hari tutup", "Visit on a closed day"};
  if (read.kind == "band") {
    const auto band = band_words(read.band);
    return {"Datang " + band.id + " hari", "Visit in the " + band.en};
  }
  if (read.kind == "rotation") return {"Izinkan regu yang sama sekali lagi", "Allow the same team once more"};
  if (read.kind == "weekday") return {"Izinkan hari yang sama sekali lagi", "Allow the same weekday once more"};
  if (read.kind == "rest") return {"Persingkat istirahat regu", "Shorten the team's rest"};
  return {};
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

std::optional<Text> relaxation_sentence(std::string_view relaxation, std::string_view month,
                                        const std::vector<TeamRow>& teams) {
  if (relaxation.empty()) return std::nullopt;
  const auto read = read_relaxation(relaxation);
  Text text = deed(read);
  if (text.empty()) return std::nullopt;
  if (read.overtime > 0) {
    text.id += ", tambah " + std::to_string(read.overtime) + " menit";
    text.en += ", add " + std::to_string(read.overtime) + " minutes";
  }
  const auto name = team_name(read, teams);
  if (!name.empty()) {
    text.id += " untuk " + name;
    text.en += " for " + name;
  }
  const auto first = parse_date(std::string(month) + "-01");
  if (first && read.day >= 1 && read.day <= 31) {
    const auto date = plus_days(*first, read.day - 1);
    text.id += " pada " + domain::day_date(date, Language::id);
    text.en += " on " + domain::day_date(date, Language::en);
  }
  text.id += ".";
  text.en += ".";
  return text;
}

}  // namespace ronda::server
