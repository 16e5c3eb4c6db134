#pragma once
// What an officer may correct of a lodging, field by field; the body of the record `lodging.corrected` (PROTOCOL.md
// §5a). A point is one field: a latitude from one hand and a longitude from another would be a third place. Pure; any
// thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/domain/text.hpp"

namespace ronda::domain {

struct Point {
  std::int32_t lat_e6 = 0;
  std::int32_t lng_e6 = 0;
  bool operator==(const Point&) const = default;
};

/// Unknown, a number, a text or a point.
using FieldValue = std::variant<std::monostate, std::int64_t, std::string, Point>;

enum class LodgingField { name, kind, kbli, nib, address, kelurahan, kecamatan, point, rooms, phone, status };
inline constexpr std::array<LodgingField, 11> kLodgingFields{
    LodgingField::name,    LodgingField::kind,      LodgingField::kbli,      LodgingField::nib,
    LodgingField::address, LodgingField::kelurahan, LodgingField::kecamatan, LodgingField::point,
    LodgingField::rooms,   LodgingField::phone,     LodgingField::status};

std::string_view word(LodgingField value);
/// Errors: bad_input (no such field).
Result<LodgingField> parse_lodging_field(std::string_view text);
Text name_of(LodgingField value);

/// Whether a value can stand in a field: its type, its length, its word; texts are screened. Name, kind, point and
/// status cannot be unknown. Errors: bad_input without `where`.
Result<void> check_field(LodgingField field, const FieldValue& value);

struct FieldChange {
  LodgingField field = LodgingField::name;
  FieldValue from;  ///< what the officer saw
  FieldValue to;
  bool operator==(const FieldChange&) const = default;
};

struct CorrectedLodging {
  LodgingId lodging;
  std::int64_t base = 0;  ///< the version that the officer saw; 0 = the server never told one
  std::vector<FieldChange> changes;
  bool operator==(const CorrectedLodging&) const = default;
};

/// Errors: bad_input (nothing changes, a field twice, check_field on `to`), `where` = JSON pointer.
Result<void> check(const CorrectedLodging& report);

}  // namespace ronda::domain
