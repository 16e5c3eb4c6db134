#pragma once
// Founding a unit, and telling its devices about the checklists this program brings. Runs inside the caller's
// transaction.

#include "shared/base/result.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Stores the unit with a new id, the default policy and the national emergency numbers if it names none.
/// Errors: bad_input (a name, zone or area that cannot be).
Result<UnitRow> found_unit(WriteTxn& txn, UnitRow unit);

/// Puts every checklist version that a unit's feed does not carry yet into it. Call at each start.
Result<void> publish_checklists(WriteTxn& txn);

}  // namespace ronda::server
