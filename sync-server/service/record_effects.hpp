#pragma once
// What an accepted record changes on the server (PROTOCOL.md §3 Kinds, §5). Runs inside the caller's write transaction.

#include "shared/base/result.hpp"
#include "shared/wire/record_json.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Why a record was set aside, or that it was not.
struct Effect {
  std::optional<Error> held;  ///< not applied: the reason for the quarantine
};

/// Applies one record of `who`. Everything is checked before anything is written, so that a held record leaves no
/// trace. Precondition: its bytes are in the log already. Errors: those of the store only.
Result<Effect> apply_record(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                            const Checklists& checklists);

}  // namespace ronda::server
