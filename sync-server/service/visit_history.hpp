#pragma once
// What became of a visit, told from all inspections of it that stand: whatever the order in which they arrive, the
// books say the same.

#include "shared/base/result.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Which of two inspections of one visit tells what became of it: one that was carried out before one that met a shut
/// door, then the one that was sealed first. Pure.
bool counts_before(const InspectionRow& a, const InspectionRow& b);

/// Marks the visit as done by the inspection that counts, if there is one, and tells those who see it. Errors: those of
/// the store.
Result<void> retell_visit(WriteTxn& txn, UnitId unit, VisitId visit);

}  // namespace ronda::server
