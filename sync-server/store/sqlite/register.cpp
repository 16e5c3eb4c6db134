#include "sync-server/store/sqlite/register.hpp"

#include "shared/base/bytes.hpp"

namespace ronda::server {

namespace {

std::optional<int> optional_int(const sqlite::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional<int>(row.int32(column));
}

LodgingRow read_lodging(const sqlite::Row& row) {
  LodgingRow lodging;
  lodging.id = row.id<LodgingId>(0);
  lodging.unit = row.id<UnitId>(1);
  lodging.name = row.text(2);
  lodging.kind = row.text(3);
  lodging.kbli = row.optional_text(4);
  lodging.kbli_version = row.optional_text(5);
  lodging.nib = row.optional_text(6);
  lodging.address = row.optional_text(7);
  lodging.kelurahan = row.optional_text(8);
  lodging.kelurahan_code = row.optional_text(9);
  lodging.kecamatan = row.optional_text(10);
  lodging.kecamatan_code = row.optional_text(11);
  lodging.lat_e6 = row.int32(12);
  lodging.lng_e6 = row.int32(13);
  lodging.rooms = optional_int(row, 14);
  lodging.phone = row.optional_text(15);
  lodging.tier = row.text(16);
  lodging.status = row.text(17);
  lodging.source = row.text(18);
  lodging.version = row.int64(19);
  return lodging;
}

/// "%" and "_" in what a person typed are letters.
std::string like_pattern(std::string_view typed) {
  std::string pattern = "%";
  for (const char c : fold(typed)) {
    if (c == '%' || c == '_' || c == '\\') pattern.push_back('\\');
    pattern.push_back(c);
  }
  return pattern + "%";
}

std::string search_text(const LodgingRow& lodging) {
  std::string text = lodging.name;
  for (const auto* part : {&lodging.address, &lodging.kelurahan, &lodging.kecamatan, &lodging.nib}) {
    if (*part) text += " " + **part;
  }
  return fold(text);
}

constexpr std::string_view kLodging = R"sql(
  SELECT id, unit_id, name, kind, kbli, kbli_version, nib, address, kelurahan, kelurahan_code, kecamatan,
         kecamatan_code, lat_e6, lng_e6, rooms, phone, tier, status, source, version
    FROM lodging WHERE id = ?1 AND unit_id = ?2
)sql";

constexpr std::string_view kSearch = R"sql(
  SELECT id, unit_id, name, kind, kbli, kbli_version, nib, address, kelurahan, kelurahan_code, kecamatan,
         kecamatan_code, lat_e6, lng_e6, rooms, phone, tier, status, source, version
    FROM lodging
   WHERE unit_id = ?1 AND search_text LIKE ?2 ESCAPE '\'
     AND (?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR tier = ?4) AND (?5 IS NULL OR status = ?5)
     AND (?6 IS NULL OR kecamatan = ?6 OR kecamatan_code = ?6)
     AND (sort_name, id) > (coalesce((SELECT sort_name FROM lodging WHERE id = ?7), ''), ?7)
   ORDER BY sort_name, id
   LIMIT ?8
)sql";

constexpr std::string_view kCount = R"sql(
  SELECT count(*)
    FROM lodging
   WHERE unit_id = ?1 AND search_text LIKE ?2 ESCAPE '\'
     AND (?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR tier = ?4) AND (?5 IS NULL OR status = ?5)
     AND (?6 IS NULL OR kecamatan = ?6 OR kecamatan_code = ?6)
)sql";

constexpr std::string_view kAll = R"sql(
  SELECT id, unit_id, name, kind, kbli, kbli_version, nib, address, kelurahan, kelurahan_code, kecamatan,
         kecamatan_code, lat_e6, lng_e6, rooms, phone, tier, status, source, version
    FROM lodging WHERE unit_id = ?1
   ORDER BY sort_name, id
   LIMIT ?2
)sql";

constexpr std::string_view kStanding = R"sql(
  SELECT (SELECT count(*) FROM inspection
           WHERE substr(lodging_id, 13) = substr(?1, 13) AND lodging_id = ?1 AND outcome = 'done'
             AND superseded_by IS NULL AND local_date BETWEEN ?2 AND ?3),
         (SELECT count(*) FROM visit WHERE lodging_id = ?1 AND state <> 'moved' AND date BETWEEN ?2 AND ?3),
         (SELECT count(*) FROM finding WHERE lodging_id = ?1 AND state = 'open'),
         (SELECT min(CASE severity WHEN 'critical' THEN 1 WHEN 'major' THEN 2 ELSE 3 END)
            FROM finding WHERE lodging_id = ?1 AND state = 'open'),
         (SELECT max(sealed_at) FROM inspection
           WHERE substr(lodging_id, 13) = substr(?1, 13) AND lodging_id = ?1 AND superseded_by IS NULL)
)sql";

