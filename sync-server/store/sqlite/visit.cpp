// The visits' half of SqlitePlanning.
#include "sync-server/store/sqlite/columns.hpp"
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
  read.state = row.text(13);
  read.outcome = row.optional_text(14);
  read.inspection = row.optional_id<InspectionId>(15);
  read.reason = row.optional_text(16);
  read.disclosed_at = optional_instant(row, 17);
  read.lock_day = row.boolean(18);
  read.lock_team = row.boolean(19);
  read.lock_time = row.boolean(20);
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
         v.shift_end, v.service_s, v.travel_s, v.state, v.outcome, v.inspection_id, v.reason, v.disclosed_at,
         v.lock_day, v.lock_team, v.lock_time, l.name, coalesce(l.kelurahan, ''), l.lat_e6, l.lng_e6
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
    rows.push_back({read_visit(row), row.text(21), row.text(22), row.int32(23), row.int32(24)});
  }
  if (!row.ok()) return row.error();
  return rows;
}

constexpr std::string_view kVisit = R"sql(
  SELECT id, round_id, unit_id, lodging_id, team_id, date, band, place, planned_min, shift_start, shift_end, service_s,
         travel_s, state, outcome, inspection_id, reason, disclosed_at, lock_day, lock_team, lock_time
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
         v.shift_end, v.service_s, v.travel_s, v.state, v.outcome, v.inspection_id, v.reason, v.disclosed_at,
         v.lock_day, v.lock_team, v.lock_time
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
         v.shift_end, v.service_s, v.travel_s, v.state, v.outcome, v.inspection_id, v.reason, v.disclosed_at,
         v.lock_day, v.lock_team, v.lock_time
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
         travel_s, state, outcome, inspection_id, reason, disclosed_at, lock_day, lock_team, lock_time
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
constexpr std::string_view kForgetWanted = R"sql(
  DELETE FROM round_wanted WHERE round_id = ?1
)sql";

Result<void> SqlitePlanning::replace_plan(RoundId round, const StoredPlan& plan) {
  auto forgotten = context_.use(kForgetPlannedVisits).bind(1, round).run();
  if (!forgotten) return forgotten;
  forgotten = context_.use(kForgetWanted).bind(1, round).run();
  if (!forgotten) return forgotten;
  for (const auto& [lodging, visits] : plan.wanted) {
    if (auto added = add_wanted(round, lodging, visits); !added) return added;
  }
  for (auto visit : plan.visits) {
    visit.round = round;
    if (auto added = add_visit(visit); !added) return added;
  }
  return replace_outline(round, plan.unplanned, plan.days);
}

constexpr std::string_view kAddVisit = R"sql(
  INSERT INTO visit (id, round_id, unit_id, lodging_id, team_id, date, band, place, planned_min, shift_start, shift_end,
                     service_s, travel_s, state, lock_day, lock_team, lock_time)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
)sql";

Result<void> SqlitePlanning::add_visit(const VisitRow& visit) {
  auto row = context_.use(kAddVisit);
  row.bind(1, visit.id).bind(2, visit.round).bind(3, visit.unit).bind(4, visit.lodging).bind(5, visit.team);
  row.bind(6, visit.date).bind(7, visit.band).bind(8, visit.order).bind(9, visit.planned_minute);
  row.bind(10, visit.shift_start).bind(11, visit.shift_end).bind(12, visit.service_s).bind(13, visit.travel_s);
  row.bind(14, visit.state).bind(15, visit.lock_day).bind(16, visit.lock_team).bind(17, visit.lock_time);
  return row.run();
}

constexpr std::string_view kUpdateVisit = R"sql(
  UPDATE visit
     SET team_id = ?2, date = ?3, band = ?4, place = ?5, planned_min = ?6, state = ?7, outcome = ?8, inspection_id = ?9,
         reason = ?10, disclosed_at = ?11, shift_start = ?12, shift_end = ?13, service_s = ?14, travel_s = ?15,
         lock_day = ?16, lock_team = ?17, lock_time = ?18
   WHERE id = ?1
)sql";

Result<void> SqlitePlanning::update_visit(const VisitRow& visit) {
  auto row = context_.use(kUpdateVisit);
  row.bind(1, visit.id).bind(2, visit.team).bind(3, visit.date).bind(4, visit.band).bind(5, visit.order);
  row.bind(6, visit.planned_minute).bind(7, visit.state).bind(8, visit.outcome).bind(9, visit.inspection);
  row.bind(10, visit.reason).bind(11, visit.disclosed_at).bind(12, visit.shift_start).bind(13, visit.shift_end);
  row.bind(14, visit.service_s).bind(15, visit.travel_s).bind(16, visit.lock_day).bind(17, visit.lock_team);
  row.bind(18, visit.lock_time);
  return row.run();
}

constexpr std::string_view kRemoveVisit = R"sql(
  DELETE FROM visit WHERE id = ?1 AND state = 'planned' RETURNING id
)sql";

Result<void> SqlitePlanning::remove_visit(VisitId id) {
  auto row = context_.use(kRemoveVisit);
  row.bind(1, id);
  if (row.step()) return {};
  if (!row.ok()) return row.error();
  return Error{ErrorCode::conflict, "this visit is known to its team already", ""};
}

}  // namespace ronda::server
