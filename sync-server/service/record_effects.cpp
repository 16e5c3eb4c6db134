#include "sync-server/service/record_effects.hpp"

#include "shared/wire/carried_json.hpp"
#include "sync-server/service/carried_record.hpp"
#include "sync-server/service/effects/kinds.hpp"
#include "sync-server/service/effects/lookups.hpp"
#include "sync-server/service/sealed_effect.hpp"

namespace ronda::server {

namespace {

Result<Effect> apply_kind(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                          const Checklists& checklists) {
  const std::string& kind = record.head.kind;
  if (kind == "inspection.sealed") return apply_sealed(txn, who, record, checklists);
  if (kind == "inspection.corrected") return apply_corrected_inspection(txn, who, record, checklists);
  if (kind == "visit.missed") return apply_missed(txn, who, record);
  if (kind == "lodging.proposed") return apply_proposed(txn, who, record);
  if (kind == "lodging.corrected") return apply_corrected_lodging(txn, who, record);
  if (kind == "finding.disposed") return apply_disposed(txn, who, record);
  if (kind == "notice.served") return apply_served(txn, who, record);
  if (kind == "activity.held") return apply_held(txn, who, record);
  if (kind == "referral.made") return apply_referral(txn, who, record);
  if (kind == "tip.received") return apply_tip(txn, who, record);
  return held({ErrorCode::stale_schema, "this kind of record is not known here yet", "/kind"});
}

}  // namespace

Result<Effect> apply_record(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                            const Checklists& checklists) {
  if (record.head.kind == wire::kCarriedKind) return apply_carried(txn, who, record, checklists, apply_kind);
  // The same bytes may have counted already, under a newer identity of the same device. An inspection has an id of its
  // own, which is refused a second time: only then is it worth looking.
  if (record.head.kind == "inspection.sealed") {
    auto effect = apply_kind(txn, who, record, checklists);
    if (!effect || !effect->held) return effect;
    const auto counted = counted_as_carried(txn, who.device, record.head.seq);
    if (!counted) return counted.error();
    return *counted ? applied() : *std::move(effect);
  }
  const auto counted = counted_as_carried(txn, who.device, record.head.seq);
  if (!counted) return counted.error();
  return *counted ? applied() : apply_kind(txn, who, record, checklists);
}

}  // namespace ronda::server
