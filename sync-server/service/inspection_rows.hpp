#pragma once
// A sealed inspection as the rows that are made of it for reading. Pure.

#include <vector>

#include "shared/base/result.hpp"
#include "shared/domain/inspection.hpp"
#include "shared/ledger/record.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/finding_store.hpp"

namespace ronda::server {

struct InspectionRows {
  InspectionRow inspection;
  std::vector<InspectionAnswerRow> answers;
  std::vector<InspectionPhotoRow> photos;
};

/// `lodging` is the one of the register that the body means. Errors: bad_input (a hash; the codec refuses it before).
Result<InspectionRows> rows_of(const domain::SealedInspection& body, const ledger::RecordHead& head,
                               const Principal& who, LodgingId lodging, Instant received_at);

/// The row of a finding that the inspection opens. Precondition: `item` is its item of the checklist.
FindingRow finding_row(const domain::SealedFinding& opened, const domain::Item& item,
                       const domain::SealedInspection& body, UnitId unit, LodgingId lodging);

}  // namespace ronda::server