constexpr std::string_view kHasLodging = "SELECT 1 FROM lodging WHERE id = ?1 AND unit_id = ?2";

constexpr std::string_view kPut = R"sql(
  INSERT INTO lodging (id, unit_id, name, sort_name, search_text, kind, kbli, kbli_version, nib, address, kelurahan,
                       kelurahan_code, kecamatan, kecamatan_code, lat_e6, lng_e6, rooms, phone, tier, status, source,
                       version, changed_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)
  ON CONFLICT (id) DO UPDATE SET
    name = ?3, sort_name = ?4, search_text = ?5, kind = ?6, kbli = ?7, kbli_version = ?8, nib = ?9, address = ?10,
    kelurahan = ?11, kelurahan_code = ?12, kecamatan = ?13, kecamatan_code = ?14, lat_e6 = ?15, lng_e6 = ?16,
    rooms = ?17, phone = ?18, tier = ?19, status = ?20, source = ?21, version = ?22, changed_at = ?23
)sql";

}  // namespace

Result<LodgingRow> SqliteRegister::lodging(UnitId unit, LodgingId id) const {
  auto row = context_.use(kLodging);
  row.bind(1, id).bind(2, unit);
  if (row.step()) return read_lodging(row);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::not_found, "no such lodging", "lodging"};
}

Result<bool> SqliteRegister::has_lodging(UnitId unit, LodgingId id) const {
  auto row = context_.use(kHasLodging);
  row.bind(1, id).bind(2, unit);
  const bool found = row.step();
  if (!row.ok()) return row.error();
  return found;
}

Result<LodgingPage> SqliteRegister::search(UnitId unit, const LodgingFilter& filter, LodgingId after, int limit) const {
  LodgingPage page;
  const std::string pattern = like_pattern(filter.text);
  auto count = context_.use(kCount);
  count.bind(1, unit).bind(2, pattern).bind(3, filter.kind).bind(4, filter.tier).bind(5, filter.status);
  count.bind(6, filter.kecamatan);
  if (count.step()) page.total = count.int64(0);
  if (!count.ok()) return count.error();

  auto row = context_.use(kSearch);
  row.bind(1, unit).bind(2, pattern).bind(3, filter.kind).bind(4, filter.tier).bind(5, filter.status);
  row.bind(6, filter.kecamatan).bind(7, after).bind(8, limit + 1);
  while (row.step()) page.rows.push_back(read_lodging(row));
  if (!row.ok()) return row.error();
  page.more = page.rows.size() > static_cast<std::size_t>(limit);
  if (page.more) page.rows.pop_back();
  return page;
}

Result<std::vector<LodgingRow>> SqliteRegister::all(UnitId unit, int limit) const {
  auto row = context_.use(kAll);
  row.bind(1, unit).bind(2, limit);
  std::vector<LodgingRow> lodgings;
  while (row.step()) lodgings.push_back(read_lodging(row));
  if (!row.ok()) return row.error();
  return lodgings;
}

Result<LodgingStanding> SqliteRegister::standing(LodgingId id, LocalDate first, LocalDate last) const {
  auto row = context_.use(kStanding);
  row.bind(1, id).bind(2, first).bind(3, last);
  LodgingStanding standing;
  if (row.step()) {
    standing.done = row.int32(0);
    standing.planned = row.int32(1);
    standing.open_findings = row.int32(2);
    if (!row.is_null(3)) standing.worst = row.int32(3) == 1 ? "critical" : row.int32(3) == 2 ? "major" : "minor";
    if (!row.is_null(4)) standing.last_visit_at = row.instant(4);
  }
  if (!row.ok()) return row.error();
  return standing;
}

Result<void> SqliteRegister::put(const LodgingRow& lodging) {
  auto put = context_.use(kPut)
                 .bind(1, lodging.id)
                 .bind(2, lodging.unit)
                 .bind(3, lodging.name)
                 .bind(4, fold(lodging.name))
                 .bind(5, search_text(lodging))
                 .bind(6, lodging.kind)
                 .bind(7, lodging.kbli)
                 .bind(8, lodging.kbli_version)
                 .bind(9, lodging.nib)
                 .bind(10, lodging.address)
                 .bind(11, lodging.kelurahan)
                 .bind(12, lodging.kelurahan_code)
                 .bind(13, lodging.kecamatan)
                 .bind(14, lodging.kecamatan_code)
                 .bind(15, lodging.lat_e6)
                 .bind(16, lodging.lng_e6)
                 .bind(17, lodging.rooms)
                 .bind(18, lodging.phone)
                 .bind(19, lodging.tier)
                 .bind(20, lodging.status)
                 .bind(21, lodging.source)
                 .bind(22, lodging.version)
                 .bind(23, context_.now)
                 .run();
  if (!put) return put;
  return context_.touch("lodging", lodging.id.uuid, lodging.unit);
}

}  // namespace ronda::server
