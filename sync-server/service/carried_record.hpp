#pragma once
// What a new identity of a device brings from its older one (`record.carried`, PROTOCOL.md §3). Whichever way a record
// comes first, in its own log or carried, it counts once. Runs inside the caller's write transaction.

#include "sync-server/service/record_effects.hpp"

namespace ronda::server {

using ApplyRecord = Result<Effect> (*)(WriteTxn&, const Principal&, const wire::ReadRecord&, const Checklists&);

/// Applies what `outer` carries as `apply` would a record of its own, with the officer who wrote it; its rows point to
/// `outer`. Known bytes change nothing. Precondition: `outer` is in the log. Errors: those of the store only.
Result<Effect> apply_carried(WriteTxn& txn, const Principal& who, const wire::ReadRecord& outer,
                             const Checklists& checklists, ApplyRecord apply);

/// True if these very bytes, now record `seq` of `device`, counted before because a newer identity carried them.
Result<bool> counted_as_carried(const ReadTxn& txn, DeviceId device, std::int64_t seq);

}  // namespace ronda::server
