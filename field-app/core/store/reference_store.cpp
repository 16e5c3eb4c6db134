#include "field-app/core/store/reference_store.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "field-app/core/store/rows.hpp"

namespace ronda::field {

namespace {

using sqlite::Row;

LodgingRow read_lodging(const Row& row) {
  LodgingRow lodging;
  lodging.id = row.id<LodgingId>(0);
  lodging.name = row.text(1);
  lodging.kind = stored(domain::parse_lodging_kind(row.text(2)));
  lodging.kbli = row.optional_text(3);
  lodging.nib = row.optional_text(4);
  lodging.address = row.text(5);
  lodging.kelurahan = row.text(6);
  lodging.kecamatan = row.text(7);
  lodging.lat_e6 = row.optional_int64(8);
  lodging.lng_e6 = row.optional_int64(9);
  lodging.rooms = row.optional_int64(10);
  lodging.phone = row.optional_text(11);
  lodging.tier = stored(domain::parse_tier(row.text(12)));
  lodging.status = stored(domain::parse_lodging_status(row.text(13)));
  return lodging;
}

}  // namespace

constexpr std::string_view kUnit = R"sql(
  SELECT id, name, zone, letterhead, address, place, portal_base, emergency FROM unit WHERE id = ?1
)sql";

Result<std::optional<UnitRow>> ReferenceStore::unit(UnitId id) {
  auto row = db_.use(kUnit);
  row.bind(1, id);
  return read_one(row, [](const Row& r) {
    return UnitRow{r.id<UnitId>(0), r.text(1), stored(parse_zone(r.text(2))), r.text(3), r.text(4), r.text(5),
                   r.text(6),       r.text(7)};
  });
}

constexpr std::string_view kOfficer = "SELECT id, name, rank, nrp, team_id FROM officer WHERE id = ?1";

namespace {

OfficerRow read_officer(const Row& row) {
  return OfficerRow{row.id<OfficerId>(0), row.text(1), row.text(2), row.text(3), row.optional_id<TeamId>(4)};
}

}  // namespace

Result<std::optional<OfficerRow>> ReferenceStore::officer(OfficerId id) {
  auto row = db_.use(kOfficer);
  row.bind(1, id);
  return read_one(row, read_officer);
}

constexpr std::string_view kTeam = "SELECT id, name FROM team WHERE id = ?1";
constexpr std::string_view kMembers = R"sql(
  SELECT officer.id, officer.name, officer.rank, officer.nrp, officer.team_id
    FROM team_member JOIN officer ON officer.id = team_member.officer_id
   WHERE team_member.team_id = ?1 AND officer.active = 1
   ORDER BY team_member.position
   LIMIT 100
)sql";

Result<std::optional<TeamRow>> ReferenceStore::team(TeamId id) {
  auto row = db_.use(kTeam);
  row.bind(1, id);
  auto team = read_one(row, [](const Row& r) { return TeamRow{r.id<TeamId>(0), r.text(1), {}}; });
  if (!team || !*team) return team;
  auto member_row = db_.use(kMembers);
  member_row.bind(1, id);
  auto members = read_all(member_row, read_officer);
  if (!members) return std::move(members).error();
  (*team)->members = *std::move(members);
  return team;
}

constexpr std::string_view kLodging = R"sql(
  SELECT id, name, kind, kbli, nib, address, kelurahan, kecamatan, lat_e6, lng_e6, rooms, phone, tier, status
    FROM lodging
   WHERE id = ?1
)sql";

Result<std::optional<LodgingRow>> ReferenceStore::lodging(LodgingId id) {
  auto row = db_.use(kLodging);
  row.bind(1, id);
  return read_one(row, read_lodging);
}

constexpr std::string_view kPolicy = R"sql(
  SELECT version, low_min, low_max, medium_min, medium_max, high_min, high_max, sample_n, sample_min_n,
         sample_min_days, free_text_max
    FROM policy
   ORDER BY version DESC
   LIMIT 1
)sql";

Result<domain::FieldPolicy> ReferenceStore::policy() {
  auto row = db_.use(kPolicy);
  domain::FieldPolicy policy;
  if (row.step()) {
    policy.version = row.int32(0);
    policy.low = {row.int32(1), row.int32(2)};
    policy.medium = {row.int32(3), row.int32(4)};
    policy.high = {row.int32(5), row.int32(6)};
    policy.sample_n = row.int32(7);
    policy.sample.min_n = row.int32(8);
    policy.sample.min_days = row.int32(9);
    policy.free_text_max = row.int32(10);
  }
  if (!row.ok()) return row.error();
  return policy;
}

constexpr std::string_view kChecklist = "SELECT document FROM checklist WHERE version = ?1";

Result<std::string> ReferenceStore::checklist_document(const std::string& version) {
  auto row = db_.use(kChecklist);
  row.bind(1, version);
  if (row.step()) return row.text(0);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "there is no checklist " + version + " on this device", "/version"};
}

// A version counts as published when the feed brought it or it came with the program; "v10" is newer than "v9".
constexpr std::string_view kNewestChecklist = R"sql(
  SELECT version FROM checklist ORDER BY document ->> '$.published' DESC, length(version) DESC, version DESC LIMIT 1
)sql";

Result<std::string> ReferenceStore::newest_checklist() {
  auto row = db_.use(kNewestChecklist);
  if (row.step()) return row.text(0);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "there is no checklist on this device", "checklist"};
}

