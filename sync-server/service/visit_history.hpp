#pragma once
// What became of a visit, told from all inspections of it that stand: whatever the order in which they arrive, the
// books say the same.

#include "shared/base/result.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Marks the visit as done by the inspection that counts, if there is one, and tells those who see it: one that was
/// carried out counts before one that met a shut door, then the one that was sealed first. Errors: those of the store.
Result<void> retell_visit(WriteTxn& txn, UnitId unit, VisitId visit);

}  // namespace ronda::server
