#include "sync-server/service/lodging_merging.hpp"

#include "sync-server/store/correction_store.hpp"

namespace ronda::server {

Result<LodgingRow> merge_lodgings(WriteTxn& txn, const Principal& who, LodgingId from, LodgingId into,
                                  std::int64_t version) {
  const auto gone = txn.lodgings().lodging(who.unit, from);
  if (!gone) return gone;
  if (gone->version != version) {
    return Error{ErrorCode::stale_version, "somebody changed this lodging in the meantime", "lodging"};
  }
  if (from == into) return bad_input("a lodging is not merged into itself", "/into");
  if (gone->status != "unregistered") {
    return Error{ErrorCode::conflict, "only an unregistered lodging is merged into another", "/status"};
  }
  auto stays = txn.lodgings().lodging(who.unit, into);
  if (!stays && stays.error().code == ErrorCode::not_found) return bad_input("no such lodging", "/into");
  if (!stays) return stays;
  const auto moved = txn.corrections().move_lodging(from, into);
  if (!moved) return moved.error();
  if (auto put = txn.corrections().put_alias({from, who.unit, into, gone->name, who.officer, txn.now()}); !put) {
    return std::move(put).error();
  }
  for (const auto& [entity, id] : *moved) {
    if (auto touched = txn.touch(entity, id, who.unit); !touched) return std::move(touched).error();
  }
  if (auto touched = txn.touch_deleted("lodging", from.uuid, who.unit); !touched) return std::move(touched).error();
  ++stays->version;
  if (auto put = txn.lodgings().put(*stays); !put) return std::move(put).error();
  return stays;
}

}  // namespace ronda::server
