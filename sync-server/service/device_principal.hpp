#pragma once
// A device by its name, for records that came without it: each of them vouches for itself.

#include "shared/base/result.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Errors: not_found.
Result<Principal> principal_of_device(const ReadTxn& txn, DeviceId device);

}  // namespace ronda::server
