#pragma once
// Rounds, their visits, planning jobs and the log of disclosures. Plain structs; words are wire words.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
  bool lock_day = false;  ///< fixed by a person: its day, its team, its hour (planned_minute)
  bool lock_team = false;
  bool lock_time = false;
  std::string state = "planned";  ///< planned, disclosed, done, missed, moved
  std::optional<std::string> outcome;
  std::optional<InspectionId> inspection;
  std::optional<std::string> reason;  ///< why it was missed
  std::optional<Instant> disclosed_at;

  bool locked() const { return lock_day || lock_team || lock_time; }
  bool operator==(const VisitRow&) const = default;
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

/// What would make room for a missing visit: one rule bent on one team-day and, where needed, some overtime there.
struct RelaxationRow {
  std::string bend;  ///< budget, gap, open, band, rotation, weekday, rest
  int minutes = 0;   ///< overtime; 0 if the team-day has the time
  int gap_days = 0;  ///< bend gap: days by which the gap misses its limits
  TeamId team;
  LocalDate date;
  std::string band;
  int cost_min = 0;  ///< what it is taken to cost the unit, minutes
};

struct UnplannedRow {
  LodgingId lodging;
  std::string lodging_name;  ///< read only
  int count = 1;
  std::string reason;
  std::vector<RelaxationRow> relaxations;  ///< up to three, the cheapest first
};

struct TeamDayRow {
  TeamId team;
  LocalDate date;
  std::string band;
  int used_s = 0;
  int budget_s = 0;
};

/// Minutes that a person added to a team-day.
struct ExtraTimeRow {
  TeamId team;
  LocalDate date;
  int minutes = 0;
};

/// The locks of a visit as one number in the log.
enum LockBits { kLockDay = 1, kLockTeam = 2, kLockTime = 4 };

/// One change that a person made to a plan.
struct PlanEditRow {
  RoundId round;
  int n = 0;                 ///< counted per round, from 1; given by add_edit
  std::string kind;          ///< move, lock, place (a visit that was unplanned), replan (a proposal accepted)
  std::optional<JobId> job;  ///< whose plan was changed
  std::optional<VisitId> visit;
  std::optional<LodgingId> lodging;
  std::optional<TeamId> from_team;
  std::optional<LocalDate> from_date;
  int from_place = 0;
  std::optional<TeamId> to_team;
  std::optional<LocalDate> to_date;
  int to_place = 0;
  int locks_before = 0;  ///< LockBits
  int locks_after = 0;
  int extra_min = 0;  ///< minutes added to the team-day
  std::string bent;   ///< rules bent, words with spaces between
  std::int64_t cost_s = 0;
  std::optional<OfficerId> by;
  Instant at;
  int deed = 0;  ///< `n` of the first of the edits that were made, and are undone, together; 0 in add_edit: its own
  std::optional<Instant> undone_at;
};

/// What a job planned from and what came out.
struct PlanRunRow {
  JobId job;
  RoundId round;
  std::int64_t steps = 0;
  std::string pace;     ///< JSON array of integers
  std::string problem;  ///< JSON object
  Bytes plan_hash;      ///< 32 bytes
  Instant made_at;
};

/// A plan for the rest of a published month that waits for the unit head's word.
struct ProposalRow {
  JobId job;
  RoundId round;
  std::int64_t version = 0;    ///< of the round that it was made for
  std::string state = "open";  ///< open, accepted, rejected
  std::string document;        ///< JSON object
  Instant made_at;
  std::optional<Instant> decided_at;
  std::optional<OfficerId> decided_by;
};

/// All that a plan leaves in the store; replaces what the round had before, except visits that are disclosed or done.
struct StoredPlan {
  std::vector<VisitRow> visits;
  std::vector<UnplannedRow> unplanned;
  std::vector<TeamDayRow> days;
  std::vector<std::pair<LodgingId, int>> wanted;  ///< visits wanted of each lodging, 1 or more
};

struct PlanJobRow {
  JobId id;
  UnitId unit;
  RoundId round;
  std::string state = "queued";  ///< queued, running, done, failed, cancelled
  int seconds = 10;
  std::optional<LocalDate> from;
  Bytes seed;                          ///< 32 bytes
  std::string kind = "plan";           ///< plan, replan, rederive
  std::optional<std::string> request;  ///< JSON object: the events of a replan
  std::optional<std::string> result;   ///< JSON object of the API
  std::optional<OfficerId> asked_by;
  int attempt = 0;                      ///< times the worker began it; 2 or more: the server ended in the middle of it
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
  /// The job of that kind that was done last, if any.
  virtual Result<std::optional<PlanJobRow>> last_done(RoundId round, std::string_view kind) const = 0;
  /// When that person last looked at the round's undisclosed visits.
  virtual Result<std::optional<Instant>> last_early_look(RoundId round, OfficerId officer) const = 0;
  virtual Result<std::vector<ExtraTimeRow>> extra_times(RoundId round) const = 0;
  /// How often the round's plan wanted each lodging when it was made.
  virtual Result<std::map<LodgingId, int>> wanted(RoundId round) const = 0;
  /// The newest first.
  virtual Result<std::vector<PlanEditRow>> edits(RoundId round, int limit) const = 0;
  /// Errors: not_found (planned before runs were kept, or the plan was replaced).
  virtual Result<PlanRunRow> run(JobId job) const = 0;
  /// The newest proposal of a round, whatever its state.
  virtual Result<std::optional<ProposalRow>> last_proposal(RoundId round) const = 0;

  /// Errors: conflict (the unit has a round of that month).
  virtual Result<void> add_round(const RoundRow& row) = 0;
  /// Replaces the changeable parts and counts `version` up. Errors: stale_version (`row.version` is not the stored
  /// one).
  virtual Result<void> update_round(const RoundRow& row) = 0;
  virtual Result<void> replace_plan(RoundId round, const StoredPlan& plan) = 0;
  /// Replaces what a plan says besides its visits: what is unplanned, and the use of the team-days.
  virtual Result<void> replace_outline(RoundId round, const std::vector<UnplannedRow>& unplanned,
                                       const std::vector<TeamDayRow>& days) = 0;
  virtual Result<void> add_visit(const VisitRow& row) = 0;
  /// Replaces the changeable parts of one visit. The caller touches the feed.
  virtual Result<void> update_visit(const VisitRow& row) = 0;
  /// Only for visits that nobody was told of. Errors: conflict (it is not planned any more).
  virtual Result<void> remove_visit(VisitId id) = 0;
  /// 0 minutes takes them back.
  virtual Result<void> put_extra_time(RoundId round, const ExtraTimeRow& row) = 0;
  /// For a lodging that the plan did not know when it was made. Keeps what is known.
  virtual Result<void> add_wanted(RoundId round, LodgingId lodging, int visits) = 0;
  /// Gives the edit its number.
  virtual Result<int> add_edit(const PlanEditRow& row) = 0;
  virtual Result<void> mark_undone(RoundId round, int n, Instant at) = 0;
  virtual Result<void> put_run(const PlanRunRow& row) = 0;
  /// The runs of a round: for a draft whose plan is replaced.
  virtual Result<void> forget_runs(RoundId round) = 0;
  /// Creates or replaces.
  virtual Result<void> put_proposal(const ProposalRow& row) = 0;
  /// Creates or replaces.
  virtual Result<void> put_job(const PlanJobRow& row) = 0;
  /// `what`: disclosed or early_look.
  virtual Result<void> log_disclosure(RoundId round, std::optional<VisitId> visit, std::string_view what,
                                      std::optional<OfficerId> officer, Instant at) = 0;
};

}  // namespace ronda::server
