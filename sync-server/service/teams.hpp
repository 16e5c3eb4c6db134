#pragma once
// The teams of a unit: members, where they start from, when they are on duty. Runs inside the caller's transaction.

#include "shared/base/result.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Replaces the changeable parts of a team (all but id, unit, version). Officers that leave or join are told to
/// devices. Errors: not_found, stale_version, bad_input (a member of another unit or twice, two shifts on a weekday, a
/// start outside the unit's area), conflict (a member is in another team).
Result<TeamRow> change_team(WriteTxn& txn, UnitId unit, TeamId id, TeamRow wanted, std::int64_t expected_version);
/// Errors: as above.
Result<TeamRow> add_team(WriteTxn& txn, UnitId unit, TeamRow wanted);

}  // namespace ronda::server
