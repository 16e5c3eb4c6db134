#pragma once
// The fields of a lodging when several hands edit them: what devices correct, what the office changes, what stands, and
// the case for the unit head where two values compete (shared/domain/lodging_merge.hpp). Inside the caller's
// transaction.

#include <optional>

#include "shared/base/result.hpp"
#include "shared/domain/lodging_field.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/case_store.hpp"
#include "sync-server/store/correction_store.hpp"
#include "sync-server/store/register_store.hpp"
#include "sync-server/store/settings_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

domain::FieldValue field_of(const LodgingRow& row, domain::LodgingField field);
/// Precondition: domain::check_field accepts the value. A new kelurahan takes the code and kecamatan that the region's
/// list gives it, or loses the old code.
void set_field(LodgingRow& row, domain::LodgingField field, const domain::FieldValue& value, const UnitRow& unit);

/// A correction that a device made.
struct DeviceEdit {
  DeviceId device;
  std::int64_t seq = 0;
  std::string rank;  ///< the record's hash
  OfficerId officer;
  Instant at;
  std::int64_t base = 0;  ///< 0: the device's version says nothing about this lodging
};

/// Merges the changes into `row` and keeps them; a field that is in dispute now gets a case, one that no longer is
/// loses it. Errors: bad_input (the lodging would not be a lodging any more; nothing was written), those of the store.
Result<LodgingRow> merge_changes(WriteTxn& txn, const UnitRow& unit, LodgingRow row,
                                 const std::vector<domain::FieldChange>& changes, const DeviceEdit& by);

/// The office changed the lodging from `before` to `after` (already stored): it saw what stood there, so disputes about
/// fields it set are settled.
Result<void> note_office_edit(WriteTxn& txn, const LodgingRow& before, const LodgingRow& after);

/// The unit head decides what a disputed field says. Stores lodging and edit, not the case.
/// Errors: bad_input at /keep/value, not_found (the lodging is gone).
Result<LodgingRow> decide_field(WriteTxn& txn, const Principal& who, LodgingId lodging, domain::LodgingField field,
                                const domain::FieldValue& value);

}  // namespace ronda::server
