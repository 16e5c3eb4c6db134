#include "sync-server/service/import_row.hpp"

#include <algorithm>
#include <charconv>

#include "shared/base/bytes.hpp"
#include "shared/domain/screening.hpp"

namespace ronda::server {

namespace {

// Indonesia with a margin: a latitude is never a longitude here, so swapped columns are certain.
constexpr std::int32_t kLeastLat = -11'500'000;
constexpr std::int32_t kMostLat = 6'500'000;
constexpr std::int32_t kLeastLng = 94'000'000;
constexpr std::int32_t kMostLng = 142'000'000;

bool could_be_lat(std::int32_t e6) { return e6 >= kLeastLat && e6 <= kMostLat; }
bool could_be_lng(std::int32_t e6) { return e6 >= kLeastLng && e6 <= kMostLng; }

struct WordFor {
  std::string_view said;
  std::string_view word;
};

constexpr WordFor kKinds[] = {
    {"hotel", "hotel"},
    {"hotel bintang", "hotel"},
    {"hotel melati", "hotel"},
    {"hotel non bintang", "hotel"},
    {"penginapan", "guesthouse"},
    {"losmen", "guesthouse"},
    {"wisma", "guesthouse"},
    {"guest house", "guesthouse"},
    {"guesthouse", "guesthouse"},
    {"homestay", "homestay"},
    {"home stay", "homestay"},
    {"pondok wisata", "homestay"},
    {"villa", "villa"},
    {"vila", "villa"},
    {"kos", "kos"},
    {"kost", "kos"},
    {"kos kosan", "kos"},
    {"kost kostan", "kos"},
    {"rumah kos", "kos"},
    {"rumah kost", "kos"},
    {"indekos", "kos"},
    {"kos harian", "kos"},
    {"other", "other"},
    {"lainnya", "other"},
    {"lain lain", "other"},
    {"apartemen", "other"},
    {"hostel", "other"},
    {"asrama", "other"},
    {"motel", "other"},
};
constexpr WordFor kTiers[] = {
    {"low", "low"},
    {"rendah", "low"},
    {"medium", "medium"},
    {"sedang", "medium"},
    {"menengah", "medium"},
    {"menengah rendah", "medium"},
    {"menengah tinggi", "medium"},
    {"high", "high"},
    {"tinggi", "high"},
};
constexpr WordFor kStatuses[] = {
    {"active", "active"},
    {"aktif", "active"},
    {"buka", "active"},
    {"beroperasi", "active"},
    {"closed", "closed"},
    {"tutup", "closed"},
    {"tidak aktif", "closed"},
    {"nonaktif", "closed"},
    {"unregistered", "unregistered"},
    {"tidak terdaftar", "unregistered"},
    {"belum terdaftar", "unregistered"},
    {"belum berizin", "unregistered"},
};

std::string normal_words(std::string_view text) {
  std::string out;
  for (const char c : fold(text)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

template <std::size_t N>
std::optional<std::string> look_up(const WordFor (&words)[N], std::string_view text) {
  const std::string said = normal_words(text);
  for (const auto& entry : words) {
    if (said == entry.said) return std::string(entry.word);
  }
  return std::nullopt;
}

/// "Kos Melati" says what it is.
std::string kind_of_name(std::string_view name) {
  const std::string said = normal_words(name);
  const WordFor* best = nullptr;
  for (const auto& entry : kKinds) {
    if (!said.starts_with(std::string(entry.said) + " ")) continue;
    if (best == nullptr || entry.said.size() > best->said.size()) best = &entry;
  }
  return best == nullptr ? "other" : std::string(best->word);
}

/// "12", "12 kamar" -> 12
std::optional<int> parse_rooms(std::string_view text) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || number < 1 || number > 5000) return std::nullopt;
  const std::string rest =
      normal_words(std::string_view(read.ptr, static_cast<std::size_t>(text.data() + text.size() - read.ptr)));
  if (!rest.empty() && rest != "kamar" && rest != "rooms" && rest != "unit" && rest != "pintu") return std::nullopt;
  return number;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits.push_back(c);
    if (c != ' ' && c != '-' && c != '.' && (c < '0' || c > '9')) return {};
  }
  return digits;
}

class RowReader {
 public:
  RowReader(const std::vector<std::string>& cells, const std::vector<ImportColumn>& columns, const UnitRow& unit)
      : cells_(cells), columns_(columns), unit_(unit) {}

  ReadRow read() {
    read_id();
    read_name();
    read_kind();
    read_texts();
    read_codes();
    read_rooms();
    read_phone();
    read_choice(ImportField::tier, kTiers, row_.fields.tier);
    read_choice(ImportField::status, kStatuses, row_.fields.status);
    read_point();
    return std::move(row_);
  }

