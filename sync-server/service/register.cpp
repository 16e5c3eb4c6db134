#include "sync-server/service/register.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "embedded/sync-server-data.hpp"
#include "shared/base/bytes.hpp"
#include "shared/domain/screening.hpp"
#include "shared/domain/words.hpp"
#include "sync-server/service/csv.hpp"
#include "sync-server/service/lodging_edits.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kKbliVersion = "2020";

std::int32_t number_of(const std::string& text) {
  std::int32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<Kelurahan> read_places() {
  std::vector<Kelurahan> places;
  for (const auto& file : embedded::sync_server_data::files) {
    if (!file.name.starts_with("kelurahan-")) continue;
    std::string_view text = file.content;
    while (text.starts_with("#")) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
    const auto table = parse_csv(text);
    RONDA_ASSERT(table.has_value());  // our own file
    for (std::size_t n = 1; n < table->rows.size(); ++n) {
      const auto& cells = table->rows[n];
      if (cells.size() != 7) continue;
      places.push_back(
          {cells[0], cells[1], cells[2], cells[3], number_of(cells[4]), number_of(cells[5]), number_of(cells[6])});
    }
  }
  return places;
}

bool is_digits(const std::string& text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && text.find_first_not_of("0123456789") == std::string::npos;
}

Result<void> check_text(const std::optional<std::string>& text, std::size_t most, const char* where) {
  if (!text) return {};
  if (text->empty() || text->size() > most) {
    return bad_input("expected 1 to " + std::to_string(most) + " characters", where);
  }
  for (const char c : *text) {
    if (static_cast<unsigned char>(c) < 0x20) return bad_input("control characters are not allowed", where);
  }
  if (domain::looks_like_identity(*text)) return bad_input("this looks like a person's number; leave it out", where);
  return {};
}

void apply(const LodgingChange& change, LodgingRow& row) {
  const auto set = [](const auto& from, auto& to) {
    if (from) to = *from;
  };
  set(change.name, row.name);
  set(change.kind, row.kind);
  set(change.kbli, row.kbli);
  set(change.nib, row.nib);
  set(change.address, row.address);
  set(change.kelurahan, row.kelurahan);
  set(change.kelurahan_code, row.kelurahan_code);
  set(change.kecamatan, row.kecamatan);
  set(change.kecamatan_code, row.kecamatan_code);
  set(change.lat_e6, row.lat_e6);
  set(change.lng_e6, row.lng_e6);
  set(change.rooms, row.rooms);
  set(change.phone, row.phone);
  set(change.tier, row.tier);
  set(change.status, row.status);
  if (!row.kbli) {
    row.kbli_version.reset();
  } else if (change.kbli || !row.kbli_version) {
    row.kbli_version = std::string(kKbliVersion);
  }
}

}  // namespace

const std::vector<Kelurahan>& known_places() {
  static const std::vector<Kelurahan> places = read_places();
  return places;
}

const Kelurahan* place_named(const UnitRow& unit, std::string_view kelurahan) {
  const std::string wanted = fold(kelurahan);
  const Kelurahan* found = nullptr;
  for (const auto& place : known_places()) {
    if (!is_in_area(unit, place.lat_e6, place.lng_e6) || fold(place.name) != wanted) continue;
    if (found != nullptr) return nullptr;
    found = &place;
  }
  return found;
}

double metres_between(std::int32_t lat_a_e6, std::int32_t lng_a_e6, std::int32_t lat_b_e6, std::int32_t lng_b_e6) {
  constexpr double kMetresPerDegree = 111'195.0;  // of a sphere with the Earth's mean radius
  constexpr double kRadiansPerE6 = 3.14159265358979323846 / 180e6;
  const double middle = (static_cast<double>(lat_a_e6) + lat_b_e6) / 2 * kRadiansPerE6;
  const double north = (static_cast<double>(lat_a_e6) - lat_b_e6) / 1e6 * kMetresPerDegree;
  const double east = (static_cast<double>(lng_a_e6) - lng_b_e6) / 1e6 * kMetresPerDegree * std::cos(middle);
  return std::sqrt(north * north + east * east);
}

bool is_in_area(const UnitRow& unit, std::int32_t lat_e6, std::int32_t lng_e6) {
  return lat_e6 >= unit.south_e6 && lat_e6 <= unit.north_e6 && lng_e6 >= unit.west_e6 && lng_e6 <= unit.east_e6;
}

