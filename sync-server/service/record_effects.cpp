#include "sync-server/service/record_effects.hpp"

#include "shared/wire/carried_json.hpp"
#include "sync-server/service/carried_record.hpp"
#include "sync-server/service/sealed_effect.hpp"
#include "sync-server/store/planning_store.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kMaxReasonBytes = 2000;

Effect applied() { return {}; }
Effect held(Error why) { return Effect{std::move(why)}; }

/// Splits what a lookup says: a value, nothing (the record is held), or a fault of the store.
bool is_absent(const Error& error) { return error.code == ErrorCode::not_found; }

// ---- visit.missed -------------------------------------------------------------------------------------------------

Result<Effect> apply_missed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record) {
  const auto body = record.body();
  if (auto known = body.only({"visit", "reason"}); !known) return held(std::move(known).error());
  const auto id = body.id<VisitId>("visit");
  if (!id) return held(id.error());
  const auto reason = body.string("reason", kMaxReasonBytes);
  if (!reason) return held(reason.error());
  auto visit = txn.planning().visit(who.unit, *id);
  if (!visit && is_absent(visit.error())) return held({ErrorCode::not_found, "no such visit", "/visit"});
  if (!visit) return std::move(visit).error();
  if (visit->state == "done") return held({ErrorCode::conflict, "this visit was carried out", "/visit"});
  visit->state = "missed";
  visit->reason = *reason;
  if (auto updated = txn.planning().update_visit(*visit); !updated) return std::move(updated).error();
  if (auto touched = txn.touch("visit", visit->id.uuid, who.unit); !touched) return std::move(touched).error();
  return applied();
}

Result<Effect> apply_kind(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                          const Checklists& checklists) {
  if (record.head.kind == "inspection.sealed") return apply_sealed(txn, who, record, checklists);
  if (record.head.kind == "visit.missed") return apply_missed(txn, who, record);
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
