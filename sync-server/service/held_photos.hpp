#pragma once
// Photos that a record in quarantine names: they are taken although nothing accepted names them.

#include "shared/base/result.hpp"
#include "shared/ledger/record.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Whether a record of the device that waits in quarantine names the photo.
Result<bool> held_record_names(const ReadTxn& txn, DeviceId device, const ledger::Hash& sha256);

}  // namespace ronda::server