 private:
  std::string_view cell(ImportField field) const {
    for (const auto& column : columns_) {
      if (column.field == field && column.index < cells_.size()) return cells_[column.index];
    }
    return {};
  }

  void refuse(ImportField field, std::string reason, std::string_view value) {
    if (!row_.problem) row_.problem = RowProblem{std::string(word(field)), std::move(reason), std::string(value)};
  }

  void read_id() {
    const auto text = cell(ImportField::id);
    if (text.empty()) return;
    const auto id = parse_id<LodgingId>(text);
    id ? void(row_.id = *id) : refuse(ImportField::id, "bad_id", text);
  }

  void read_name() {
    const auto text = cell(ImportField::name);
    if (text.empty()) return refuse(ImportField::name, "missing", text);
    put_text(ImportField::name, text, 160, row_.fields.name);
  }

  template <typename Into>
  void put_text(ImportField field, std::string_view text, std::size_t most, Into& into) {
    if (text.empty()) return;
    if (text.size() > most) return refuse(field, "too_long", text.substr(0, 40));
    if (domain::looks_like_identity(text)) return refuse(field, "personal", {});
    std::string clean(text);
    std::replace_if(
        clean.begin(), clean.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    into = std::move(clean);
  }

  void read_kind() {
    const auto text = cell(ImportField::kind);
    if (text.empty()) {
      row_.fields.kind = kind_of_name(cell(ImportField::name));
      return;
    }
    row_.fields.kind = look_up(kKinds, text);
    if (!row_.fields.kind) refuse(ImportField::kind, "unknown_kind", text);
  }

  template <std::size_t N>
  void read_choice(ImportField field, const WordFor (&words)[N], std::optional<std::string>& into) {
    const auto text = cell(field);
    if (text.empty()) return;
    into = look_up(words, text);
    if (!into) refuse(field, field == ImportField::tier ? "unknown_tier" : "unknown_status", text);
  }

  void read_texts() {
    put_text(ImportField::address, cell(ImportField::address), 300, row_.fields.address);
    put_text(ImportField::kelurahan, cell(ImportField::kelurahan), 80, row_.fields.kelurahan);
    put_text(ImportField::kecamatan, cell(ImportField::kecamatan), 80, row_.fields.kecamatan);
    put_text(ImportField::kelurahan_code, cell(ImportField::kelurahan_code), 13, row_.fields.kelurahan_code);
    if (!row_.fields.kelurahan || !*row_.fields.kelurahan) return;
    const Kelurahan* place = place_named(unit_, **row_.fields.kelurahan);
    if (place == nullptr) return;
    row_.fields.kelurahan = place->name;
    if (!row_.fields.kelurahan_code) row_.fields.kelurahan_code = place->code;
    if (!row_.fields.kecamatan) row_.fields.kecamatan = place->kecamatan;
    row_.fields.kecamatan_code = place->kecamatan_code;
  }

  void read_codes() {
    if (const auto text = cell(ImportField::kbli); !text.empty()) {
      const std::string digits = digits_of(text);
      digits.size() == 5 ? void(row_.fields.kbli = digits) : refuse(ImportField::kbli, "bad_kbli", text);
    }
    if (const auto text = cell(ImportField::nib); !text.empty()) {
      const std::string digits = digits_of(text);
      digits.size() == 13 ? void(row_.fields.nib = digits) : refuse(ImportField::nib, "bad_nib", text);
    }
  }

  void read_rooms() {
    const auto text = cell(ImportField::rooms);
    if (text.empty()) return;
    const auto rooms = parse_rooms(text);
    rooms ? void(row_.fields.rooms = std::optional<int>(*rooms)) : refuse(ImportField::rooms, "not_a_number", text);
  }

  void read_phone() {
    const auto text = cell(ImportField::phone);
    if (text.empty() || text == "-") return;
    const bool good =
        text.size() >= 3 && text.size() <= 40 && text.find_first_not_of("0123456789+-() /.") == std::string_view::npos;
    good ? void(row_.fields.phone = std::string(text)) : refuse(ImportField::phone, "bad_phone", {});
  }

  void read_point() {
    std::optional<std::int32_t> lat = degrees(ImportField::lat);
    std::optional<std::int32_t> lng = degrees(ImportField::lng);
    if (!lat || !lng) return;
    if (could_be_lng(*lat) && could_be_lat(*lng)) {
      std::swap(lat, lng);
      row_.swapped = true;
    }
    if (!is_in_area(unit_, *lat, *lng)) {
      const bool wrong_lat = *lat < unit_.south_e6 || *lat > unit_.north_e6;
      const ImportField field = wrong_lat ? ImportField::lat : ImportField::lng;
      return refuse(field, "out_of_region", cell(field));
    }
    row_.fields.lat_e6 = lat;
    row_.fields.lng_e6 = lng;
  }

  std::optional<std::int32_t> degrees(ImportField field) {
    const auto text = cell(field);
    if (text.empty()) {
      refuse(field, "missing", text);
      return std::nullopt;
    }
    const auto value = parse_degrees(text, row_.decimal_comma);
    if (!value) refuse(field, "not_a_number", text);
    return value;
  }

  const std::vector<std::string>& cells_;
  const std::vector<ImportColumn>& columns_;
  const UnitRow& unit_;
  ReadRow row_;
};

struct ReasonText {
  std::string_view reason;
  const char* indonesian;
  const char* english;
};

constexpr ReasonText kReasons[] = {
    {"missing", "Kolom ini kosong", "This column is empty"},
    {"not_a_number", "Bukan angka yang dapat dibaca", "Not a number that can be read"},
    {"out_of_region", "Titiknya di luar wilayah satuan", "The point lies outside the unit's area"},
    {"unknown_kind", "Jenis penginapan tidak dikenal", "Unknown kind of lodging"},
    {"unknown_tier", "Tingkat risiko tidak dikenal", "Unknown risk tier"},
    {"unknown_status", "Status tidak dikenal", "Unknown status"},
    {"bad_kbli", "Kode KBLI harus lima angka", "A KBLI class has five digits"},
    {"bad_nib", "NIB harus tiga belas angka; ubah format sel menjadi teks",
     "A NIB has thirteen digits; format the cell as text"},
    {"bad_phone", "Bukan nomor telepon usaha", "Not a business telephone number"},
    {"bad_id", "Bukan pengenal dari Ronda", "Not an identity made by Ronda"},
    {"unknown_id", "Pengenal ini tidak ada di daftar satuan", "This identity is not in the unit's register"},
    {"too_long", "Isinya terlalu panjang", "The text is too long"},
    {"personal", "Mirip nomor milik orang; hapus dari sel ini",
     "This looks like a person's number; remove it from the cell"},
    {"repeated", "Penginapan ini sudah ada di baris lain berkas ini",
     "This lodging is already in another row of this file"},
};

}  // namespace

domain::Text reason_text(std::string_view reason) {
  for (const auto& entry : kReasons) {
    if (entry.reason == reason) return {entry.indonesian, entry.english};
  }
  return {"Tidak dapat diterima", "Cannot be accepted"};
}

std::optional<std::int32_t> parse_degrees(std::string_view text, bool& comma) {
  int sign = 1;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    if (text.front() == '-') sign = -1;
    text.remove_prefix(1);
  } else if (text.starts_with("\xE2\x88\x92")) {  // the mathematical minus that word processors write
    sign = -1;
    text.remove_prefix(3);
  }
  std::string number;
  std::size_t at = 0;
  int points = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ',' || c == '.') {
      ++points;
      if (c == ',') comma = true;
      number.push_back('.');
    } else if (c >= '0' && c <= '9') {
      number.push_back(c);
    } else {
      break;
    }
  }
  std::string rest = fold(text.substr(at));
  rest.erase(std::remove(rest.begin(), rest.end(), ' '), rest.end());
  if (rest.starts_with("\xC2\xB0")) rest.erase(0, 2);
  // South and west are negative: S, W; Indonesian LS, BB. North and east: N, E; LU, BT.
  if (rest == "s" || rest == "ls" || rest == "w" || rest == "bb") {
    sign = -1;
  } else if (!rest.empty() && rest != "n" && rest != "lu" && rest != "e" && rest != "bt") {
    return std::nullopt;
  }
  if (points > 1 || number.empty() || number.front() == '.') return std::nullopt;
  const auto point = number.find('.');
  const std::string whole = number.substr(0, point);
  std::string part = point == std::string::npos ? "" : number.substr(point + 1);
  if (whole.size() > 3) return std::nullopt;
  const bool up = part.size() > 6 && part[6] >= '5';
  part.resize(6, '0');
  const std::int64_t e6 = std::stoll(whole) * 1'000'000 + std::stoll(part) + (up ? 1 : 0);
  if (e6 > 180'000'000) return std::nullopt;
  return static_cast<std::int32_t>(sign * e6);
}

ReadRow read_import_row(const std::vector<std::string>& cells, const std::vector<ImportColumn>& columns,
                        const UnitRow& unit) {
  return RowReader(cells, columns, unit).read();
}

}  // namespace ronda::server
