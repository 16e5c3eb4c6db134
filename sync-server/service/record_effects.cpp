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
  return held({ErrorCode::stale_schema, "this kind of record is not known here yet", "/kind"});
}

}  // namespace

Result<Effect> apply_record(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                            const Checklists& checklists) {
  if (record.head.kind == wire::kCarriedKind) return apply_carried(txn, who, record, checklists, apply_kind);
  auto effect = apply_kind(txn, who, record, checklists);
  if (!effect || !effect->held) return effect;
  // What cannot stand a second time may have counted already, under a newer identity of the same device.
  const auto counted = counted_as_carried(txn, who.device, record.head.seq);
  if (!counted) return counted.error();
  return *counted ? applied() : *std::move(effect);
}

}  // namespace ronda::server
