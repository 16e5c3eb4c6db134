#include "sync-server/store/sqlite/settings.hpp"

namespace ronda::server {

// Units

namespace {

UnitRow read_unit(const sqlite::Row& row) {
  UnitRow unit;
  unit.id = row.id<UnitId>(0);
  unit.name = row.text(1);
  const auto zone = parse_zone(row.text(2));
  if (zone) unit.zone = *zone;  // the CHECK of the column allows only zones we know
  unit.letterhead = {row.text(3), row.text(4), row.text(5)};
  unit.address = row.text(6);
  unit.place = row.text(7);
  unit.south_e6 = row.int32(8);
  unit.north_e6 = row.int32(9);
  unit.west_e6 = row.int32(10);
  unit.east_e6 = row.int32(11);
  return unit;
}

constexpr std::string_view kUnits = R"sql(
  SELECT id, name, zone, letterhead_1, letterhead_2, letterhead_3, address, place, south_e6, north_e6, west_e6, east_e6
    FROM unit ORDER BY name, id LIMIT 2000
)sql";
constexpr std::string_view kUnit = R"sql(
  SELECT id, name, zone, letterhead_1, letterhead_2, letterhead_3, address, place, south_e6, north_e6, west_e6, east_e6
    FROM unit WHERE id = ?1
)sql";
constexpr std::string_view kPutUnit = R"sql(
  INSERT INTO unit (id, name, zone, letterhead_1, letterhead_2, letterhead_3, address, place,
                    south_e6, north_e6, west_e6, east_e6)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT (id) DO UPDATE SET
    name = ?2, zone = ?3, letterhead_1 = ?4, letterhead_2 = ?5, letterhead_3 = ?6, address = ?7, place = ?8,
    south_e6 = ?9, north_e6 = ?10, west_e6 = ?11, east_e6 = ?12
)sql";
constexpr std::string_view kContacts = R"sql(
  SELECT label_id, label_en, number, tel FROM emergency_contact WHERE unit_id = ?1 ORDER BY position LIMIT 20
)sql";
constexpr std::string_view kForgetContacts = "DELETE FROM emergency_contact WHERE unit_id = ?1";
constexpr std::string_view kAddContact = R"sql(
  INSERT INTO emergency_contact (unit_id, position, label_id, label_en, number, tel) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
)sql";

}  // namespace

Result<void> SqliteSettings::read_contacts(UnitRow& unit) const {
  auto row = context_.use(kContacts);
  row.bind(1, unit.id);
  while (row.step()) unit.emergency.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
  if (!row.ok()) return row.error();
  return {};
}

Result<std::vector<UnitRow>> SqliteSettings::units() const {
  std::vector<UnitRow> units;
  auto row = context_.use(kUnits);
  while (row.step()) units.push_back(read_unit(row));
  if (!row.ok()) return row.error();
  for (auto& unit : units) {
    if (auto read = read_contacts(unit); !read) return std::move(read).error();
  }
  return units;
}

Result<UnitRow> SqliteSettings::unit(UnitId id) const {
  auto row = context_.use(kUnit);
  row.bind(1, id);
  if (row.step()) {
    UnitRow unit = read_unit(row);
    if (auto read = read_contacts(unit); !read) return std::move(read).error();
    return unit;
  }
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such unit", "unit"};
}

Result<void> SqliteSettings::put_unit(const UnitRow& unit) {
  auto put = context_.use(kPutUnit)
                 .bind(1, unit.id)
                 .bind(2, unit.name)
                 .bind(3, iana_name(unit.zone))
                 .bind(4, unit.letterhead[0])
                 .bind(5, unit.letterhead[1])
                 .bind(6, unit.letterhead[2])
                 .bind(7, unit.address)
                 .bind(8, unit.place)
                 .bind(9, unit.south_e6)
                 .bind(10, unit.north_e6)
                 .bind(11, unit.west_e6)
                 .bind(12, unit.east_e6)
                 .run();
  if (!put) return put;
  if (auto done = context_.use(kForgetContacts).bind(1, unit.id).run(); !done) return done;
  int position = 0;
  for (const auto& contact : unit.emergency) {
    auto added = context_.use(kAddContact)
                     .bind(1, unit.id)
                     .bind(2, position++)
                     .bind(3, contact.label_id)
                     .bind(4, contact.label_en)
                     .bind(5, contact.number)
                     .bind(6, contact.tel)
                     .run();
    if (!added) return added;
  }
  return context_.touch("unit", unit.id.uuid, unit.id);
}

// Policies

namespace {
constexpr std::string_view kPolicy = R"sql(
  SELECT version, document, made_by, made_at FROM policy WHERE unit_id = ?1 ORDER BY version DESC LIMIT 1
)sql";
constexpr std::string_view kAddPolicy =
    "INSERT INTO policy (unit_id, version, document, made_by, made_at) VALUES (?1, ?2, ?3, ?4, ?5)";
}  // namespace

Result<PolicyRow> SqliteSettings::policy(UnitId unit) const {
  auto row = context_.use(kPolicy);
  row.bind(1, unit);
  if (row.step()) {
    return PolicyRow{unit, row.int64(0), row.text(1), row.optional_id<OfficerId>(2), row.instant(3)};
  }
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "this unit has no policy", "policy"};
}

Result<void> SqliteSettings::add_policy(const PolicyRow& policy) {
  auto added = context_.use(kAddPolicy)
                   .bind(1, policy.unit)
                   .bind(2, policy.version)
                   .bind(3, policy.document)
                   .bind(4, policy.made_by)
                   .bind(5, policy.made_at)
                   .run();
  if (!added) return added;
  return context_.touch("policy", policy.unit.uuid, policy.unit);  // one policy per unit: its id is the unit's
}

