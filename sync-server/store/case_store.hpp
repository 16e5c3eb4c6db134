#pragma once
// Decisions that wait for a person. Plain structs; words are wire words.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

using CaseId = Id<struct CaseTag>;

struct CaseRow {
  CaseId id;
  UnitId unit;
  std::string kind;  ///< lodging_field, notice, copy
  std::optional<LodgingId> lodging;
  std::optional<std::string> field;
  std::string sides = "[]";  ///< JSON array of the API's sides, what stands first
  std::optional<InspectionId> inspection;
  std::optional<NoticeId> notice;
  std::optional<Uuid> quarantine;
  Instant opened_at;
  std::string state = "open";  ///< open, decided
  std::optional<Instant> decided_at;
  std::optional<OfficerId> decided_by;  ///< absent: a later edit settled it
  std::optional<std::string> keep;      ///< ours, theirs, value, settled
  std::optional<std::string> value;     ///< JSON
  std::optional<std::string> note;
  std::int64_t version = 1;
  std::string lodging_name;     ///< read only; empty when it has none
  std::string decided_by_name;  ///< read only
};

struct CasePage {
  std::vector<CaseRow> rows;  ///< the newest first
  std::int64_t total = 0;
  bool more = false;
};

class CaseStore {
 public:
  virtual ~CaseStore() = default;

  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<CaseRow> find(UnitId unit, CaseId id) const = 0;
  virtual Result<CasePage> page(UnitId unit, std::string_view state, CaseId after, int limit) const = 0;
  /// The open case about one field of a lodging.
  virtual Result<std::optional<CaseRow>> open_about(LodgingId lodging, std::string_view field) const = 0;
  /// Fields of a lodging that are in dispute, by name.
  virtual Result<std::vector<std::string>> disputed(LodgingId lodging) const = 0;

  virtual Result<void> add(const CaseRow& row) = 0;
  /// Replaces sides, state and decision, and counts `version` up. Errors: stale_version.
  virtual Result<void> update(const CaseRow& row) = 0;
};

}  // namespace ronda::server
