#include "sync-server/store/sqlite/feed.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kForget = "DELETE FROM feed WHERE entity = ?1 AND entity_id = ?2 AND unit_id = ?3";
constexpr std::string_view kHas = "SELECT 1 FROM feed WHERE entity = ?1 AND entity_id = ?2 AND unit_id = ?3";
constexpr std::string_view kNumber = "INSERT INTO feed (entity, entity_id, unit_id, deleted) VALUES (?1, ?2, ?3, ?4)";
constexpr std::string_view kAfter = R"sql(
  SELECT seq, entity, entity_id, deleted
    FROM feed
   WHERE unit_id = ?1 AND seq > ?2
   ORDER BY seq
   LIMIT ?3
)sql";
// sqlite_sequence keeps the highest number ever given out, also when its row is gone.
constexpr std::string_view kHead = "SELECT seq FROM sqlite_sequence WHERE name = 'feed'";
constexpr std::string_view kEpoch = "SELECT epoch FROM server WHERE id = 1";

}  // namespace

Result<void> SqliteContext::touch(std::string_view entity, const Uuid& id, UnitId unit, bool deleted) const {
  if (auto done = use(kForget).bind(1, entity).bind(2, id).bind(3, unit).run(); !done) return done;
  return use(kNumber).bind(1, entity).bind(2, id).bind(3, unit).bind(4, deleted).run();
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

Result<std::int64_t> SqliteFeed::head() const {
  auto row = context_.use(kHead);
  const std::int64_t seq = row.step() ? row.int64(0) : 0;
  if (!row.ok()) return row.error();
  return seq;
}

Result<Uuid> SqliteFeed::epoch() const {
  auto row = context_.use(kEpoch);
  if (row.step()) return row.uuid(0);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::corrupt, "the server has no epoch", "server"};
}

}  // namespace ronda::server
