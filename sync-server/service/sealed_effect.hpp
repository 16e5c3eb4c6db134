#pragma once
// What a sealed inspection changes on the server (PROTOCOL.md §5, effects). Runs inside the caller's write transaction.

#include "shared/domain/inspection.hpp"
#include "sync-server/service/record_effects.hpp"

namespace ronda::server {

/// Applies the sealed inspections of one run, one after the other, and asks only once who its officer is.
class SealedEffects {
 public:
  SealedEffects(WriteTxn& txn, const Principal& who, const Checklists& checklists)
      : txn_(txn), who_(who), checklists_(checklists) {}

  /// The same promises as apply_record().
  Result<Effect> apply(const ledger::RecordHead& head, domain::SealedInspection body);

 private:
  Result<Effect> enter(const ledger::RecordHead& head, domain::SealedInspection body);
  Result<bool> knows_officer(OfficerId officer);

  WriteTxn& txn_;
  const Principal& who_;
  const Checklists& checklists_;
  std::optional<OfficerId> known_officer_;
};

/// Applies one record of the kind `inspection.sealed`; the same promises as apply_record().
Result<Effect> apply_sealed(WriteTxn& txn, const Principal& who, const wire::ReadRecord& record,
                            const Checklists& checklists);

}  // namespace ronda::server
