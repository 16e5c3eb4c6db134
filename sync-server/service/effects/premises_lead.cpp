// referral.made and tip.received.
#include "shared/wire/lead_json.hpp"
#include "sync-server/service/effects/kinds.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/store/report_store.hpp"

namespace ronda::server {

namespace {

std::optional<std::string> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

/// What both need before they count: an officer of the unit and a lodging that stands. Else why the record is held.
struct Ground {
  std::optional<Error> held;
  LodgingId lodging;
};
Result<Ground> ground_of(const ReadTxn& txn, UnitId unit, const ledger::RecordHead& head, LodgingId named) {
  const auto alien = stranger(txn, unit, head);
  if (!alien) return alien.error();
  if (*alien) return Ground{**alien, {}};
  const auto lodging = standing_lodging(txn, unit, named);
  if (!lodging) return lodging.error();
  if (!lodging->has_value()) {
    return Ground{Error{ErrorCode::not_found, "no such lodging in the register", "/lodging"}, {}};
  }
  return Ground{std::nullopt, (*lodging)->id};
}

}  // namespace

Result<Effect> apply_referral(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto report = wire::read_referral(record.body());
  if (!report) return held(report.error());
  auto ground = ground_of(txn, who.unit, record.head, report->lodging);
  if (!ground) return std::move(ground).error();
  if (ground->held) return held(*std::move(ground->held));
  const auto there = txn.reports().referral(who.unit, report->referral);
  if (there) return held({ErrorCode::conflict, "this referral was reported before", "/referral"});
  if (there.error().code != ErrorCode::not_found) return there.error();
  ReferralRow row;
  row.id = report->referral;
  row.unit = who.unit;
  row.device = who.device;
  row.seq = record.head.seq;
  row.officer = record.head.officer;
  row.lodging = ground->lodging;
  row.inspection = report->inspection;
  row.reason = std::string(word(report->reason));
  row.receiver = std::string(word(report->to));
  row.made_at = report->at;
  row.case_no = known(report->case_no);
  row.received_at = txn.now();
  if (auto added = txn.reports().add_referral(row); !added) return std::move(added).error();
  if (auto touched = txn.touch("referral", row.id.uuid, who.unit); !touched) return std::move(touched).error();
  return applied();
}

Result<Effect> apply_tip(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto report = wire::read_tip(record.body());
  if (!report) return held(report.error());
  auto ground = ground_of(txn, who.unit, record.head, report->lodging);
  if (!ground) return std::move(ground).error();
  if (ground->held) return held(*std::move(ground->held));
  const auto there = txn.reports().tip(who.unit, report->tip);
  if (there) return held({ErrorCode::conflict, "this tip was reported before", "/tip"});
  if (there.error().code != ErrorCode::not_found) return there.error();
  TipRow row;
  row.id = report->tip;
  row.unit = who.unit;
  row.device = who.device;
  row.seq = record.head.seq;
  row.officer = record.head.officer;
  row.lodging = ground->lodging;
  row.source = std::string(word(report->source));
  row.category = std::string(word(report->category));
  row.priority = std::string(word(report->priority));
  row.received_on = report->received_on;
  row.expires_on = report->expires_on;
  row.reference = known(report->reference);
  row.received_at = txn.now();
  if (auto added = txn.reports().add_tip(row); !added) return std::move(added).error();
  if (auto touched = txn.touch("tip", row.id.uuid, who.unit); !touched) return std::move(touched).error();
  return applied();
}

}  // namespace ronda::server
