#include "sync-server/store/sqlite/feed.hpp"

#include "shared/base/planted.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kHas = R"sql(
  SELECT 1 FROM feed
   WHERE entity = (SELECT n FROM feed_entity WHERE name = ?1) AND entity_id = ?2
     AND unit = (SELECT n FROM feed_unit WHERE unit_id = ?3)
)sql";
constexpr std::string_view kUnit = "SELECT n FROM feed_unit WHERE unit_id = ?1";
constexpr std::string_view kAddUnit = "INSERT INTO feed_unit (unit_id) VALUES (?1) RETURNING n";
constexpr std::string_view kEntity = "SELECT n FROM feed_entity WHERE name = ?1";
constexpr std::string_view kNumber = R"sql(
  INSERT INTO feed (unit, seq, entity, entity_id, deleted) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (entity_id, entity, unit) DO UPDATE SET seq = excluded.seq, deleted = excluded.deleted
)sql";
constexpr std::string_view kAfter = R"sql(
  SELECT f.seq, e.name, f.entity_id, f.deleted
    FROM feed f JOIN feed_entity e ON e.n = f.entity
   WHERE f.unit = (SELECT n FROM feed_unit WHERE unit_id = ?1) AND f.seq > ?2
   ORDER BY f.seq
   LIMIT ?3
)sql";
constexpr std::string_view kHead = "SELECT feed_head FROM server WHERE id = 1";
constexpr std::string_view kSetHead = "UPDATE server SET feed_head = ?1 WHERE id = 1";
constexpr std::string_view kFloor = "SELECT feed_floor FROM server WHERE id = 1";
constexpr std::string_view kSetFloor = "UPDATE server SET feed_floor = ?1 WHERE id = 1 AND feed_floor < ?1";
constexpr std::string_view kNoteDay = "INSERT OR IGNORE INTO feed_day (day, head) VALUES (?1, ?2)";
constexpr std::string_view kHeadOfDay = "SELECT day, head FROM feed_day WHERE day <= ?1 ORDER BY day DESC LIMIT 1";
constexpr std::string_view kForgetDays = "DELETE FROM feed_day WHERE day < ?1";
constexpr std::string_view kPrune = "DELETE FROM feed WHERE deleted = 1 AND seq <= ?1";
constexpr std::string_view kToldVisits = R"sql(
  SELECT id FROM visit WHERE unit_id = ?1 AND team_id = ?2 AND date >= ?3 AND state <> 'planned' ORDER BY date, place, id
)sql";
constexpr std::string_view kEpoch = "SELECT epoch FROM server WHERE id = 1";

}  // namespace

Result<std::int64_t> SqliteContext::head() const {
  if (feed_head) return *feed_head;
  auto row = use(kHead);
  const std::int64_t seq = row.step() ? row.int64(0) : 0;
  if (!row.ok()) return row.error();
  stored_feed_head = seq;
  feed_head = seq;
  return seq;
}

Result<void> SqliteContext::touch(std::string_view entity, const Uuid& id, UnitId unit, bool deleted) const {
  if (const auto known = head(); !known) return known.error();
  if (RONDA_PLANTED(number_kept_on_change) && use(kHas).bind(1, entity).bind(2, id).bind(3, unit).step()) return {};
  const auto unit_n = unit_number(unit);
  if (!unit_n) return unit_n.error();
  const auto entity_n = entity_number(entity);
  if (!entity_n) return entity_n.error();
  ++*feed_head;
  const std::int64_t number = RONDA_PLANTED(numbers_out_of_order) ? *feed_head ^ 1 : *feed_head;
  return use(kNumber).bind(1, *unit_n).bind(2, number).bind(3, *entity_n).bind(4, id).bind(5, deleted).run();
}

