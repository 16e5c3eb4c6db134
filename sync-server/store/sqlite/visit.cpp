// The visits' half of SqlitePlanning.
#include "sync-server/store/sqlite/hash_column.hpp"
#include "sync-server/store/sqlite/planning.hpp"

namespace ronda::server {

namespace {

VisitRow read_visit(const sqlite::Row& row) {
  VisitRow read;
  read.id = row.id<VisitId>(0);
  read.round = row.id<RoundId>(1);
  read.unit = row.id<UnitId>(2);
  read.lodging = row.id<LodgingId>(3);
  read.team = row.id<TeamId>(4);
  read.date = row.date(5);
  read.band = row.text(6);
  read.order = row.int32(7);
  read.planned_minute = row.int32(8);
  read.shift_start = row.int32(9);
  read.shift_end = row.int32(10);
  read.service_s = row.int32(11);
  read.travel_s = row.int32(12);
  read.locked = row.boolean(13);
  read.state = row.text(14);
  read.outcome = row.optional_text(15);
  read.inspection = row.optional_id<InspectionId>(16);
  read.reason = row.optional_text(17);
  read.disclosed_at = optional_instant(row, 18);
  return read;
}

Result<std::vector<VisitRow>> read_visits(sqlite::Row& row) {
  std::vector<VisitRow> rows;
  while (row.step()) rows.push_back(read_visit(row));
  if (!row.ok()) return row.error();
  return rows;
}

}  // namespace

constexpr std::string_view kVisits = R"sql(
  SELECT v.id, v.round_id, v.unit_id, v.lodging_id, v.team_id, v.date, v.band, v.place, v.planned_min, v.shift_start,
         v.shift_end, v.service_s, v.travel_s, v.locked, v.state, v.outcome, v.inspection_id, v.reason, v.disclosed_at,
         l.name, coalesce(l.kelurahan, ''), l.lat_e6, l.lng_e6
    FROM visit v
    JOIN lodging l ON l.id = v.lodging_id
   WHERE v.round_id = ?1
     AND (?2 IS NULL OR v.team_id = ?2)
     AND (?3 IS NULL OR v.date = ?3)
     AND (?4 IS NULL OR v.lodging_id = ?4)
   ORDER BY v.date, v.team_id, v.place, v.id
   LIMIT 200000
)sql";

Result<std::vector<VisitListed>> SqlitePlanning::visits(RoundId round, const VisitFilter& filter) const {
  auto row = context_.use(kVisits);
  row.bind(1, round).bind(2, filter.team).bind(3, filter.date).bind(4, filter.lodging);
  std::vector<VisitListed> rows;
  while (row.step()) {
    rows.push_back({read_visit(row), row.text(19), row.text(20), row.int32(21), row.int32(22)});
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kVisit = R"sql(
  SELECT id, round_id, unit_id, lodging_id, team_id, date, band, place, planned_min, shift_start, shift_end, service_s,
         travel_s, locked, state, outcome, inspection_id, reason, disclosed_at
    FROM visit
   WHERE id = ?1 AND unit_id = ?2
)sql";

Result<VisitRow> SqlitePlanning::visit(UnitId unit, VisitId id) const {
  auto row = context_.use(kVisit);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_visit(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such visit", ""};
}

constexpr std::string_view kVisitsOfLodging = R"sql(
  SELECT v.id, v.round_id, v.unit_id, v.lodging_id, v.team_id, v.date, v.band, v.place, v.planned_min, v.shift_start,
         v.shift_end, v.service_s, v.travel_s, v.locked, v.state, v.outcome, v.inspection_id, v.reason, v.disclosed_at
    FROM visit v
    JOIN round r ON r.id = v.round_id
   WHERE v.lodging_id = ?1 AND v.date BETWEEN ?2 AND ?3 AND r.state <> 'draft'
   ORDER BY v.date, v.place
   LIMIT 1000
)sql";

Result<std::vector<VisitRow>> SqlitePlanning::visits_of_lodging(LodgingId lodging, LocalDate first,
                                                                LocalDate last) const {
  auto row = context_.use(kVisitsOfLodging);
  row.bind(1, lodging).bind(2, first).bind(3, last);
  return read_visits(row);
}

constexpr std::string_view kUndisclosedUntil = R"sql(
  SELECT v.id, v.round_id, v.unit_id, v.lodging_id, v.team_id, v.date, v.band, v.place, v.planned_min, v.shift_start,
         v.shift_end, v.service_s, v.travel_s, v.locked, v.state, v.outcome, v.inspection_id, v.reason, v.disclosed_at
    FROM visit v
    JOIN round r ON r.id = v.round_id
   WHERE v.unit_id = ?1 AND v.state = 'planned' AND v.date <= ?2 AND r.state = 'published'
   ORDER BY v.date, v.team_id, v.place
   LIMIT ?3
)sql";

