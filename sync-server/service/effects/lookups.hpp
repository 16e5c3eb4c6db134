#pragma once
// What the effects of several record kinds look up before they change anything. Inside the caller's transaction.

#include <optional>

#include "shared/base/result.hpp"
#include "shared/ledger/record.hpp"
#include "sync-server/service/record_effects.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

inline Effect applied() { return {}; }
inline Effect held(Error why) { return Effect{std::move(why)}; }

/// A lodging under the id it has or had: of itself, of one that was merged into it, or that a person said means it.
/// Nothing if the register knows no such id. Errors: those of the store.
Result<std::optional<LodgingRow>> standing_lodging(const ReadTxn& txn, UnitId unit, LodgingId id);

/// Why a record cannot stand because of who wrote it: the officer is not of this unit. Nothing if all is well.
/// Errors: those of the store.
Result<std::optional<Error>> stranger(const ReadTxn& txn, UnitId unit, const ledger::RecordHead& head);

}  // namespace ronda::server