Result<std::int64_t> SqliteContext::unit_number(UnitId unit) const {
  if (feed_unit && feed_unit->first == unit) return feed_unit->second;
  std::int64_t n = 0;
  {
    auto row = use(kUnit);
    row.bind(1, unit);
    if (row.step()) n = row.int64(0);
    if (!row.ok()) return row.error();
  }
  if (n == 0) {
    auto row = use(kAddUnit);
    row.bind(1, unit);
    while (row.step()) n = row.int64(0);
    if (!row.ok()) return row.error();
  }
  feed_unit.emplace(unit, n);
  return n;
}

Result<std::int64_t> SqliteContext::entity_number(std::string_view entity) const {
  if (feed_entity && feed_entity->first == entity) return feed_entity->second;
  auto row = use(kEntity);
  row.bind(1, entity);
  if (!row.step()) {
    return row.ok() ? Error{ErrorCode::bad_input, "no such entity in the feed", std::string(entity)} : row.error();
  }
  const std::int64_t n = row.int64(0);
  feed_entity.emplace(entity, n);
  return n;
}

Result<void> SqliteContext::before_commit() const {
  if (!feed_head || *feed_head == stored_feed_head) return {};
  if (auto kept = use(kSetHead).bind(1, *feed_head).run(); !kept) return kept;
  stored_feed_head = *feed_head;
  return {};
}

Result<std::vector<FeedEntry>> SqliteFeed::after(UnitId unit, std::int64_t cursor, int limit) const {
  auto row = context_.use(kAfter);
  row.bind(1, unit).bind(2, cursor).bind(3, limit);
  std::vector<FeedEntry> entries;
  while (row.step()) entries.push_back({row.int64(0), row.text(1), row.uuid(2), row.boolean(3)});
  if (!row.ok()) return row.error();
  return entries;
}

Result<bool> SqliteFeed::has(std::string_view entity, const Uuid& id, UnitId unit) const {
  auto row = context_.use(kHas);
  row.bind(1, entity).bind(2, id).bind(3, unit);
  const bool found = row.step();
  if (!row.ok()) return row.error();
  return found;
}

Result<std::int64_t> SqliteFeed::head() const { return context_.head(); }

Result<std::int64_t> SqliteFeed::floor() const {
  auto row = context_.use(kFloor);
  if (row.step()) return row.int64(0);
  return row.ok() ? Result<std::int64_t>(0) : Result<std::int64_t>(row.error());
}

Result<void> SqliteFeed::note_day(LocalDate day) {
  const auto now = context_.head();
  if (!now) return now.error();
  return context_.use(kNoteDay).bind(1, day).bind(2, *now).run();
}

Result<int> SqliteFeed::prune_tombstones(LocalDate day) {
  std::string noted;
  std::int64_t up_to = 0;
  {
    auto row = context_.use(kHeadOfDay);
    row.bind(1, day);
    if (!row.step()) return row.ok() ? Result<int>(0) : Result<int>(row.error());
    noted = row.text(0);
    up_to = row.int64(1);
  }
  const auto before = floor();
  if (!before) return before.error();
  if (up_to <= *before) return 0;
  if (auto pruned = context_.use(kPrune).bind(1, up_to).run(); !pruned) return std::move(pruned).error();
  const int gone = static_cast<int>(context_.db->changes());
  if (auto raised = context_.use(kSetFloor).bind(1, up_to).run(); !raised) return std::move(raised).error();
  if (auto forgot = context_.use(kForgetDays).bind(1, noted).run(); !forgot) return std::move(forgot).error();
  return gone;
}

Result<std::vector<VisitId>> SqliteFeed::told_visits(UnitId unit, TeamId team, LocalDate first) const {
  auto row = context_.use(kToldVisits);
  row.bind(1, unit).bind(2, team).bind(3, first);
  std::vector<VisitId> visits;
  while (row.step()) visits.push_back(row.id<VisitId>(0));
  if (!row.ok()) return row.error();
  return visits;
}

Result<Uuid> SqliteFeed::epoch() const {
  auto row = context_.use(kEpoch);
  if (row.step()) return row.uuid(0);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::corrupt, "the server has no epoch", "server"};
}

}  // namespace ronda::server
