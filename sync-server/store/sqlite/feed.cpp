#include "sync-server/store/sqlite/feed.hpp"

#include "shared/base/planted.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kHas = "SELECT 1 FROM feed WHERE entity = ?1 AND entity_id = ?2 AND unit_id = ?3";
constexpr std::string_view kNumber = R"sql(
  INSERT INTO feed (unit_id, seq, entity, entity_id, deleted) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (entity_id, entity, unit_id) DO UPDATE SET seq = excluded.seq, deleted = excluded.deleted
)sql";
constexpr std::string_view kAfter = R"sql(
  SELECT seq, entity, entity_id, deleted
    FROM feed
   WHERE unit_id = ?1 AND seq > ?2
   ORDER BY seq
   LIMIT ?3
)sql";
constexpr std::string_view kHead = "SELECT feed_head FROM server WHERE id = 1";
constexpr std::string_view kSetHead = "UPDATE server SET feed_head = ?1 WHERE id = 1";
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
  ++*feed_head;
  const std::int64_t number = RONDA_PLANTED(numbers_out_of_order) ? *feed_head ^ 1 : *feed_head;
  return use(kNumber).bind(1, unit).bind(2, number).bind(3, entity).bind(4, id).bind(5, deleted).run();
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

Result<Uuid> SqliteFeed::epoch() const {
  auto row = context_.use(kEpoch);
  if (row.step()) return row.uuid(0);
  if (!row.ok()) return row.error();
  return Error{ErrorCode::corrupt, "the server has no epoch", "server"};
}

}  // namespace ronda::server
