#pragma once
// Unfinished inspections as devices copied them here. Plain structs.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

struct DraftRow {
  InspectionId inspection;
  DeviceId device;
  UnitId unit;
  OfficerId officer;
  LodgingId lodging;
  std::string checklist;
  std::int64_t version = 0;  ///< the device's own count
  Instant opened_at;
  Instant saved_at;
  int answered = 0;
  int total = 0;
  int photos = 0;       ///< on the device only
  std::string content;  ///< JSON object; empty in lists without content
  Instant received_at;
};

class DraftStore {
 public:
  virtual ~DraftStore() = default;

  virtual Result<std::optional<DraftRow>> draft(InspectionId inspection, DeviceId device) const = 0;
  /// Of all devices of the unit but those that were sealed meanwhile, without content, the newest first.
  virtual Result<std::vector<DraftRow>> drafts_of_unit(UnitId unit, int limit) const = 0;
  /// The officer's on other devices than this one, with content, the newest first; of several copies of one inspection
  /// the one with the highest version.
  virtual Result<std::vector<DraftRow>> drafts_for(OfficerId officer, DeviceId but, int limit) const = 0;
  virtual Result<int> count_of(DeviceId device) const = 0;
  /// Creates or replaces.
  virtual Result<void> put_draft(const DraftRow& row) = 0;
  /// This device's copy. Nothing there: nothing happens.
  virtual Result<void> forget_draft(InspectionId inspection, DeviceId device) = 0;
  /// Drops what was sealed meanwhile and what nobody touched since `before`.
  virtual Result<void> sweep_drafts(Instant before) = 0;
  /// What was sealed is a draft no more, whoever holds one.
  virtual Result<void> forget_drafts(InspectionId inspection) = 0;
};

}  // namespace ronda::server
