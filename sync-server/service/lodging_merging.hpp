#pragma once
// Two entries of the register that turn out to be one lodging. Inside the caller's transaction.

#include <cstdint>

#include "shared/base/result.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// `from` goes into `into`: its inspections, findings, visits and notices are those of `into` from now on, its id stays
/// known as another name of it, so that records that are still on their way land there, and devices get a tombstone.
/// Errors: not_found, stale_version (`version` is not that of `from`), conflict (`from` is registered), bad_input
/// (`into` is the same one).
Result<LodgingRow> merge_lodgings(WriteTxn& txn, const Principal& who, LodgingId from, LodgingId into,
                                  std::int64_t version);

}  // namespace ronda::server