// Teams

namespace {

TeamRow read_team(const sqlite::Row& row) {
  TeamRow team;
  team.id = row.id<TeamId>(0);
  team.unit = row.id<UnitId>(1);
  team.name = row.text(2);
  team.start_lat_e6 = row.int32(3);
  team.start_lng_e6 = row.int32(4);
  team.start_name = row.text(5);
  team.version = row.int64(6);
  return team;
}

constexpr std::string_view kTeamsOf = R"sql(
  SELECT id, unit_id, name, start_lat_e6, start_lng_e6, start_name, version
    FROM team WHERE unit_id = ?1 ORDER BY name, id LIMIT 500
)sql";
constexpr std::string_view kTeam = R"sql(
  SELECT id, unit_id, name, start_lat_e6, start_lng_e6, start_name, version
    FROM team WHERE id = ?1 AND unit_id = ?2
)sql";
constexpr std::string_view kMembers =
    "SELECT officer_id FROM team_member WHERE team_id = ?1 ORDER BY position LIMIT 100";
constexpr std::string_view kShifts =
    "SELECT weekday, band, start_minute, minutes FROM team_shift WHERE team_id = ?1 ORDER BY weekday LIMIT 7";
constexpr std::string_view kLeave = "SELECT date FROM team_leave WHERE team_id = ?1 ORDER BY date LIMIT 1000";
constexpr std::string_view kPutTeam = R"sql(
  INSERT INTO team (id, unit_id, name, start_lat_e6, start_lng_e6, start_name, version)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT (id) DO UPDATE SET
    name = ?3, start_lat_e6 = ?4, start_lng_e6 = ?5, start_name = ?6, version = ?7
)sql";
constexpr std::string_view kForgetMembers = "DELETE FROM team_member WHERE team_id = ?1";
constexpr std::string_view kForgetShifts = "DELETE FROM team_shift WHERE team_id = ?1";
constexpr std::string_view kForgetLeave = "DELETE FROM team_leave WHERE team_id = ?1";
constexpr std::string_view kAddMember = "INSERT INTO team_member (team_id, officer_id, position) VALUES (?1, ?2, ?3)";
constexpr std::string_view kAddShift =
    "INSERT INTO team_shift (team_id, weekday, band, start_minute, minutes) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr std::string_view kAddLeave = "INSERT INTO team_leave (team_id, date) VALUES (?1, ?2)";

}  // namespace

Result<void> SqliteSettings::read_team_lists(TeamRow& team) const {
  auto member = context_.use(kMembers);
  member.bind(1, team.id);
  while (member.step()) team.members.push_back(member.id<OfficerId>(0));
  if (!member.ok()) return member.error();
  auto shift = context_.use(kShifts);
  shift.bind(1, team.id);
  while (shift.step()) {
    team.shifts.push_back({shift.int32(0), shift.text(1), LocalTime{shift.int32(2)}, shift.int32(3)});
  }
  if (!shift.ok()) return shift.error();
  auto leave = context_.use(kLeave);
  leave.bind(1, team.id);
  while (leave.step()) team.leave.push_back(leave.date(0));
  if (!leave.ok()) return leave.error();
  return {};
}

Result<std::vector<TeamRow>> SqliteSettings::teams_of(UnitId unit) const {
  std::vector<TeamRow> teams;
  auto row = context_.use(kTeamsOf);
  row.bind(1, unit);
  while (row.step()) teams.push_back(read_team(row));
  if (!row.ok()) return row.error();
  for (auto& team : teams) {
    if (auto read = read_team_lists(team); !read) return std::move(read).error();
  }
  return teams;
}

Result<TeamRow> SqliteSettings::team(UnitId unit, TeamId id) const {
  auto row = context_.use(kTeam);
  row.bind(1, id).bind(2, unit);
  if (row.step()) {
    TeamRow team = read_team(row);
    if (auto read = read_team_lists(team); !read) return std::move(read).error();
    return team;
  }
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such team", "team"};
}

Result<void> SqliteSettings::write_team_lists(const TeamRow& team) {
  for (const auto sql : {kForgetMembers, kForgetShifts, kForgetLeave}) {
    if (auto done = context_.use(sql).bind(1, team.id).run(); !done) return done;
  }
  int position = 0;
  for (const auto& officer : team.members) {
    if (auto added = context_.use(kAddMember).bind(1, team.id).bind(2, officer).bind(3, position++).run(); !added) {
      return added;
    }
  }
  for (const auto& shift : team.shifts) {
    auto added = context_.use(kAddShift)
                     .bind(1, team.id)
                     .bind(2, shift.weekday)
                     .bind(3, shift.band)
                     .bind(4, shift.start.minutes)
                     .bind(5, shift.minutes)
                     .run();
    if (!added) return added;
  }
  for (const auto& date : team.leave) {
    if (auto added = context_.use(kAddLeave).bind(1, team.id).bind(2, date).run(); !added) return added;
  }
  return {};
}

Result<void> SqliteSettings::put_team(const TeamRow& team) {
  auto put = context_.use(kPutTeam)
                 .bind(1, team.id)
                 .bind(2, team.unit)
                 .bind(3, team.name)
                 .bind(4, team.start_lat_e6)
                 .bind(5, team.start_lng_e6)
                 .bind(6, team.start_name)
                 .bind(7, team.version)
                 .run();
  if (!put) return put;
  if (auto done = write_team_lists(team); !done) return done;
  return context_.touch("team", team.id.uuid, team.unit);
}

}  // namespace ronda::server
