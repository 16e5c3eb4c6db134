#include "sync-server/service/carried_record.hpp"

#include "shared/wire/carried_json.hpp"
#include "sync-server/store/access_store.hpp"
#include "sync-server/store/carried_store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

namespace {

// The older identity may be unknown (a backup from before its enrolment), but never another unit's.
Result<bool> is_of_another_unit(const ReadTxn& txn, UnitId unit, DeviceId device) {
  const auto row = txn.access().device(device);
  if (row) return row->unit != unit;
  if (row.error().code == ErrorCode::not_found) return false;
  return row.error();
}

}  // namespace

Result<Effect> apply_carried(WriteTxn& txn, const Principal& who, const wire::ReadRecord& outer,
                             const Checklists& checklists, ApplyRecord apply) {
  const auto stored = txn.sync().record(who.device, outer.head.seq);
  if (!stored) return stored.error();
  auto carried = wire::read_carried(stored->bytes, outer);
  if (!carried) return Effect{std::move(carried).error()};
  const DeviceId origin = carried->record.head.device;
  const auto foreign = is_of_another_unit(txn, who.unit, origin);
  if (!foreign) return foreign.error();
  if (*foreign) {
    return Effect{Error{ErrorCode::forbidden, "the carried record is another unit's", "/body/record/device"}};
  }
  // A record says itself where in which log it stands.
  const auto logged = txn.sync().record_hash(origin, carried->record.head.seq);
  if (!logged) return logged.error();
  const auto before = txn.carried().carried(carried->hash);
  if (!before) return before.error();
  if (*logged == carried->hash || before->has_value()) return Effect{};

  const std::int64_t origin_seq = carried->record.head.seq;
  carried->record.head.seq = outer.head.seq;  // rows made of it name the record that lies in the log here
  carried->record.head.device = who.device;
  auto effect = apply(txn, who, carried->record, checklists);
  if (!effect || effect->held) return effect;
  auto noted = txn.carried().put_carried({carried->hash, origin, origin_seq, who.device, outer.head.seq});
  if (!noted) return std::move(noted).error();
  return effect;
}

Result<bool> counted_as_carried(const ReadTxn& txn, DeviceId device, std::int64_t seq) {
  const auto hash = txn.sync().record_hash(device, seq);
  if (!hash) return hash.error();
  if (!hash->has_value()) return false;
  const auto carried = txn.carried().carried(**hash);
  if (!carried) return carried.error();
  return carried->has_value();
}

}  // namespace ronda::server
