// lodging.proposed and lodging.corrected.
#include "shared/wire/report_json.hpp"
#include "sync-server/service/effects/kinds.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/service/lodging_edits.hpp"
#include "sync-server/service/register.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

namespace {

std::optional<std::string> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

LodgingRow row_of(const domain::ProposedLodging& report, const UnitRow& unit) {
  LodgingRow row;
  row.id = report.lodging;
  row.unit = unit.id;
  row.name = report.name;
  row.kind = std::string(word(report.kind));
  row.address = known(report.address);
  row.kelurahan = known(report.kelurahan);
  row.kecamatan = known(report.kecamatan);
  if (row.kelurahan) {
    if (const Kelurahan* place = place_named(unit, *row.kelurahan)) {
      row.kelurahan_code = place->code;
      row.kecamatan = place->kecamatan;
      row.kecamatan_code = place->kecamatan_code;
    }
  }
  row.lat_e6 = report.lat_e6;
  row.lng_e6 = report.lng_e6;
  row.rooms = report.rooms;
  row.phone = known(report.phone);
  row.tier = "medium";  // nobody has judged its risk yet
  row.status = "unregistered";
  row.source = "device";
  return row;
}

}  // namespace

Result<Effect> apply_proposed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto report = wire::read_proposed(record.body());
  if (!report) return held(report.error());
  const auto alien = stranger(txn, who.unit, record.head);
  if (!alien) return alien.error();
  if (*alien) return held(**alien);
  const auto unit = txn.settings().unit(who.unit);
  if (!unit) return unit.error();
  const auto there = standing_lodging(txn, who.unit, report->lodging);
  if (!there) return there.error();
  if (there->has_value()) {
    return held({ErrorCode::conflict, "the register knows a lodging under this id", "/lodging"});
  }
  const LodgingRow row = row_of(*report, *unit);
  if (const auto good = check_lodging(row, *unit); !good) return held(good.error());
  if (auto put = txn.lodgings().put(row); !put) return std::move(put).error();
  return applied();
}

Result<Effect> apply_corrected_lodging(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto report = wire::read_corrected_lodging(record.body());
  if (!report) return held(report.error());
  const auto alien = stranger(txn, who.unit, record.head);
  if (!alien) return alien.error();
  if (*alien) return held(**alien);
  const auto unit = txn.settings().unit(who.unit);
  if (!unit) return unit.error();
  const auto row = standing_lodging(txn, who.unit, report->lodging);
  if (!row) return row.error();
  if (!row->has_value()) return held({ErrorCode::not_found, "no such lodging in the register", "/lodging"});

  DeviceEdit by;
  by.device = who.device;
  by.seq = record.head.seq;
  const auto hash = txn.sync().record_hash(who.device, record.head.seq);
  if (!hash) return hash.error();
  by.rank = hash->has_value() ? ledger::to_text(**hash) : to_text(record.head.id);
  by.officer = record.head.officer;
  by.at = record.head.at;
  // The versions of a lodging that was merged away say nothing about the one it went into.
  by.base = (*row)->id == report->lodging ? report->base : 0;
  auto merged = merge_changes(txn, *unit, **row, report->changes, by);
  if (merged) return applied();
  if (merged.error().code == ErrorCode::bad_input) return held(std::move(merged).error());
  return std::move(merged).error();
}

}  // namespace ronda::server
