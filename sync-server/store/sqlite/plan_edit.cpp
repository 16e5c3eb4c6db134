// The part of SqlitePlanning about what happens to a plan after it was made: edits, runs, proposals.
#include "sync-server/store/sqlite/columns.hpp"
#include "sync-server/store/sqlite/planning.hpp"

namespace ronda::server {

constexpr std::string_view kEdits = R"sql(
  SELECT n, kind, job_id, visit_id, lodging_id, from_team, from_date, from_place, to_team, to_date, to_place,
         locks_before, locks_after, extra_min, bent, cost_s, officer_id, at, undone_at, deed
    FROM plan_edit
   WHERE round_id = ?1
   ORDER BY n DESC
   LIMIT ?2
)sql";

Result<std::vector<PlanEditRow>> SqlitePlanning::edits(RoundId round, int limit) const {
  auto row = context_.use(kEdits);
  row.bind(1, round).bind(2, limit);
  std::vector<PlanEditRow> rows;
  while (row.step()) {
    PlanEditRow read;
    read.round = round;
    read.n = row.int32(0);
    read.kind = row.text(1);
    read.job = row.optional_id<JobId>(2);
    read.visit = row.optional_id<VisitId>(3);
    read.lodging = row.optional_id<LodgingId>(4);
    read.from_team = row.optional_id<TeamId>(5);
    read.from_date = optional_date(row, 6);
    read.from_place = row.int32(7);
    read.to_team = row.optional_id<TeamId>(8);
    read.to_date = optional_date(row, 9);
    read.to_place = row.int32(10);
    read.locks_before = row.int32(11);
    read.locks_after = row.int32(12);
    read.extra_min = row.int32(13);
    read.bent = row.text(14);
    read.cost_s = row.int64(15);
    read.by = row.optional_id<OfficerId>(16);
    read.at = row.instant(17);
    read.undone_at = optional_instant(row, 18);
    read.deed = row.int32(19);
    rows.push_back(std::move(read));
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kAddEdit = R"sql(
  INSERT INTO plan_edit (round_id, n, kind, job_id, visit_id, lodging_id, from_team, from_date, from_place, to_team,
                         to_date, to_place, locks_before, locks_after, extra_min, bent, cost_s, officer_id, at,
                         deed)
  SELECT ?1, next.n, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, coalesce(?19, next.n)
    FROM (SELECT coalesce(max(n), 0) + 1 AS n FROM plan_edit WHERE round_id = ?1) AS next
  RETURNING n
)sql";

Result<int> SqlitePlanning::add_edit(const PlanEditRow& edit) {
  auto row = context_.use(kAddEdit);
  row.bind(1, edit.round).bind(2, edit.kind).bind(3, edit.job).bind(4, edit.visit).bind(5, edit.lodging);
  row.bind(6, edit.from_team).bind(7, edit.from_date).bind(8, edit.from_place).bind(9, edit.to_team);
  row.bind(10, edit.to_date).bind(11, edit.to_place).bind(12, edit.locks_before).bind(13, edit.locks_after);
  row.bind(14, edit.extra_min).bind(15, edit.bent).bind(16, edit.cost_s).bind(17, edit.by).bind(18, edit.at);
  row.bind(19, edit.deed > 0 ? std::optional<std::int64_t>(edit.deed) : std::nullopt);
  if (row.step()) return row.int32(0);
  return row.ok() ? Error{ErrorCode::io_failed, "the edit was not recorded", ""} : row.error();
}

constexpr std::string_view kMarkUndone = R"sql(
  UPDATE plan_edit SET undone_at = ?3 WHERE round_id = ?1 AND n = ?2
)sql";

Result<void> SqlitePlanning::mark_undone(RoundId round, int n, Instant at) {
  return context_.use(kMarkUndone).bind(1, round).bind(2, n).bind(3, at).run();
}

constexpr std::string_view kRun = R"sql(
  SELECT job_id, round_id, steps, pace, problem, plan_hash, made_at FROM plan_run WHERE job_id = ?1
)sql";

Result<PlanRunRow> SqlitePlanning::run(JobId job) const {
  auto row = context_.use(kRun);
  row.bind(1, job);
  if (row.step()) {
    return PlanRunRow{row.id<JobId>(0), row.id<RoundId>(1), row.int64(2),  row.text(3),
                      row.text(4),      row.blob(5),        row.instant(6)};
  }
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "what this plan was made from was not kept", ""};
}

constexpr std::string_view kPutRun = R"sql(
  INSERT INTO plan_run (job_id, round_id, steps, pace, problem, plan_hash, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
)sql";

Result<void> SqlitePlanning::put_run(const PlanRunRow& run) {
  auto row = context_.use(kPutRun);
  row.bind(1, run.job).bind(2, run.round).bind(3, run.steps).bind(4, run.pace).bind(5, run.problem);
  row.bind(6, std::span<const std::uint8_t>(run.plan_hash)).bind(7, run.made_at);
  return row.run();
}

constexpr std::string_view kForgetRuns = R"sql(
  DELETE FROM plan_run WHERE round_id = ?1
)sql";

Result<void> SqlitePlanning::forget_runs(RoundId round) { return context_.use(kForgetRuns).bind(1, round).run(); }

constexpr std::string_view kLastProposal = R"sql(
  SELECT job_id, version, state, document, made_at, decided_at, decided_by
    FROM plan_proposal
   WHERE round_id = ?1
   ORDER BY made_at DESC, job_id DESC
   LIMIT 1
)sql";

Result<std::optional<ProposalRow>> SqlitePlanning::last_proposal(RoundId round) const {
  auto row = context_.use(kLastProposal);
  row.bind(1, round);
  if (row.step()) {
    ProposalRow read;
    read.job = row.id<JobId>(0);
    read.round = round;
    read.version = row.int64(1);
    read.state = row.text(2);
    read.document = row.text(3);
    read.made_at = row.instant(4);
    read.decided_at = optional_instant(row, 5);
    read.decided_by = row.optional_id<OfficerId>(6);
    return std::optional<ProposalRow>(std::move(read));
  }
  if (!row.ok()) return row.error();
  return std::optional<ProposalRow>();
}

constexpr std::string_view kPutProposal = R"sql(
  INSERT INTO plan_proposal (job_id, round_id, version, state, document, made_at, decided_at, decided_by)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
  ON CONFLICT (job_id) DO UPDATE
     SET state = excluded.state, decided_at = excluded.decided_at, decided_by = excluded.decided_by
)sql";

Result<void> SqlitePlanning::put_proposal(const ProposalRow& proposal) {
  auto row = context_.use(kPutProposal);
  row.bind(1, proposal.job).bind(2, proposal.round).bind(3, proposal.version).bind(4, proposal.state);
  row.bind(5, proposal.document).bind(6, proposal.made_at).bind(7, proposal.decided_at).bind(8, proposal.decided_by);
  return row.run();
}

}  // namespace ronda::server
