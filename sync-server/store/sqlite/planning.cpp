#include "sync-server/store/sqlite/planning.hpp"

#include "sync-server/store/sqlite/columns.hpp"

namespace ronda::server {

namespace {

RoundRow read_round(const sqlite::Row& row) {
  RoundRow read;
  read.id = row.id<RoundId>(0);
  read.unit = row.id<UnitId>(1);
  read.month = row.text(2);
  read.state = row.text(3);
  read.job = row.optional_id<JobId>(4);
  read.seed = row.blob(5);
  read.seed_hash = row.blob(6);
  read.planned_at = optional_instant(row, 7);
  read.figures = row.optional_text(8);
  read.checked = row.boolean(9);
  read.version = row.int64(10);
  read.published_at = optional_instant(row, 11);
  read.created_at = row.instant(12);
  return read;
}

void bind_maybe_blob(sqlite::Row& row, int at, const Bytes& bytes) {
  if (bytes.empty()) {
    row.bind(at, nullptr);
  } else {
    row.bind(at, std::span<const std::uint8_t>(bytes));
  }
}

PlanJobRow read_job(const sqlite::Row& row) {
  PlanJobRow read;
  read.id = row.id<JobId>(0);
  read.unit = row.id<UnitId>(1);
  read.round = row.id<RoundId>(2);
  read.state = row.text(3);
  read.seconds = row.int32(4);
  read.from = optional_date(row, 5);
  read.seed = row.blob(6);
  read.progress = row.optional_text(7);
  read.error_code = row.optional_text(8);
  read.error_message = row.optional_text(9);
  read.created_at = row.instant(10);
  read.finished_at = optional_instant(row, 11);
  read.kind = row.text(12);
  read.request = row.optional_text(13);
  read.result = row.optional_text(14);
  read.asked_by = row.optional_id<OfficerId>(15);
  read.attempt = row.int32(16);
  return read;
}

}  // namespace

constexpr std::string_view kRoundsOfUnit = R"sql(
  SELECT id, unit_id, month, state, job_id, seed, seed_hash, planned_at, figures, checked, version, published_at,
         created_at
    FROM round
   WHERE unit_id = ?1
   ORDER BY month DESC
   LIMIT 1200
)sql";

Result<std::vector<RoundRow>> SqlitePlanning::rounds_of(UnitId unit) const {
  auto row = context_.use(kRoundsOfUnit);
  row.bind(1, unit);
  std::vector<RoundRow> rows;
  while (row.step()) rows.push_back(read_round(row));
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kRound = R"sql(
  SELECT id, unit_id, month, state, job_id, seed, seed_hash, planned_at, figures, checked, version, published_at,
         created_at
    FROM round
   WHERE id = ?1 AND unit_id = ?2
)sql";

Result<RoundRow> SqlitePlanning::round(UnitId unit, RoundId id) const {
  auto row = context_.use(kRound);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_round(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such round", ""};
}

constexpr std::string_view kRoundOfMonth = R"sql(
  SELECT id, unit_id, month, state, job_id, seed, seed_hash, planned_at, figures, checked, version, published_at,
         created_at
    FROM round
   WHERE unit_id = ?1 AND month = ?2
)sql";

Result<std::optional<RoundRow>> SqlitePlanning::round_of_month(UnitId unit, std::string_view month) const {
  auto row = context_.use(kRoundOfMonth);
  row.bind(1, unit).bind(2, month);
  if (row.step()) return std::optional<RoundRow>(read_round(row));
  if (!row.ok()) return row.error();
  return std::optional<RoundRow>();
}

constexpr std::string_view kTeamDays = R"sql(
  SELECT team_id, date, band, used_s, budget_s
    FROM round_team_day
   WHERE round_id = ?1
   ORDER BY team_id, date
   LIMIT 100000
)sql";

Result<std::vector<TeamDayRow>> SqlitePlanning::team_days(RoundId round) const {
  auto row = context_.use(kTeamDays);
  row.bind(1, round);
  std::vector<TeamDayRow> rows;
  while (row.step()) {
    rows.push_back({row.id<TeamId>(0), row.date(1), row.text(2), row.int32(3), row.int32(4)});
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kJob = R"sql(
  SELECT id, unit_id, round_id, state, seconds, from_date, seed, progress, error_code, error_message, created_at,
         finished_at, kind, request, result, asked_by, attempt
    FROM plan_job
   WHERE id = ?1 AND unit_id = ?2
)sql";

Result<PlanJobRow> SqlitePlanning::job(UnitId unit, JobId id) const {
  auto row = context_.use(kJob);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_job(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such job", ""};
}

constexpr std::string_view kJobsInState = R"sql(
  SELECT id, unit_id, round_id, state, seconds, from_date, seed, progress, error_code, error_message, created_at,
         finished_at, kind, request, result, asked_by, attempt
    FROM plan_job
   WHERE state = ?1
   ORDER BY created_at, id
   LIMIT 1000
)sql";

Result<std::vector<PlanJobRow>> SqlitePlanning::jobs_in_state(std::string_view state) const {
  auto row = context_.use(kJobsInState);
  row.bind(1, state);
  std::vector<PlanJobRow> rows;
  while (row.step()) rows.push_back(read_job(row));
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kActiveJob = R"sql(
  SELECT id, unit_id, round_id, state, seconds, from_date, seed, progress, error_code, error_message, created_at,
         finished_at, kind, request, result, asked_by, attempt
    FROM plan_job
   WHERE round_id = ?1 AND state IN ('queued', 'running')
   ORDER BY created_at DESC
   LIMIT 1
)sql";

Result<std::optional<PlanJobRow>> SqlitePlanning::active_job(RoundId round) const {
  auto row = context_.use(kActiveJob);
  row.bind(1, round);
  if (row.step()) return std::optional<PlanJobRow>(read_job(row));
  if (!row.ok()) return row.error();
  return std::optional<PlanJobRow>();
}

constexpr std::string_view kLastDone = R"sql(
  SELECT id, unit_id, round_id, state, seconds, from_date, seed, progress, error_code, error_message, created_at,
         finished_at, kind, request, result, asked_by, attempt
    FROM plan_job
   WHERE round_id = ?1 AND kind = ?2 AND state = 'done'
   ORDER BY finished_at DESC, id DESC
   LIMIT 1
)sql";

