#pragma once
// FeedStore in SQLite.

#include "sync-server/store/feed_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteFeed final : public FeedStore {
 public:
  explicit SqliteFeed(SqliteContext& context) : context_(context) {}

  Result<std::vector<FeedEntry>> after(UnitId unit, std::int64_t cursor, int limit) const override;
  Result<bool> has(std::string_view entity, const Uuid& id, UnitId unit) const override;
  Result<std::int64_t> head() const override;
  Result<std::int64_t> floor() const override;
  Result<void> note_day(LocalDate day) override;
  Result<int> prune_tombstones(LocalDate day) override;
  Result<std::vector<VisitId>> told_visits(UnitId unit, TeamId team, LocalDate first) const override;
  Result<Uuid> epoch() const override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
