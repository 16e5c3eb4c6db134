#include "shared/domain/lodging_field.hpp"

#include <set>

#include "shared/domain/field_report.hpp"
#include "shared/domain/words.hpp"

namespace ronda::domain {

namespace {

constexpr std::array<std::string_view, 11> kWords{"name",      "kind",  "kbli",  "nib",   "address", "kelurahan",
                                                  "kecamatan", "point", "rooms", "phone", "status"};

bool is_digits(const std::string& text, std::size_t count) {
  return text.size() == count && text.find_first_not_of("0123456789") == std::string::npos;
}

std::size_t longest(LodgingField field) {
  switch (field) {
    case LodgingField::name:
      return 160;
    case LodgingField::address:
      return 300;
    default:
      return 80;
  }
}

Result<void> check_text(LodgingField field, const std::string& text) {
  switch (field) {
    case LodgingField::kind:
      if (auto kind = parse_lodging_kind(text); !kind) return std::move(kind).error();
      return {};
    case LodgingField::status:
      if (auto status = parse_lodging_status(text); !status) return std::move(status).error();
      return {};
    case LodgingField::kbli:
      if (!is_digits(text, 5)) return bad_input("a KBLI class has 5 digits");
      return {};
    case LodgingField::nib:
      if (!is_digits(text, 13)) return bad_input("a NIB has 13 digits");
      return {};
    case LodgingField::phone:
      if (text.size() < 3 || text.size() > 40 || text.find_first_not_of("0123456789+-() /.") != std::string::npos) {
        return bad_input("a telephone number has digits, +, -, brackets and spaces");
      }
      return {};
    default:
      if (text.find_first_not_of(' ') == std::string::npos) return bad_input("a text is not empty: leave it unknown");
      if (text.find('\n') != std::string::npos) return bad_input("one line");
      return check_report_text(text, {}, longest(field));
  }
}

}  // namespace

std::string_view word(LodgingField value) { return kWords.at(static_cast<std::size_t>(value)); }

Result<LodgingField> parse_lodging_field(std::string_view text) {
  for (const LodgingField field : kLodgingFields) {
    if (word(field) == text) return field;
  }
  return bad_input("a lodging has no field of this name that can be corrected");
}

Text name_of(LodgingField value) {
  switch (value) {
    case LodgingField::name:
      return {"Nama", "Name"};
    case LodgingField::kind:
      return {"Jenis", "Kind"};
    case LodgingField::kbli:
      return {"KBLI", "KBLI"};
    case LodgingField::nib:
      return {"NIB", "NIB"};
    case LodgingField::address:
      return {"Alamat", "Address"};
    case LodgingField::kelurahan:
      return {"Kelurahan", "Kelurahan"};
    case LodgingField::kecamatan:
      return {"Kecamatan", "Kecamatan"};
    case LodgingField::point:
      return {"Titik lokasi", "Position"};
    case LodgingField::rooms:
      return {"Jumlah kamar", "Rooms"};
    case LodgingField::phone:
      return {"Telepon usaha", "Telephone of the business"};
    case LodgingField::status:
      return {"Status", "Status"};
  }
  return {};
}

Result<void> check_field(LodgingField field, const FieldValue& value) {
  if (std::holds_alternative<std::monostate>(value)) {
    const bool needed = field == LodgingField::name || field == LodgingField::kind || field == LodgingField::point ||
                        field == LodgingField::status;
    if (needed) return bad_input("this field cannot be unknown");
    return {};
  }
  if (field == LodgingField::point) {
    const auto* point = std::get_if<Point>(&value);
    if (point == nullptr) return bad_input("expected a point");
    if (point->lat_e6 < -90'000'000 || point->lat_e6 > 90'000'000 || point->lng_e6 < -180'000'000 ||
        point->lng_e6 > 180'000'000) {
      return bad_input("there is no such place");
    }
    return {};
  }
  if (field == LodgingField::rooms) {
    const auto* rooms = std::get_if<std::int64_t>(&value);
    if (rooms == nullptr || *rooms < 1 || *rooms > 5000) return bad_input("expected 1 to 5000 rooms");
    return {};
  }
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return bad_input("expected a text");
  return check_text(field, *text);
}

Result<void> check(const CorrectedLodging& report) {
  if (report.changes.empty()) return bad_input("a correction changes something", "/fields");
  std::set<LodgingField> seen;
  for (const FieldChange& change : report.changes) {
    const std::string where = "/fields/" + std::string(word(change.field));
    if (!seen.insert(change.field).second) return bad_input("a field stands there once", where);
    if (change.from == change.to) return bad_input("a correction changes something", where);
    if (auto good = check_field(change.field, change.to); !good) return bad_input(good.error().message, where + "/new");
  }
  return {};
}

}  // namespace ronda::domain
