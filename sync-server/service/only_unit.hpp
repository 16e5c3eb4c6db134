#pragma once
// Which unit a command means.

#include <string>

#include "shared/base/result.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// The unit of that name; with an empty name the only one there is.
/// Errors: bad_input (none of that name; several and none named; none at all).
Result<UnitRow> only_unit(const ReadTxn& txn, const std::string& name);

}  // namespace ronda::server