// Every word of the query must occur. The first four are bound one by one (an empty one occurs everywhere), which
// spares a table for each row; the others are a JSON array. By name, the index lodging_search gives order, folded text
// and count.
constexpr std::string_view kSearch = R"sql(
  SELECT id, name, kind, kbli, nib, address, kelurahan, kecamatan, lat_e6, lng_e6, rooms, phone, tier, status
    FROM lodging
   WHERE in_scope = 1
     AND instr(folded, ?6) AND instr(folded, ?7) AND instr(folded, ?8) AND instr(folded, ?9)
     AND (?1 = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(?1) AS part WHERE instr(lodging.folded, part.value) = 0))
   ORDER BY name COLLATE NOCASE, id
   LIMIT ?2
)sql";
// Nearest first on a flat map, whose degrees of longitude are shorter by ?5 thousandths at this latitude: which of two
// lodgings is nearer needs no more.
constexpr std::string_view kSearchNear = R"sql(
  SELECT id, name, kind, kbli, nib, address, kelurahan, kecamatan, lat_e6, lng_e6, rooms, phone, tier, status
    FROM lodging
   WHERE in_scope = 1
     AND instr(folded, ?6) AND instr(folded, ?7) AND instr(folded, ?8) AND instr(folded, ?9)
     AND (?1 = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(?1) AS part WHERE instr(lodging.folded, part.value) = 0))
   ORDER BY lat_e6 IS NULL OR lng_e6 IS NULL,
            (lat_e6 - ?3) * (lat_e6 - ?3) + (lng_e6 - ?4) * ?5 / 1000 * ((lng_e6 - ?4) * ?5 / 1000),
            name COLLATE NOCASE, id
   LIMIT ?2
)sql";
constexpr std::string_view kAtDoor = R"sql(
  SELECT id, name, kind, kbli, nib, address, kelurahan, kecamatan, lat_e6, lng_e6, rooms, phone, tier, status
    FROM lodging
   WHERE in_scope = 1 AND substr(id, 12) = ?1
   ORDER BY name COLLATE NOCASE, id
   LIMIT 10
)sql";
constexpr std::string_view kCountMatches = R"sql(
  SELECT count(*)
    FROM lodging
   WHERE in_scope = 1
     AND instr(folded, ?6) AND instr(folded, ?7) AND instr(folded, ?8) AND instr(folded, ?9)
     AND (?1 = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(?1) AS part WHERE instr(lodging.folded, part.value) = 0))
)sql";

namespace {

struct QueryWords {
  std::array<std::string, 4> first;
  std::string others = "[]";  ///< JSON
};

/// Quotes and backslashes, which cannot occur in a name, are left out: they would end the JSON text.
QueryWords words_of(const std::string& query) {
  QueryWords out;
  std::size_t count = 0;
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    if (count < out.first.size()) {
      out.first[count] = word;
    } else {
      out.others.pop_back();
      out.others += (out.others.size() > 1 ? ",\"" : "\"") + word + "\"]";
    }
    ++count;
    word.clear();
  };
  for (const char c : query) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      finish();
    } else if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) {
      word.push_back(c);
    }
  }
  finish();
  return out;
}

void bind_words(sqlite::Row& row, const std::string& query) {
  const QueryWords words = words_of(query);
  row.bind(1, words.others);
  for (std::size_t i = 0; i < words.first.size(); ++i) row.bind(6 + static_cast<int>(i), words.first[i]);
}

}  // namespace

Result<std::vector<LodgingRow>> ReferenceStore::search(const std::string& folded_query, int limit,
                                                       const std::optional<Point>& near) {
  auto row = db_.use(near ? kSearchNear : kSearch);
  bind_words(row, folded_query);
  row.bind(2, limit);
  if (near) {
    const double radians = static_cast<double>(near->lat_e6) / 1e6 * std::numbers::pi / 180;
    row.bind(3, near->lat_e6)
        .bind(4, near->lng_e6)
        .bind(5, static_cast<std::int64_t>(std::llround(1000 * std::cos(radians))));
  }
  return read_all(row, read_lodging);
}

Result<std::vector<LodgingRow>> ReferenceStore::at_door(const domain::DoorKey& key) {
  auto row = db_.use(kAtDoor);
  row.bind(1, std::span<const std::uint8_t>(key));
  return read_all(row, read_lodging);
}

Result<std::int64_t> ReferenceStore::count_matches(const std::string& folded_query) {
  auto row = db_.use(kCountMatches);
  bind_words(row, folded_query);
  if (row.step()) return row.int64(0);
  return row.error();
}

constexpr std::string_view kPlaces = R"sql(
  SELECT kelurahan, CAST(avg(lat_e6) AS INTEGER), CAST(avg(lng_e6) AS INTEGER)
    FROM lodging
   WHERE in_scope = 1 AND kelurahan <> '' AND lat_e6 IS NOT NULL AND lng_e6 IS NOT NULL
   GROUP BY kelurahan
   ORDER BY kelurahan
   LIMIT 1000
)sql";

Result<std::vector<PlaceRow>> ReferenceStore::places() {
  auto row = db_.use(kPlaces);
  return read_all(row, [](const Row& r) { return PlaceRow{r.text(0), r.int64(1), r.int64(2)}; });
}

}  // namespace ronda::field
