#pragma once
// What was corrected: fields of lodgings edit by edit, other ids of lodgings, inspections that a newer version
// replaced, and dispositions given outside an inspection. Plain structs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/lodging_merge.hpp"

namespace ronda::server {

struct EditRow {
  domain::FieldEdit edit;
  std::optional<DeviceId> device;  ///< absent: the office
  std::optional<OfficerId> officer;
  std::string officer_title;  ///< "Bripka Yosef Nahak"; read only
  Instant at;
};

struct AliasRow {
  LodgingId alias;
  UnitId unit;
  LodgingId lodging;
  std::optional<std::string> name;
  std::optional<OfficerId> officer;
  Instant at;
};

struct CorrectionRow {
  InspectionId inspection;  ///< the newer version
  InspectionId supersedes;
  std::string reason_class;
  std::string reason;
  Instant corrected_at;
};

/// One thing that was said of a finding: by an inspection that stands, or outside one.
struct FindingStep {
  std::string disposition;  ///< "opened" or a disposition
  LocalDate on;
  Instant at;
};

struct DisposalRow {
  FindingId finding;
  DeviceId device;
  std::int64_t seq = 0;
  OfficerId officer;
  std::string disposition;
  std::optional<std::string> reason;
  LocalDate local_date;
  Instant at;
};

class CorrectionStore {
 public:
  virtual ~CorrectionStore() = default;

  /// In the order they were taken.
  virtual Result<std::vector<EditRow>> edits(LodgingId lodging, domain::LodgingField field) const = 0;
  virtual Result<std::optional<AliasRow>> alias(UnitId unit, LodgingId id) const = 0;
  virtual Result<std::vector<LodgingId>> aliases_of(LodgingId lodging) const = 0;

  /// The correction that made this version, if it is one.
  virtual Result<std::optional<CorrectionRow>> correction(InspectionId inspection) const = 0;
  virtual Result<std::optional<InspectionId>> superseded_by(InspectionId inspection) const = 0;
  /// What was said of a finding by inspections that stand and outside of any, the oldest first.
  virtual Result<std::vector<FindingStep>> steps(FindingId finding) const = 0;

  virtual Result<void> add_edit(LodgingId lodging, domain::LodgingField field, const EditRow& row) = 0;
  /// Creates or replaces.
  virtual Result<void> put_alias(const AliasRow& row) = 0;
  /// Gives everything that speaks of one lodging to another and removes the first. The caller touches the feed; the
  /// ids of what moved come back as (entity word, id).
  virtual Result<std::vector<std::pair<std::string, Uuid>>> move_lodging(LodgingId from, LodgingId into) = 0;
  /// Marks `row.supersedes` as superseded. Errors: conflict (it is already).
  virtual Result<void> add_correction(const CorrectionRow& row) = 0;
  virtual Result<void> add_disposal(const DisposalRow& row) = 0;
};

}  // namespace ronda::server
