#pragma once
// The public keys this device knows: those of the unit's devices out of the feed, and its own of every identity it ever
// had, which it knows without a network. One thread, the database's.

#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/json.hpp"
#include "shared/wire/paper_code.hpp"

namespace ronda::field {

class PaperKeyStore {
 public:
  explicit PaperKeyStore(sqlite::Database& db) : db_(db) {}

  /// `zone` tells on which day a device was switched off. What the feed says of a device comes before its own word.
  Result<std::vector<wire::PaperKey>> keys(Zone zone);

 private:
  sqlite::Database& db_;
};

/// The feed's `device`. Errors: bad_input.
Result<void> put_unit_device(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);

}  // namespace ronda::field
