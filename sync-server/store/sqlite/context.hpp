#pragma once
// What the SQLite topics of one connection share. One thread at a time: the one that runs the transaction.

#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::server {

struct SqliteContext {
  sqlite::Database* db = nullptr;
  Instant now;  ///< of the transaction under way

  sqlite::Row use(std::string_view sql) const { return db->use(sql); }
  /// Gives the entity its next number in the change feed.
  [[nodiscard]] Result<void> touch(std::string_view entity, const Uuid& id, UnitId unit, bool deleted = false) const;
};

}  // namespace ronda::server
