#pragma once
// Where a finding stands by everything that was said of it: inspections that stand (not those a correction replaced)
// and dispositions given outside of any. Inside the caller's transaction.

#include "shared/base/result.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// The finding after its steps, which are in the order of their days: the last one decides, each that keeps it open
/// counts as seen. One that nobody speaks of any more is withdrawn as of `today`. Pure.
FindingRow after_steps(FindingRow finding, const std::vector<FindingStep>& steps, LocalDate today);

/// Reads the steps, stores the finding, tells the feed, and lets its notices lapse when nothing in them is open.
Result<void> retell_finding(WriteTxn& txn, UnitId unit, FindingId id, LocalDate today);

}  // namespace ronda::server