Result<std::vector<VisitRow>> SqlitePlanning::undisclosed_until(UnitId unit, LocalDate last, int limit) const {
  auto row = context_.use(kUndisclosedUntil);
  row.bind(1, unit).bind(2, last).bind(3, limit);
  return read_visits(row);
}

constexpr std::string_view kOpenUntil = R"sql(
  SELECT id, round_id, unit_id, lodging_id, team_id, date, band, place, planned_min, shift_start, shift_end, service_s,
         travel_s, locked, state, outcome, inspection_id, reason, disclosed_at
    FROM visit
   WHERE unit_id = ?1 AND state = 'disclosed' AND date <= ?2
   ORDER BY date, team_id, place
   LIMIT ?3
)sql";

Result<std::vector<VisitRow>> SqlitePlanning::open_until(UnitId unit, LocalDate last, int limit) const {
  auto row = context_.use(kOpenUntil);
  row.bind(1, unit).bind(2, last).bind(3, limit);
  return read_visits(row);
}

constexpr std::string_view kForgetPlannedVisits = R"sql(
  DELETE FROM visit WHERE round_id = ?1 AND state = 'planned'
)sql";
constexpr std::string_view kForgetUnplanned = R"sql(
  DELETE FROM round_unplanned WHERE round_id = ?1
)sql";
constexpr std::string_view kForgetTeamDays = R"sql(
  DELETE FROM round_team_day WHERE round_id = ?1
)sql";
constexpr std::string_view kAddVisit = R"sql(
  INSERT INTO visit (id, round_id, unit_id, lodging_id, team_id, date, band, place, planned_min, shift_start, shift_end,
                     service_s, travel_s, locked, state)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
)sql";
constexpr std::string_view kAddUnplanned = R"sql(
  INSERT INTO round_unplanned (round_id, lodging_id, count, reason, relaxation) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (round_id, lodging_id, reason) DO UPDATE SET count = count + excluded.count
)sql";
constexpr std::string_view kAddTeamDay = R"sql(
  INSERT INTO round_team_day (round_id, team_id, date, band, used_s, budget_s) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
)sql";

Result<void> SqlitePlanning::replace_plan(RoundId round, const StoredPlan& plan) {
  for (const auto sql : {kForgetPlannedVisits, kForgetUnplanned, kForgetTeamDays}) {
    auto forgotten = context_.use(sql).bind(1, round).run();
    if (!forgotten) return forgotten;
  }
  for (const auto& visit : plan.visits) {
    auto row = context_.use(kAddVisit);
    row.bind(1, visit.id).bind(2, round).bind(3, visit.unit).bind(4, visit.lodging).bind(5, visit.team);
    row.bind(6, visit.date).bind(7, visit.band).bind(8, visit.order).bind(9, visit.planned_minute);
    row.bind(10, visit.shift_start).bind(11, visit.shift_end).bind(12, visit.service_s).bind(13, visit.travel_s);
    row.bind(14, visit.locked).bind(15, visit.state);
    auto added = row.run();
    if (!added) return added;
  }
  for (const auto& left : plan.unplanned) {
    auto row = context_.use(kAddUnplanned);
    row.bind(1, round).bind(2, left.lodging).bind(3, left.count).bind(4, left.reason).bind(5, left.relaxation);
    auto added = row.run();
    if (!added) return added;
  }
  for (const auto& day : plan.days) {
    auto row = context_.use(kAddTeamDay);
    row.bind(1, round).bind(2, day.team).bind(3, day.date).bind(4, day.band).bind(5, day.used_s).bind(6, day.budget_s);
    auto added = row.run();
    if (!added) return added;
  }
  return {};
}

constexpr std::string_view kUpdateVisit = R"sql(
  UPDATE visit
     SET team_id = ?2, date = ?3, band = ?4, place = ?5, planned_min = ?6, locked = ?7, state = ?8, outcome = ?9,
         inspection_id = ?10, reason = ?11, disclosed_at = ?12
   WHERE id = ?1
)sql";

Result<void> SqlitePlanning::update_visit(const VisitRow& visit) {
  auto row = context_.use(kUpdateVisit);
  row.bind(1, visit.id).bind(2, visit.team).bind(3, visit.date).bind(4, visit.band).bind(5, visit.order);
  row.bind(6, visit.planned_minute).bind(7, visit.locked).bind(8, visit.state).bind(9, visit.outcome);
  row.bind(10, visit.inspection).bind(11, visit.reason).bind(12, visit.disclosed_at);
  return row.run();
}

}  // namespace ronda::server
