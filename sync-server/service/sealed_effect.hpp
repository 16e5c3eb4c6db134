#pragma once
// What a sealed inspection changes on the server (PROTOCOL.md §5, effects). Runs inside the caller's write transaction.

#include "sync-server/service/record_effects.hpp"

namespace ronda::server {

/// Applies one record of the kind `inspection.sealed`; the same promises as apply_record().
Result<Effect> apply_sealed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                            const Checklists& checklists);

}  // namespace ronda::server
