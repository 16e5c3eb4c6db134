#pragma once
// The change feed: one row per entity, re-numbered at each change (SYNC: cursors are numbers, never times). Plain
// structs.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"

namespace ronda::server {

struct FeedEntry {
  std::int64_t seq = 0;
  std::string entity;  ///< wire word
  Uuid id;
  bool deleted = false;
};

class FeedStore {
 public:
  virtual ~FeedStore() = default;

  /// The entries of one unit after `cursor`, by number, at most `limit`.
  virtual Result<std::vector<FeedEntry>> after(UnitId unit, std::int64_t cursor, int limit) const = 0;
  /// True if the entity has a number in that unit's feed.
  virtual Result<bool> has(std::string_view entity, const Uuid& id, UnitId unit) const = 0;
  /// The highest number given out so far, 0 at the start.
  virtual Result<std::int64_t> head() const = 0;
  /// The server's epoch: changes when a backup is restored.
  virtual Result<Uuid> epoch() const = 0;
};

}  // namespace ronda::server
