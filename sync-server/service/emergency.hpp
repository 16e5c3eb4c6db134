#pragma once
// The numbers on the emergency card of a unit's devices: the national ones and the unit's own, as data that the unit
// head keeps. Runs inside the caller's transaction.

#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

inline constexpr std::size_t kMaxContacts = 10;

/// Changes with the contacts and with nothing else; for If-Match.
std::int64_t version_of(const std::vector<EmergencyContact>& contacts);

/// The first one is the white block of the card. Errors: bad_input with a JSON pointer (no name in either language, a
/// number that cannot be dialled, the police number 110 is not among them), stale_version (somebody else changed them).
Result<std::vector<EmergencyContact>> change_contacts(WriteTxn& txn, UnitId unit,
                                                      std::vector<EmergencyContact> contacts,
                                                      std::int64_t expected_version);

}  // namespace ronda::server
