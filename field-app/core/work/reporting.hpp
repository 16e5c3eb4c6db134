#pragma once
// What an officer reports besides inspections: each call checks, writes the record into the device log and its own word
// beside it, in the caller's transaction, so that both are there or neither. One thread.

#include "field-app/core/store/report_store.hpp"
#include "field-app/core/work/work_context.hpp"
#include "shared/domain/field_report.hpp"
#include "shared/domain/lodging_field.hpp"

namespace ronda::field {

struct Reported {
  RecordStatus record;
  bool now = true;  ///< false: it was said before
};

// Errors of all: bad_input, incomplete (`where` = JSON pointer of the call's body).

/// Errors: not_found (no such visit here), conflict (it was carried out, or is under way).
Result<Reported> report_missed(WorkContext& context, domain::MissedVisit report);

/// Gives the lodging its id. Nothing of the register is asked: the server may never have seen it.
Result<Reported> report_lodging(WorkContext& context, domain::ProposedLodging& report);

/// The changed fields; what does not differ from what is on this device is left out. Nothing left: no record, `now`
/// false. Errors: not_found (no such lodging here).
Result<std::optional<Reported>> report_correction(WorkContext& context, LodgingId lodging,
                                                  std::vector<domain::FieldChange> changes);

/// Errors: not_found (no such finding here).
Result<Reported> report_disposition(WorkContext& context, FindingId finding, domain::Disposition disposition,
                                    const std::string& reason);

/// Errors: not_found (no such notice here).
Result<Reported> report_service(WorkContext& context, domain::ServedNotice report);

/// Gives the activity its id. Errors: not_found (`/lodging_id`).
Result<Reported> report_activity(WorkContext& context, domain::HeldActivity& report);

}  // namespace ronda::field
