#pragma once
// PlanningStore over SQLite: rounds, visits, jobs, disclosures. Lives inside one transaction of one connection.

#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqlitePlanning final : public PlanningStore {
 public:
  explicit SqlitePlanning(SqliteContext& context) : context_(context) {}

  Result<std::vector<RoundRow>> rounds_of(UnitId unit) const override;
  Result<RoundRow> round(UnitId unit, RoundId id) const override;
  Result<std::optional<RoundRow>> round_of_month(UnitId unit, std::string_view month) const override;
  Result<std::vector<VisitListed>> visits(RoundId round, const VisitFilter& filter) const override;
  Result<std::vector<UnplannedRow>> unplanned(RoundId round) const override;
  Result<std::vector<TeamDayRow>> team_days(RoundId round) const override;
  Result<VisitRow> visit(UnitId unit, VisitId id) const override;
  Result<std::vector<VisitRow>> visits_of_lodging(LodgingId lodging, LocalDate first, LocalDate last) const override;
  Result<std::vector<VisitRow>> undisclosed_until(UnitId unit, LocalDate last, int limit) const override;
  Result<std::vector<VisitRow>> open_until(UnitId unit, LocalDate last, int limit) const override;
  Result<PlanJobRow> job(UnitId unit, JobId id) const override;
  Result<std::vector<PlanJobRow>> jobs_in_state(std::string_view state) const override;
  Result<std::optional<PlanJobRow>> active_job(RoundId round) const override;
  Result<std::optional<PlanJobRow>> last_done(RoundId round, std::string_view kind) const override;
  Result<std::optional<Instant>> last_early_look(RoundId round, OfficerId officer) const override;
  Result<std::vector<ExtraTimeRow>> extra_times(RoundId round) const override;
  Result<std::map<LodgingId, int>> wanted(RoundId round) const override;
  Result<std::vector<PlanEditRow>> edits(RoundId round, int limit) const override;
  Result<PlanRunRow> run(JobId job) const override;
  Result<std::optional<ProposalRow>> last_proposal(RoundId round) const override;
  Result<void> add_round(const RoundRow& row) override;
  Result<void> update_round(const RoundRow& row) override;
  Result<void> replace_plan(RoundId round, const StoredPlan& plan) override;
  Result<void> replace_outline(RoundId round, const std::vector<UnplannedRow>& unplanned,
                               const std::vector<TeamDayRow>& days) override;
  Result<void> add_visit(const VisitRow& row) override;
  Result<void> update_visit(const VisitRow& row) override;
  Result<void> remove_visit(VisitId id) override;
  Result<void> put_extra_time(RoundId round, const ExtraTimeRow& row) override;
  Result<void> add_wanted(RoundId round, LodgingId lodging, int visits) override;
  Result<int> add_edit(const PlanEditRow& row) override;
  Result<void> mark_undone(RoundId round, int n, Instant at) override;
  Result<void> put_run(const PlanRunRow& row) override;
  Result<void> forget_runs(RoundId round) override;
  Result<void> put_proposal(const ProposalRow& row) override;
  Result<void> put_job(const PlanJobRow& row) override;
  Result<void> log_disclosure(RoundId round, std::optional<VisitId> visit, std::string_view what,
                              std::optional<OfficerId> officer, Instant at) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
