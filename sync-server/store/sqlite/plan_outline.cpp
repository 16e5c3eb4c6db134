// The outline's part of SqlitePlanning: what is unplanned and why, the use of the team-days, minutes added by hand.
#include <map>

#include "sync-server/store/sqlite/planning.hpp"

namespace ronda::server {

constexpr std::string_view kUnplanned = R"sql(
  SELECT u.lodging_id, l.name, u.count, u.reason
    FROM round_unplanned u
    JOIN lodging l ON l.id = u.lodging_id
   WHERE u.round_id = ?1
   ORDER BY l.name, u.lodging_id, u.reason
   LIMIT 100000
)sql";
constexpr std::string_view kRelaxations = R"sql(
  SELECT lodging_id, bend, minutes, gap_days, team_id, date, band, cost_min
    FROM round_relaxation
   WHERE round_id = ?1
   ORDER BY lodging_id, place
   LIMIT 300000
)sql";

Result<std::vector<UnplannedRow>> SqlitePlanning::unplanned(RoundId round) const {
  std::map<LodgingId, std::vector<RelaxationRow>> ways;
  {
    auto row = context_.use(kRelaxations);
    row.bind(1, round);
    while (row.step()) {
      ways[row.id<LodgingId>(0)].push_back(
          {row.text(1), row.int32(2), row.int32(3), row.id<TeamId>(4), row.date(5), row.text(6), row.int32(7)});
    }
    if (!row.ok()) return row.error();
  }
  auto row = context_.use(kUnplanned);
  row.bind(1, round);
  std::vector<UnplannedRow> rows;
  while (row.step()) {
    const auto lodging = row.id<LodgingId>(0);
    rows.push_back({lodging, row.text(1), row.int32(2), row.text(3), ways[lodging]});
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kForgetUnplanned = R"sql(
  DELETE FROM round_unplanned WHERE round_id = ?1
)sql";
constexpr std::string_view kForgetRelaxations = R"sql(
  DELETE FROM round_relaxation WHERE round_id = ?1
)sql";
constexpr std::string_view kForgetTeamDays = R"sql(
  DELETE FROM round_team_day WHERE round_id = ?1
)sql";
constexpr std::string_view kAddUnplanned = R"sql(
  INSERT INTO round_unplanned (round_id, lodging_id, count, reason) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (round_id, lodging_id, reason) DO UPDATE SET count = count + excluded.count
)sql";
constexpr std::string_view kAddRelaxation = R"sql(
  INSERT INTO round_relaxation (round_id, lodging_id, place, bend, minutes, gap_days, team_id, date, band, cost_min)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
  ON CONFLICT (round_id, lodging_id, place) DO NOTHING
)sql";
constexpr std::string_view kAddTeamDay = R"sql(
  INSERT INTO round_team_day (round_id, team_id, date, band, used_s, budget_s) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
)sql";

Result<void> SqlitePlanning::replace_outline(RoundId round, const std::vector<UnplannedRow>& unplanned,
                                             const std::vector<TeamDayRow>& days) {
  for (const auto sql : {kForgetUnplanned, kForgetRelaxations, kForgetTeamDays}) {
    auto forgotten = context_.use(sql).bind(1, round).run();
    if (!forgotten) return forgotten;
  }
  for (const auto& left : unplanned) {
    auto added =
        context_.use(kAddUnplanned).bind(1, round).bind(2, left.lodging).bind(3, left.count).bind(4, left.reason).run();
    if (!added) return added;
    int place = 0;
    for (const auto& way : left.relaxations) {
      auto row = context_.use(kAddRelaxation);
      row.bind(1, round).bind(2, left.lodging).bind(3, ++place).bind(4, way.bend).bind(5, way.minutes);
      row.bind(6, way.gap_days).bind(7, way.team).bind(8, way.date).bind(9, way.band).bind(10, way.cost_min);
      added = row.run();
      if (!added) return added;
    }
  }
  for (const auto& day : days) {
    auto row = context_.use(kAddTeamDay);
    row.bind(1, round).bind(2, day.team).bind(3, day.date).bind(4, day.band).bind(5, day.used_s).bind(6, day.budget_s);
    auto added = row.run();
    if (!added) return added;
  }
  return {};
}

constexpr std::string_view kExtraTimes = R"sql(
  SELECT team_id, date, minutes
    FROM round_extra_time
   WHERE round_id = ?1
   ORDER BY team_id, date
   LIMIT 100000
)sql";

Result<std::vector<ExtraTimeRow>> SqlitePlanning::extra_times(RoundId round) const {
  auto row = context_.use(kExtraTimes);
  row.bind(1, round);
  std::vector<ExtraTimeRow> rows;
  while (row.step()) rows.push_back({row.id<TeamId>(0), row.date(1), row.int32(2)});
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kPutExtraTime = R"sql(
  INSERT INTO round_extra_time (round_id, team_id, date, minutes) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (round_id, team_id, date) DO UPDATE SET minutes = excluded.minutes
)sql";
constexpr std::string_view kForgetExtraTime = R"sql(
  DELETE FROM round_extra_time WHERE round_id = ?1 AND team_id = ?2 AND date = ?3
)sql";

Result<void> SqlitePlanning::put_extra_time(RoundId round, const ExtraTimeRow& extra) {
  auto row = context_.use(extra.minutes > 0 ? kPutExtraTime : kForgetExtraTime);
  row.bind(1, round).bind(2, extra.team).bind(3, extra.date);
  if (extra.minutes > 0) row.bind(4, extra.minutes);
  return row.run();
}

constexpr std::string_view kWanted = R"sql(
  SELECT lodging_id, visits
    FROM round_wanted
   WHERE round_id = ?1
   LIMIT 100000
)sql";

Result<std::map<LodgingId, int>> SqlitePlanning::wanted(RoundId round) const {
  auto row = context_.use(kWanted);
  row.bind(1, round);
  std::map<LodgingId, int> visits;
  while (row.step()) visits.emplace(row.id<LodgingId>(0), row.int32(1));
  if (!row.ok()) return row.error();
  return visits;
}

constexpr std::string_view kAddWanted = R"sql(
  INSERT INTO round_wanted (round_id, lodging_id, visits) VALUES (?1, ?2, ?3)
  ON CONFLICT (round_id, lodging_id) DO NOTHING
)sql";

Result<void> SqlitePlanning::add_wanted(RoundId round, LodgingId lodging, int visits) {
  return context_.use(kAddWanted).bind(1, round).bind(2, lodging).bind(3, visits).run();
}

}  // namespace ronda::server
