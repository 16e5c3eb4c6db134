#pragma once
// Sealed inspections read out of the log, and the findings that live across them. Plain structs; words are wire words.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::server {

struct InspectionRow {
  InspectionId id;
  UnitId unit;
  LodgingId lodging;
  std::optional<VisitId> visit;
  OfficerId officer;
  DeviceId device;
  std::int64_t seq = 0;  ///< of its record in the device's log
  std::string checklist;
  std::string outcome;
  std::optional<std::string> outcome_reason;
  Instant opened_at;
  Instant sealed_at;
  LocalDate local_date;  ///< of sealing, in `zone`
  std::string zone;      ///< IANA name at capture
  int new_findings = 0;
  int persisting = 0;
  Instant received_at;
  std::optional<ledger::Hash> portal_key;  ///< SHA-256 of the token on its paper; written only
  std::optional<Instant> link_expires_at;  ///< of the door that the token opens; written only
};

struct InspectionAnswerRow {
  std::string item;
  std::string value;  ///< JSON value as on the wire
  std::optional<std::string> note;
};

/// What the change feed says of an inspection.
struct InspectionSummary {
  InspectionId id;
  LodgingId lodging;
  std::optional<VisitId> visit;
  OfficerId officer;
  std::string checklist;
  std::string outcome;
  Instant sealed_at;
  int new_findings = 0;
  int persisting = 0;
  std::vector<InspectionAnswerRow> answers;  ///< by item, without notes
};

struct InspectionPhotoRow {
  ledger::Hash sha256{};
  std::string item;
  std::int64_t bytes = 0;
  std::string type;
};

/// An inspection for a list, with names and how many of its photos have arrived.
struct InspectionListed {
  InspectionRow row;
  std::string lodging_name;
  std::string officer_name;
  std::string officer_rank;
  int photos = 0;
  int photos_on_server = 0;
};

struct InspectionFilter {
  std::optional<LodgingId> lodging;
  std::optional<LocalDate> from;
  std::optional<LocalDate> to;
  std::optional<InspectionId> after;  ///< the last one of the page before
};

struct FindingRow {
  FindingId id;
  UnitId unit;
  LodgingId lodging;
  std::string code;
  std::string severity;
  std::string text_id;
  std::string text_en;
  std::optional<std::string> note;
  std::string state = "open";
  LocalDate opened_on;
  InspectionId opened_by;
  LocalDate due_on;
  int times_seen = 1;
  std::string rung = "berita_acara";
  LocalDate last_seen;
  std::optional<LocalDate> closed_on;
};

struct FindingListed {
  FindingRow row;
  std::string lodging_name;
};

/// A finding that a notice is about to name.
struct OpenFinding {
  FindingId id;
  LocalDate due_on;
};

struct FindingFilter {
  std::optional<std::string> state;
  std::optional<LodgingId> lodging;
  std::optional<LocalDate> due_before;
  int limit = 500;
};

/// A past visit of a lodging as the planner needs it.
struct VisitedDay {
  LodgingId lodging;
  LocalDate date;
  std::optional<TeamId> team;
  Instant sealed_at;
};

class FindingStore {
 public:
  virtual ~FindingStore() = default;

  virtual Result<bool> has_inspection(InspectionId id) const = 0;
  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<InspectionListed> inspection(UnitId unit, InspectionId id) const = 0;
  /// The newest first, without those that a correction replaced.
  virtual Result<std::vector<InspectionListed>> inspections(UnitId unit, const InspectionFilter& filter,
                                                            int limit) const = 0;
  /// The summary, unless `newer` or more inspections of its lodging that stand were sealed after it. Errors: not_found
  /// (also when it belongs to another unit).
  virtual Result<std::optional<InspectionSummary>> summary(UnitId unit, InspectionId id, int newer) const = 0;
  /// By item.
  virtual Result<std::vector<InspectionAnswerRow>> answers(InspectionId id) const = 0;
  virtual Result<std::vector<InspectionPhotoRow>> photos(InspectionId id) const = 0;
  /// True when an accepted inspection of the unit names this photo.
  virtual Result<bool> names_photo(UnitId unit, const ledger::Hash& sha256) const = 0;
  /// Done visits of the unit from `first` to `last`, by date (one a lodging and day).
  virtual Result<std::vector<VisitedDay>> visited_days(UnitId unit, LocalDate first, LocalDate last) const = 0;

  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<FindingRow> finding(UnitId unit, FindingId id) const = 0;
  /// By deadline, then severity.
  virtual Result<std::vector<FindingListed>> findings(UnitId unit, const FindingFilter& filter) const = 0;
  /// Open findings of one lodging, by deadline, then code.
  virtual Result<std::vector<OpenFinding>> open_findings(UnitId unit, LodgingId lodging) const = 0;
  /// Findings that an inspection opened or gave a disposition, by code.
  virtual Result<std::vector<FindingRow>> findings_of_inspection(InspectionId id) const = 0;

  /// Errors: conflict (it exists).
  virtual Result<void> add_inspection(const InspectionRow& row, const std::vector<InspectionAnswerRow>& answers,
                                      const std::vector<InspectionPhotoRow>& photos) = 0;
  /// Creates or replaces.
  virtual Result<void> put_finding(const FindingRow& row) = 0;
  /// `disposition` is a wire word; that an inspection opened a finding stands in the finding itself.
  virtual Result<void> add_finding_event(FindingId finding, InspectionId inspection, std::string_view disposition,
                                         const std::optional<std::string>& reason, Instant at) = 0;
};

}  // namespace ronda::server
