#pragma once
// Rounds, their visits, planning jobs and the log of disclosures. Plain structs; words are wire words.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

using JobId = Id<struct JobTag>;

struct RoundRow {
  RoundId id;
  UnitId unit;
  std::string month;            ///< YYYY-MM
  std::string state = "draft";  ///< draft, published, closed
  std::optional<JobId> job;     ///< whose plan is stored
  Bytes seed;                   ///< 32 bytes; empty before the first plan; shown only after closing
  Bytes seed_hash;
  std::optional<Instant> planned_at;
  std::optional<std::string> figures;  ///< JSON object of the API
  bool checked = false;
  std::int64_t version = 1;
  std::optional<Instant> published_at;
  Instant created_at;
};

struct VisitRow {
  VisitId id;
  RoundId round;
  UnitId unit;
  LodgingId lodging;
  TeamId team;
  LocalDate date;
  std::string band;
  int order = 1;
  int planned_minute = 0;  ///< minutes after midnight of `date`, may pass 1440
  int shift_start = 0;
  int shift_end = 0;
  int service_s = 0;
  int travel_s = 0;
  bool locked = false;
  std::string state = "planned";
  std::optional<std::string> outcome;
  std::optional<InspectionId> inspection;
  std::optional<std::string> reason;  ///< why it was missed
  std::optional<Instant> disclosed_at;
};

struct VisitListed {
  VisitRow row;
  std::string lodging_name;
  std::string kelurahan;
  std::int32_t lat_e6 = 0;
  std::int32_t lng_e6 = 0;
};

struct VisitFilter {
  std::optional<TeamId> team;
  std::optional<LocalDate> date;
  std::optional<LodgingId> lodging;
};

struct UnplannedRow {
  LodgingId lodging;
  std::string lodging_name;  ///< read only
  int count = 1;
  std::string reason;
  std::string relaxation;
};

struct TeamDayRow {
  TeamId team;
  LocalDate date;
  std::string band;
  int used_s = 0;
  int budget_s = 0;
};

/// All that a plan leaves in the store; replaces what the round had before, except visits that are disclosed or done.
struct StoredPlan {
  std::vector<VisitRow> visits;
  std::vector<UnplannedRow> unplanned;
  std::vector<TeamDayRow> days;
};

struct PlanJobRow {
  JobId id;
  UnitId unit;
  RoundId round;
  std::string state = "queued";  ///< queued, running, done, failed, cancelled
  int seconds = 10;
  std::optional<LocalDate> from;
  Bytes seed;                           ///< 32 bytes
  std::optional<std::string> progress;  ///< JSON object of the API
  std::optional<std::string> error_code;
  std::optional<std::string> error_message;
  Instant created_at;
  std::optional<Instant> finished_at;
};

class PlanningStore {
 public:
  virtual ~PlanningStore() = default;

  /// The newest month first.
  virtual Result<std::vector<RoundRow>> rounds_of(UnitId unit) const = 0;
  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<RoundRow> round(UnitId unit, RoundId id) const = 0;
  virtual Result<std::optional<RoundRow>> round_of_month(UnitId unit, std::string_view month) const = 0;
  /// By date, team, order.
  virtual Result<std::vector<VisitListed>> visits(RoundId round, const VisitFilter& filter) const = 0;
  virtual Result<std::vector<UnplannedRow>> unplanned(RoundId round) const = 0;
  /// By team, date.
  virtual Result<std::vector<TeamDayRow>> team_days(RoundId round) const = 0;
  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<VisitRow> visit(UnitId unit, VisitId id) const = 0;
  /// Visits of a lodging from `first` to `last` in published rounds, by date.
  virtual Result<std::vector<VisitRow>> visits_of_lodging(LodgingId lodging, LocalDate first, LocalDate last) const = 0;
  /// Planned visits of published rounds up to `last`, by date: those whose disclosure may be due.
  virtual Result<std::vector<VisitRow>> undisclosed_until(UnitId unit, LocalDate last, int limit) const = 0;
  /// Disclosed, not done, on or before `last`, by date.
  virtual Result<std::vector<VisitRow>> open_until(UnitId unit, LocalDate last, int limit) const = 0;
  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<PlanJobRow> job(UnitId unit, JobId id) const = 0;
  virtual Result<std::vector<PlanJobRow>> jobs_in_state(std::string_view state) const = 0;
  /// The queued or running job of a round, if any.
  virtual Result<std::optional<PlanJobRow>> active_job(RoundId round) const = 0;
  /// When that person last looked at the round's undisclosed visits.
  virtual Result<std::optional<Instant>> last_early_look(RoundId round, OfficerId officer) const = 0;

  /// Errors: conflict (the unit has a round of that month).
  virtual Result<void> add_round(const RoundRow& row) = 0;
  /// Replaces the changeable parts and counts `version` up. Errors: stale_version (`row.version` is not the stored
  /// one).
  virtual Result<void> update_round(const RoundRow& row) = 0;
  virtual Result<void> replace_plan(RoundId round, const StoredPlan& plan) = 0;
  /// Replaces the changeable parts of one visit. The caller touches the feed.
  virtual Result<void> update_visit(const VisitRow& row) = 0;
  /// Creates or replaces.
  virtual Result<void> put_job(const PlanJobRow& row) = 0;
  /// `what`: disclosed or early_look.
  virtual Result<void> log_disclosure(RoundId round, std::optional<VisitId> visit, std::string_view what,
                                      std::optional<OfficerId> officer, Instant at) = 0;
};

}  // namespace ronda::server
