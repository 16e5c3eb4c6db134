#include "sync-server/service/effects/lookups.hpp"

#include "sync-server/store/access_store.hpp"
#include "sync-server/store/correction_store.hpp"

namespace ronda::server {

Result<std::optional<LodgingRow>> standing_lodging(const ReadTxn& txn, UnitId unit, LodgingId id) {
  auto row = txn.lodgings().lodging(unit, id);
  if (row) return std::optional<LodgingRow>(*std::move(row));
  if (row.error().code != ErrorCode::not_found) return std::move(row).error();
  const auto alias = txn.corrections().alias(unit, id);
  if (!alias) return alias.error();
  if (!alias->has_value()) return std::optional<LodgingRow>();
  auto now = txn.lodgings().lodging(unit, (*alias)->lodging);
  if (!now) return std::move(now).error();
  return std::optional<LodgingRow>(*std::move(now));
}

Result<std::optional<Error>> stranger(const ReadTxn& txn, UnitId unit, const ledger::RecordHead& head) {
  const auto officer = txn.access().officer(head.officer);
  if (!officer && officer.error().code != ErrorCode::not_found) return officer.error();
  if (officer && officer->unit == unit) return std::optional<Error>();
  return std::optional<Error>(Error{ErrorCode::not_found, "no such officer in this unit", "/officer"});
}

}  // namespace ronda::server