Result<std::optional<PlanJobRow>> SqlitePlanning::last_done(RoundId round, std::string_view kind) const {
  auto row = context_.use(kLastDone);
  row.bind(1, round).bind(2, kind);
  if (row.step()) return std::optional<PlanJobRow>(read_job(row));
  if (!row.ok()) return row.error();
  return std::optional<PlanJobRow>();
}

constexpr std::string_view kLastEarlyLook = R"sql(
  SELECT at FROM disclosure
   WHERE round_id = ?1 AND officer_id = ?2 AND what = 'early_look'
   ORDER BY n DESC
   LIMIT 1
)sql";

Result<std::optional<Instant>> SqlitePlanning::last_early_look(RoundId round, OfficerId officer) const {
  auto row = context_.use(kLastEarlyLook);
  row.bind(1, round).bind(2, officer);
  if (row.step()) return std::optional<Instant>(row.instant(0));
  if (!row.ok()) return row.error();
  return std::optional<Instant>();
}

constexpr std::string_view kAddRound = R"sql(
  INSERT INTO round (id, unit_id, month, state, checked, version, created_at) VALUES (?1, ?2, ?3, 'draft', 0, 1, ?4)
)sql";

Result<void> SqlitePlanning::add_round(const RoundRow& round) {
  auto row = context_.use(kAddRound);
  row.bind(1, round.id).bind(2, round.unit).bind(3, round.month).bind(4, round.created_at);
  return row.run();
}

constexpr std::string_view kUpdateRound = R"sql(
  UPDATE round
     SET state = ?3, job_id = ?4, seed = ?5, seed_hash = ?6, planned_at = ?7, figures = ?8, checked = ?9,
         published_at = ?10, version = version + 1
   WHERE id = ?1 AND version = ?2
)sql";

Result<void> SqlitePlanning::update_round(const RoundRow& round) {
  auto row = context_.use(kUpdateRound);
  row.bind(1, round.id).bind(2, round.version).bind(3, round.state).bind(4, round.job);
  bind_maybe_blob(row, 5, round.seed);
  bind_maybe_blob(row, 6, round.seed_hash);
  row.bind(7, round.planned_at).bind(8, round.figures).bind(9, round.checked).bind(10, round.published_at);
  auto updated = row.run();
  if (!updated) return updated;
  if (context_.db->changes() == 0) return Error{ErrorCode::stale_version, "the round has changed meanwhile", ""};
  return {};
}

constexpr std::string_view kPutJob = R"sql(
  INSERT INTO plan_job (id, unit_id, round_id, state, seconds, from_date, seed, progress, error_code, error_message,
                        created_at, finished_at, kind, request, result, asked_by, attempt)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
  ON CONFLICT (id) DO UPDATE
     SET state = excluded.state, progress = excluded.progress, error_code = excluded.error_code,
         error_message = excluded.error_message, finished_at = excluded.finished_at, result = excluded.result,
         attempt = excluded.attempt
)sql";

Result<void> SqlitePlanning::put_job(const PlanJobRow& job) {
  auto row = context_.use(kPutJob);
  row.bind(1, job.id).bind(2, job.unit).bind(3, job.round).bind(4, job.state).bind(5, job.seconds).bind(6, job.from);
  row.bind(7, std::span<const std::uint8_t>(job.seed)).bind(8, job.progress).bind(9, job.error_code);
  row.bind(10, job.error_message).bind(11, job.created_at).bind(12, job.finished_at).bind(13, job.kind);
  row.bind(14, job.request).bind(15, job.result).bind(16, job.asked_by).bind(17, job.attempt);
  return row.run();
}

constexpr std::string_view kLogDisclosure = R"sql(
  INSERT INTO disclosure (round_id, visit_id, what, officer_id, at) VALUES (?1, ?2, ?3, ?4, ?5)
)sql";

Result<void> SqlitePlanning::log_disclosure(RoundId round, std::optional<VisitId> visit, std::string_view what,
                                            std::optional<OfficerId> officer, Instant at) {
  auto row = context_.use(kLogDisclosure);
  row.bind(1, round).bind(2, visit).bind(3, what).bind(4, officer).bind(5, at);
  return row.run();
}

}  // namespace ronda::server
