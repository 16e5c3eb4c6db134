#pragma once
// The change feed: one row per entity, re-numbered at each change (SYNC: cursors are numbers, never times). Plain
// structs.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

/// How long after its day a visit is still told to devices.
inline constexpr int kPastVisitDays = 62;

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
  /// Tombstones up to this number may be gone: a cursor below it misses some.
  virtual Result<std::int64_t> floor() const = 0;
  /// Remembers the highest number as that of the day's beginning, once a day.
  virtual Result<void> note_day(LocalDate day) = 0;
  /// Removes the tombstones that were there when the last noted day on or before `day` began, and raises the floor to
  /// the highest number of then. Gives how many went.
  virtual Result<int> prune_tombstones(LocalDate day) = 0;
  /// The visits of one team that devices were told of (all but planned ones), from `first` on.
  virtual Result<std::vector<VisitId>> told_visits(UnitId unit, TeamId team, LocalDate first) const = 0;
};

}  // namespace ronda::server
