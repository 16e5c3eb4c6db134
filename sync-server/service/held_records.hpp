#pragma once
// What a unit head does about a held record: try it again, accept it all the same, close it. Every decision is logged,
// and the device that wrote the record learns it through the feed. Inside the caller's transaction.

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/result.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/quarantine_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// The record's exact bytes: out of the log, of a forked one out of the quarantine. Errors: not_found, corrupt.
Result<std::string> held_bytes(const ReadTxn& txn, const HeldRow& held);

struct RetryOptions {
  bool accept_revoked = false;       ///< although its device is revoked
  bool as_copy = false;              ///< of a forked log: as a copy under review
  std::optional<LodgingId> lodging;  ///< the one that an unknown lodging of the record means
  std::string note;
};

/// Applies the record again. Returns it accepted, or still open with the reason of now.
/// A record of a forked log enters the ledger under a device of its own ("… (salinan)"), and a case asks for its
/// review. Errors: not_found, stale_version, conflict (handled already; the lodging it names is known), revoked, fork,
/// bad_input (`/lodging`), those of the store.
Result<HeldRow> retry_held(WriteTxn& txn, const Principal& head, const Uuid& id, std::int64_t version,
                           const RetryOptions& options, const Checklists& checklists);

/// Kept for ever and marked handled; not in the books. Errors: not_found, stale_version, conflict, bad_input (`/note`).
Result<HeldRow> close_held(WriteTxn& txn, const Principal& head, const Uuid& id, std::int64_t version,
                           const std::string& note);

}  // namespace ronda::server
