#include "sync-server/service/lodging_edits.hpp"

#include <algorithm>

#include "shared/domain/lodging_merge.hpp"
#include "shared/wire/report_json.hpp"
#include "sync-server/service/register.hpp"

namespace ronda::server {

namespace {

using domain::FieldValue;
using domain::LodgingField;

FieldValue from_text(const std::optional<std::string>& text) { return text ? FieldValue{*text} : FieldValue{}; }

std::optional<std::string> to_optional(const FieldValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::nullopt : std::optional<std::string>(*text);
}

void set_kelurahan(LodgingRow& row, const FieldValue& value, const UnitRow& unit) {
  row.kelurahan = to_optional(value);
  row.kelurahan_code.reset();
  if (!row.kelurahan) return;
  const Kelurahan* place = place_named(unit, *row.kelurahan);
  if (place == nullptr) return;
  row.kelurahan_code = place->code;
  row.kecamatan = place->kecamatan;
  row.kecamatan_code = place->kecamatan_code;
}

/// The edits of one field so far, beginning with what the register says. Whatever changed the row without an edit (an
/// import, a change before any device took part) is taken as one of the office.
Result<std::vector<EditRow>> edits_so_far(const ReadTxn& txn, const LodgingRow& row, LodgingField field,
                                          std::vector<EditRow>& fresh) {
  auto edits = txn.corrections().edits(row.id, field);
  if (!edits) return edits;
  std::vector<domain::FieldEdit> plain;
  for (const auto& edit : *edits) plain.push_back(edit.edit);
  const FieldValue now = field_of(row, field);
  if (!plain.empty() && domain::merge_field(plain).value == now) return edits;
  EditRow office;
  office.edit.from = plain.empty() ? now : domain::merge_field(plain).value;
  office.edit.to = now;
  office.edit.base = row.version - 1;
  office.edit.version = row.version;
  office.at = txn.now();
  fresh.push_back(office);
  edits->push_back(std::move(office));
  return edits;
}

domain::MergedField merged(const std::vector<EditRow>& edits) {
  std::vector<domain::FieldEdit> plain;
  for (const auto& edit : edits) plain.push_back(edit.edit);
  return domain::merge_field(plain);
}

std::string sides_json(const domain::MergedField& merged, const std::vector<EditRow>& edits) {
  wire::JsonWriter out;
  out.begin_array();
  for (const auto& head : merged.heads) {
    const auto row = std::find_if(edits.begin(), edits.end(), [&](const EditRow& edit) { return edit.edit == head; });
    out.begin_object().key("value");
    wire::write_field_value(out, head.to);
    out.member("by", head.author.empty() ? "office" : "device").key("officer");
    if (row == edits.end() || row->officer_title.empty()) {
      out.null();
    } else {
      out.value(row->officer_title);
    }
    out.key("at");
    if (row == edits.end()) {
      out.null();
    } else {
      out.value(row->at);
    }
    out.end_object();
  }
  out.end_array();
  return out.take();
}

/// The case about a field follows what is in dispute.
Result<void> follow_dispute(WriteTxn& txn, const LodgingRow& row, LodgingField field) {
  const auto edits = txn.corrections().edits(row.id, field);
  if (!edits) return edits.error();
  const auto now = merged(*edits);
  auto open = txn.cases().open_about(row.id, domain::word(field));
  if (!open) return std::move(open).error();
  if (now.in_dispute() && !open->has_value()) {
    CaseRow made;
    made.id = txn.new_id<CaseId>();
    made.unit = row.unit;
    made.kind = "lodging_field";
    made.lodging = row.id;
    made.field = std::string(domain::word(field));
    made.sides = sides_json(now, *edits);
    made.opened_at = txn.now();
    return txn.cases().add(made);
  }
  if (!open->has_value()) return {};
  CaseRow row_of_case = **open;
  if (now.in_dispute()) {
    row_of_case.sides = sides_json(now, *edits);
  } else {
    row_of_case.state = "decided";
    row_of_case.decided_at = txn.now();
    row_of_case.keep = "settled";
    row_of_case.value = wire::field_value_text(now.value);
  }
  return txn.cases().update(row_of_case);
}

}  // namespace

FieldValue field_of(const LodgingRow& row, LodgingField field) {
  switch (field) {
    case LodgingField::name:
      return row.name;
    case LodgingField::kind:
      return row.kind;
    case LodgingField::kbli:
      return from_text(row.kbli);
    case LodgingField::nib:
      return from_text(row.nib);
    case LodgingField::address:
      return from_text(row.address);
    case LodgingField::kelurahan:
      return from_text(row.kelurahan);
    case LodgingField::kecamatan:
      return from_text(row.kecamatan);
    case LodgingField::point:
      return domain::Point{row.lat_e6, row.lng_e6};
    case LodgingField::rooms:
      return row.rooms ? FieldValue{std::int64_t{*row.rooms}} : FieldValue{};
    case LodgingField::phone:
      return from_text(row.phone);
    case LodgingField::status:
      return row.status;
  }
  return {};
}

void set_field(LodgingRow& row, LodgingField field, const FieldValue& value, const UnitRow& unit) {
  if (field_of(row, field) == value) return;
  switch (field) {
    case LodgingField::name:
      row.name = std::get<std::string>(value);
      break;
    case LodgingField::kind:
      row.kind = std::get<std::string>(value);
      break;
    case LodgingField::kbli:
      row.kbli = to_optional(value);
      row.kbli_version = row.kbli ? std::optional<std::string>("2020") : std::nullopt;
      break;
    case LodgingField::nib:
      row.nib = to_optional(value);
      break;
    case LodgingField::address:
      row.address = to_optional(value);
      break;
    case LodgingField::kelurahan:
      set_kelurahan(row, value, unit);
      break;
    case LodgingField::kecamatan:
      row.kecamatan = to_optional(value);
      row.kecamatan_code.reset();
      break;
    case LodgingField::point: {
      const auto& point = std::get<domain::Point>(value);
      row.lat_e6 = point.lat_e6;
      row.lng_e6 = point.lng_e6;
      break;
    }
    case LodgingField::rooms: {
      const auto* rooms = std::get_if<std::int64_t>(&value);
      row.rooms = rooms == nullptr ? std::nullopt : std::optional<int>(static_cast<int>(*rooms));
      break;
    }
    case LodgingField::phone:
      row.phone = to_optional(value);
      break;
    case LodgingField::status:
      row.status = std::get<std::string>(value);
      break;
  }
}

Result<LodgingRow> merge_changes(WriteTxn& txn, const UnitRow& unit, LodgingRow row,
                                 const std::vector<domain::FieldChange>& changes, const DeviceEdit& by) {
  const LodgingRow before = row;
  std::vector<std::pair<LodgingField, EditRow>> taken;
  for (const auto& change : changes) {
    std::vector<EditRow> fresh;
    auto edits = edits_so_far(txn, before, change.field, fresh);
    if (!edits) return std::move(edits).error();
    EditRow edit;
    edit.edit.from = change.from;
    edit.edit.to = change.to;
    edit.edit.base = std::min(by.base, before.version);
    edit.edit.version = before.version + 1;
    edit.edit.author = to_text(by.device);
    edit.edit.seq = by.seq;
    edit.edit.rank = by.rank;
    edit.device = by.device;
    edit.officer = by.officer;
    edit.at = by.at;
    fresh.push_back(edit);
    edits->push_back(std::move(edit));
    set_field(row, change.field, merged(*edits).value, unit);
    for (auto& one : fresh) taken.emplace_back(change.field, std::move(one));
  }
  row.version = before.version + 1;
  if (auto good = check_lodging(row, unit); !good) return std::move(good).error();
  for (const auto& [field, edit] : taken) {
    if (auto added = txn.corrections().add_edit(row.id, field, edit); !added) return std::move(added).error();
  }
  for (const auto& change : changes) {
    if (auto followed = follow_dispute(txn, row, change.field); !followed) return std::move(followed).error();
  }
  if (auto put = txn.lodgings().put(row); !put) return std::move(put).error();
  return row;
}

Result<void> note_office_edit(WriteTxn& txn, const LodgingRow& before, const LodgingRow& after) {
  for (const LodgingField field : domain::kLodgingFields) {
    if (field_of(before, field) == field_of(after, field)) continue;
    const auto edits = txn.corrections().edits(after.id, field);
    if (!edits) return edits.error();
    if (edits->empty()) continue;  // no device took part: the row says it all
    EditRow office;
    office.edit.from = field_of(before, field);
    office.edit.to = field_of(after, field);
    office.edit.base = after.version - 1;
    office.edit.version = after.version;
    office.at = txn.now();
    if (auto added = txn.corrections().add_edit(after.id, field, office); !added) return added;
    if (auto followed = follow_dispute(txn, after, field); !followed) return followed;
  }
  return {};
}

Result<LodgingRow> decide_field(WriteTxn& txn, const Principal& who, LodgingId lodging, LodgingField field,
                                const FieldValue& value) {
  const auto unit = txn.settings().unit(who.unit);
  if (!unit) return unit.error();
  if (auto good = domain::check_field(field, value); !good) return bad_input(good.error().message, "/keep/value");
  auto row = txn.lodgings().lodging(who.unit, lodging);
  if (!row) return row;
  EditRow office;
  office.edit.from = field_of(*row, field);
  office.edit.to = value;
  office.edit.base = row->version;
  office.edit.version = row->version + 1;
  office.officer = who.officer;
  office.at = txn.now();
  set_field(*row, field, value, *unit);
  ++row->version;
  if (auto good = check_lodging(*row, *unit); !good) return bad_input(good.error().message, "/keep/value");
  if (auto added = txn.corrections().add_edit(lodging, field, office); !added) return std::move(added).error();
  if (auto put = txn.lodgings().put(*row); !put) return std::move(put).error();
  return row;
}

}  // namespace ronda::server
