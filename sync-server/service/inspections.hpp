#pragma once
// A sealed inspection read back: from its record's bytes, never from the rows made of it. Inside the caller's
// transaction.

#include <string>

#include "shared/base/result.hpp"
#include "sync-server/service/checklists.hpp"
#include "sync-server/service/papers.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/finding_store.hpp"
#include "sync-server/store/store.hpp"
#include "sync-server/store/sync_store.hpp"

namespace ronda::server {

struct ReadInspection {
  InspectionListed listed;
  StoredRecord record;
  ledger::RecordHead sealed;  ///< the record that was sealed: `record` itself, or what it carries
  ledger::Hash sealed_hash{};
  std::string body;  ///< JSON of the inspection's body (PROTOCOL.md §5), members as the device wrote them
  std::optional<CorrectionRow> correction;    ///< if this version replaced another
  std::optional<InspectionId> superseded_by;  ///< the version that replaced this one
  bool verified = false;                      ///< the bytes still have their hash and stand in the server's chain
};

/// Errors: not_found, corrupt (the record cannot be read any more).
Result<ReadInspection> read_inspection(const ReadTxn& txn, UnitId unit, InspectionId id);

/// What its paper shows. `link` is the notice's, or empty. Errors: as read_inspection.
Result<InspectionCase> read_inspection_case(const ReadTxn& txn, UnitId unit, InspectionId id,
                                            const Checklists& checklists, std::string link);

}  // namespace ronda::server
