#pragma once
// The register of lodgings: what a lodging must look like, adding and changing one, the region's named places.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/service/policy.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// A kelurahan with its kecamatan and rounded centre (sync-server/data/kelurahan-*.csv).
struct Kelurahan {
  std::string code;
  std::string name;
  std::string kecamatan_code;
  std::string kecamatan;
  std::int32_t lat_e6 = 0;
  std::int32_t lng_e6 = 0;
  std::int32_t reach_m = 0;  ///< everything this near to the point lies in the place
};
/// All places this program knows; read once.
const std::vector<Kelurahan>& known_places();
/// The place of that name (case and accents do not matter), if there is exactly one inside the unit's area.
const Kelurahan* place_named(const UnitRow& unit, std::string_view kelurahan);

/// Straight-line distance in metres, good to 0.1 % within a city.
double metres_between(std::int32_t lat_a_e6, std::int32_t lng_a_e6, std::int32_t lat_b_e6, std::int32_t lng_b_e6);

/// True if the point lies in the unit's area.
bool is_in_area(const UnitRow& unit, std::int32_t lat_e6, std::int32_t lng_e6);

/// What is wrong with a lodging, or nothing. `where` is the member's pointer ("/name"). Free text that looks like a
/// person's number is refused: the register is about premises.
Result<void> check_lodging(const LodgingRow& lodging, const UnitRow& unit);

/// Members that a write named; absent ones stay as they are, null ones become unknown.
struct LodgingChange {
  std::optional<std::string> name;
  std::optional<std::string> kind;
  std::optional<std::optional<std::string>> kbli;
  std::optional<std::optional<std::string>> nib;
  std::optional<std::optional<std::string>> address;
  std::optional<std::optional<std::string>> kelurahan;
  std::optional<std::optional<std::string>> kelurahan_code;
  std::optional<std::optional<std::string>> kecamatan;
  std::optional<std::optional<std::string>> kecamatan_code;
  std::optional<std::int32_t> lat_e6;
  std::optional<std::int32_t> lng_e6;
  std::optional<std::optional<int>> rooms;
  std::optional<std::optional<std::string>> phone;
  std::optional<std::string> tier;
  std::optional<std::string> status;
};

/// Errors: bad_input (name, kind or point missing; see check_lodging).
Result<LodgingRow> add_lodging(WriteTxn& txn, UnitId unit, const LodgingChange& fields, std::string_view source);
/// Errors: not_found, stale_version, bad_input. A change that changes nothing keeps the version.
Result<LodgingRow> change_lodging(WriteTxn& txn, UnitId unit, LodgingId id, const LodgingChange& fields,
                                  std::int64_t expected_version);

/// First and last day of the month of `today`.
std::pair<LocalDate, LocalDate> month_around(LocalDate today);

}  // namespace ronda::server