Result<void> check_lodging(const LodgingRow& lodging, const UnitRow& unit) {
  if (lodging.name.empty()) return bad_input("a lodging needs a name", "/name");
  for (const auto& [text, most, where] : {std::tuple{std::optional(lodging.name), std::size_t{160}, "/name"},
                                          {lodging.address, std::size_t{300}, "/address"},
                                          {lodging.kelurahan, std::size_t{80}, "/kelurahan"},
                                          {lodging.kecamatan, std::size_t{80}, "/kecamatan"}}) {
    if (auto checked = check_text(text, most, where); !checked) return checked;
  }
  if (!domain::parse_lodging_kind(lodging.kind)) return bad_input("no such kind of lodging", "/kind");
  if (!domain::parse_tier(lodging.tier)) return bad_input("expected low, medium or high", "/tier");
  if (!domain::parse_lodging_status(lodging.status))
    return bad_input("expected active, closed or unregistered", "/status");
  if (lodging.kbli && !is_digits(*lodging.kbli, 5, 5)) return bad_input("a KBLI class has 5 digits", "/kbli");
  if (lodging.nib && !is_digits(*lodging.nib, 13, 13)) return bad_input("a NIB has 13 digits", "/nib");
  for (const auto& [code, where] :
       {std::pair{lodging.kelurahan_code, "/kelurahan_code"}, {lodging.kecamatan_code, "/kecamatan_code"}}) {
    if (code &&
        (code->size() < 5 || code->size() > 13 || code->find_first_not_of("0123456789.") != std::string::npos)) {
      return bad_input("a code of a region has digits and dots", where);
    }
  }
  if (lodging.rooms && (*lodging.rooms < 1 || *lodging.rooms > 5000))
    return bad_input("expected 1 to 5000 rooms", "/rooms");
  if (lodging.phone && (lodging.phone->size() < 3 || lodging.phone->size() > 40 ||
                        lodging.phone->find_first_not_of("0123456789+-() /.") != std::string::npos)) {
    return bad_input("a telephone number has digits, +, -, brackets and spaces", "/phone");
  }
  if (!is_in_area(unit, lodging.lat_e6, lodging.lng_e6))
    return bad_input("the point lies outside the unit's area", "/lat_e6");
  return {};
}

Result<LodgingRow> add_lodging(WriteTxn& txn, UnitId unit_id, const LodgingChange& fields, std::string_view source) {
  auto unit = txn.settings().unit(unit_id);
  if (!unit) return std::move(unit).error();
  if (!fields.name) return bad_input("a lodging needs a name", "/name");
  if (!fields.kind) return bad_input("a lodging needs a kind", "/kind");
  if (!fields.lat_e6) return bad_input("a lodging needs a point", "/lat_e6");
  if (!fields.lng_e6) return bad_input("a lodging needs a point", "/lng_e6");
  LodgingRow row;
  row.id = txn.new_id<LodgingId>();
  row.unit = unit_id;
  row.tier = "medium";
  row.source = std::string(source);
  apply(fields, row);
  if (auto checked = check_lodging(row, *unit); !checked) return std::move(checked).error();
  if (auto put = txn.lodgings().put(row); !put) return std::move(put).error();
  return row;
}

Result<LodgingRow> change_lodging(WriteTxn& txn, UnitId unit_id, LodgingId id, const LodgingChange& fields,
                                  std::int64_t expected_version) {
  auto unit = txn.settings().unit(unit_id);
  if (!unit) return std::move(unit).error();
  auto stored = txn.lodgings().lodging(unit_id, id);
  if (!stored) return stored;
  if (stored->version != expected_version) {
    return Error{ErrorCode::stale_version, "somebody changed this lodging in the meantime", "lodging"};
  }
  LodgingRow row = *stored;
  apply(fields, row);
  if (row == *stored) return row;
  if (auto checked = check_lodging(row, *unit); !checked) return std::move(checked).error();
  ++row.version;
  if (auto put = txn.lodgings().put(row); !put) return std::move(put).error();
  if (auto noted = note_office_edit(txn, *stored, row); !noted) return std::move(noted).error();
  return row;
}

std::pair<LocalDate, LocalDate> month_around(LocalDate today) {
  return {LocalDate{today.year, today.month, 1},
          LocalDate{today.year, today.month, days_in_month(today.year, today.month)}};
}

}  // namespace ronda::server
