#include "sync-server/demo_register.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "sync-server/service/csv.hpp"
#include "sync-server/service/register.hpp"

namespace ronda::server {

namespace {

/// splitmix64: the same numbers on every machine, which the standard library does not promise.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  int between(int least, int most) {
    return least + static_cast<int>(next() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool chance(int percent) { return between(1, 100) <= percent; }

 private:
  std::uint64_t state_;
};

constexpr std::array<std::string_view, 26> kThings = {
    "Lontar", "Tenun", "Teluk",   "Bakau",   "Kemiri", "Asam",    "Gading", "Karang",  "Ombak",
    "Pasir",  "Senja", "Fajar",   "Nelayan", "Perahu", "Jagung",  "Kenari", "Kamboja", "Rusa",
    "Angin",  "Embun", "Purnama", "Kelapa",  "Sirih",  "Anggrek", "Camar",  "Cemara"};
constexpr std::array<std::string_view, 16> kManners = {"Teduh",   "Biru",  "Damai",   "Permai", "Jingga", "Lestari",
                                                       "Tenang",  "Hijau", "Ceria",   "Sejuk",  "Putih",  "Selatan",
                                                       "Rindang", "Cerah", "Bersama", "Perdana"};
constexpr std::array<std::string_view, 14> kStreets = {
    "Lontar Raya", "Cendana Wangi", "Nelayan", "Bukit Karang", "Taman Kenari",  "Pantai Selatan", "Asam Rindang",
    "Kemiri",      "Purnama",       "Tenun",   "Sirih Pinang", "Padang Rumput", "Mata Air",       "Flamboyan"};

/// How many in each kecamatan: the town's rooms lie along the bay, the students' kos near the campuses.
struct Share {
  std::string_view kecamatan;
  int hotels;
  int kos;
};
constexpr std::array<Share, 6> kShares = {{{"Kelapa Lima", 18, 45},
                                           {"Kota Lama", 14, 5},
                                           {"Oebobo", 12, 45},
                                           {"Kota Raja", 5, 12},
                                           {"Maulafa", 4, 35},
                                           {"Alak", 4, 8}}};

template <typename T>
void shuffle(std::vector<T>& items, Dice& dice) {
  for (std::size_t n = items.size(); n > 1; --n) {
    std::swap(items[n - 1], items[static_cast<std::size_t>(dice.between(0, static_cast<int>(n) - 1))]);
  }
}

std::string degrees_with_comma(std::int64_t e6) {
  char text[24];
  const std::int64_t whole = e6 < 0 ? -e6 : e6;
  std::snprintf(text, sizeof text, "%s%lld,%06lld", e6 < 0 ? "-" : "", static_cast<long long>(whole / 1'000'000),
                static_cast<long long>(whole % 1'000'000));
  return text;
}

struct Kind {
  std::string_view said;    ///< in the list
  std::string_view prefix;  ///< of the name
  std::string_view kbli;
  int least_rooms;
  int most_rooms;
};
constexpr Kind kStarHotel{"Hotel bintang", "Hotel", "55110", 40, 96};
constexpr Kind kHotel{"Hotel melati", "Hotel", "55120", 12, 44};
constexpr Kind kGuesthouse{"Penginapan", "Wisma", "55120", 6, 24};
constexpr Kind kInn{"Penginapan", "Penginapan", "55120", 6, 20};
constexpr Kind kHomestay{"Homestay", "Homestay", "55130", 2, 5};
constexpr Kind kBoarding{"Kos", "Kos", "55900", 4, 28};

const Kind& hotel_kind(Dice& dice) {
  const int roll = dice.between(1, 100);
  if (roll <= 14) return kStarHotel;
  if (roll <= 52) return kHotel;
  if (roll <= 70) return kGuesthouse;
  return roll <= 86 ? kInn : kHomestay;
}

class Writer {
 public:
  explicit Writer(std::uint64_t seed) : dice_(seed) {
    for (const auto thing : kThings) {
      for (const auto manner : kManners) names_.push_back(std::string(thing) + " " + std::string(manner));
    }
    shuffle(names_, dice_);
  }

  std::string write() {
    text_ =
        "\xEF\xBB\xBFNama Usaha;Jenis;KBLI;NIB;Alamat;Kelurahan;Kecamatan;Lintang;Bujur;Jumlah "
        "Kamar;Telepon;Risiko;Status\r\n";
    for (const auto& share : kShares) {
      std::vector<const Kelurahan*> places;
      for (const auto& place : known_places()) {
        if (place.kecamatan == share.kecamatan) places.push_back(&place);
      }
      shuffle(places, dice_);
      for (int n = 0; n < share.hotels; ++n) write_row(hotel_kind(dice_), *places[next_place(places)], false);
      for (int n = 0; n < share.kos; ++n) write_row(kBoarding, *places[next_place(places)], true);
    }
    return std::move(text_);
  }

 private:
  std::size_t next_place(const std::vector<const Kelurahan*>& places) { return turn_++ % places.size(); }

  void write_row(const Kind& kind, const Kelurahan& place, bool boarding) {
    const bool registered = dice_.chance(boarding ? 35 : 88);
    const std::string nib = registered ? invented_nib() : "";
    const int risk = dice_.between(1, 100);
    const std::string cells[] = {
        std::string(kind.prefix) + " " + names_[used_++],
        std::string(kind.said),
        registered ? std::string(kind.kbli) : "",
        nib,
        "Jl. " + std::string(kStreets[static_cast<std::size_t>(dice_.between(0, 13))]) + " No. " +
            std::to_string(dice_.between(1, 148)),
        place.name,
        place.kecamatan,
        degrees_with_comma(place.lat_e6 + aside(place)),
        degrees_with_comma(place.lng_e6 + aside(place)),
        std::to_string(dice_.between(kind.least_rooms, kind.most_rooms)),
        // Numbers that begin with 000 are given to nobody.
        boarding ? "" : "(0380) 000" + std::to_string(dice_.between(100, 999)),
        risk <= 34 ? "Rendah" : (risk <= 86 ? "Menengah" : "Tinggi"),
        registered ? "Aktif" : "Belum terdaftar",
    };
    bool first = true;
    for (const auto& cell : cells) {
      if (!first) text_ += ";";
      text_ += csv_cell(cell);
      first = false;
    }
    text_ += "\r\n";
  }

  /// Micro-degrees away from the middle such that both together stay within the place's reach: 0.7 of it each way, and
  /// near the equator a metre is 9 micro-degrees.
  int aside(const Kelurahan& place) {
    const int most = place.reach_m * 62 / 10;
    return dice_.between(-most, most);
  }

  /// Thirteen digits that no office gives out: they begin with 0000.
  std::string invented_nib() {
    std::string digits = "0000";
    for (int n = 0; n < 9; ++n) digits.push_back(static_cast<char>('0' + dice_.between(0, 9)));
    return digits;
  }

  Dice dice_;
  std::vector<std::string> names_;
  std::size_t used_ = 0;
  std::size_t turn_ = 0;
  std::string text_;
};

}  // namespace

std::string demo_register_csv(std::uint64_t seed) { return Writer(seed).write(); }

}  // namespace ronda::server
