#pragma once
// What the SQLite topics of one connection share. One thread at a time: the one that runs the transaction.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::server {

struct OpenedRun;  // packed_lines.hpp

struct SqliteContext {
  sqlite::Database* db = nullptr;
  Instant now;                                      ///< of the transaction under way
  mutable std::shared_ptr<const OpenedRun> opened;  ///< the run of records that was read last in it
  mutable std::optional<std::int64_t> feed_head;    ///< highest number of the feed, once it was asked for in it
  mutable std::int64_t stored_feed_head = 0;        ///< as it stands in the database
  /// The numbers by which the feed names the unit and the entity that were touched last in it.
  mutable std::optional<std::pair<UnitId, std::int64_t>> feed_unit;
  mutable std::optional<std::pair<std::string, std::int64_t>> feed_entity;

  sqlite::Row use(std::string_view sql) const { return db->use(sql); }
  /// A transaction begins: nothing of the one before counts any more.
  void begin_at(Instant time) {
    now = time;
    forget();
  }
  /// What was read or given out may not be so any more.
  void forget() {
    opened.reset();
    feed_head.reset();
    feed_unit.reset();
    feed_entity.reset();
  }
  /// Writes down what was kept back for the end. Call before each commit.
  [[nodiscard]] Result<void> before_commit() const;
  /// The highest number of the feed given out so far.
  Result<std::int64_t> head() const;
  /// Gives the entity its next number in the change feed.
  [[nodiscard]] Result<void> touch(std::string_view entity, const Uuid& id, UnitId unit, bool deleted = false) const;

 private:
  Result<std::int64_t> unit_number(UnitId unit) const;
  Result<std::int64_t> entity_number(std::string_view entity) const;
};

}  // namespace ronda::server
