#pragma once
// The change feed as one device may see it (PROTOCOL.md §4): whole current entities of its unit in the order of their
// numbers, visits of its officer's team only, and those from their disclosure on.

#include <string>

#include "shared/base/result.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Drops the tombstones that are older than `days` and raises the feed's floor. Call it at least once a day; more often
/// changes nothing. Gives how many went.
Result<int> prune_tombstones(WriteTxn& txn, int days);

/// One page. The cursor is the number of the last change looked at, in scope or not.
/// Errors: stale_cursor (another epoch, a number that was never given out, or one below the feed's floor), those of the
/// store.
Result<wire::PullPage> pull(const ReadTxn& txn, const Principal& who, const wire::PullQuery& query,
                            const Checklists& checklists, const std::string& portal_base);

}  // namespace ronda::server
