#pragma once
// SQL for corrections of this device's own sealed inspections. Tables are those of 0061_correction.sql. One thread, the
// database's; the caller holds the transaction.

#include <optional>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/field_report.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

struct CorrectionRow {
  InspectionId inspection;  ///< the newer version
  InspectionId supersedes;
  domain::ReasonClass reason_class = domain::ReasonClass::administrative;
  std::string reason;
  Instant sealed_at;       ///< of the version before: the visit's own time
  std::int64_t place = 0;  ///< of the record of the version before
  std::string paper;       ///< of the version before
};

class CorrectionStore {
 public:
  explicit CorrectionStore(sqlite::Database& db) : db_(db) {}

  /// What this version corrects, if it corrects one.
  Result<std::optional<CorrectionRow>> of(InspectionId inspection);
  /// The version that corrects this one, drafted or sealed.
  Result<std::optional<InspectionId>> correcting(InspectionId supersedes);
  /// The version that took its place.
  Result<std::optional<InspectionId>> superseded_by(InspectionId inspection);
  /// The text of the record at a place of the log.
  Result<std::string> record_text(std::int64_t place);

  /// Makes `draft` out of what was sealed as `sealed`: everything but the signatures.
  Result<void> draft(const CorrectionRow& correction, Instant now);
  /// `newer` takes the place of `before`; what `before` opened and the feed has not brought is forgotten.
  Result<void> supersede(InspectionId before, InspectionId newer);
  /// True if the feed has brought this finding.
  Result<bool> is_on_feed(FindingId finding);

 private:
  sqlite::Database& db_;
};

}  // namespace ronda::field
