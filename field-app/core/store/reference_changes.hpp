#pragma once
// The change feed's entities (PROTOCOL.md §4) into the reference tables. The caller holds the write transaction, so
// that a page and its cursor become visible together. One thread, the database's.

#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

/// Puts the whole entity `data` (a JSON object) in the place of what was known of it. An entity this program does not
/// know is left alone: a newer server may send more. While a full pull is under way, also notes that the entity was
/// seen. Errors: bad_input (the data cannot be read; nothing was changed), io_failed, disk_full.
Result<void> apply_change(sqlite::Database& db, std::string_view entity, const Uuid& id, std::string_view data);
/// The same, of what is parsed already.
Result<void> apply_change(sqlite::Database& db, std::string_view entity, const Uuid& id, const wire::JsonCursor& data);

/// False: this program leaves it alone.
bool is_known_entity(std::string_view entity);

/// A tombstone: the entity left what this officer may see. Checklists stay, because a draft may need them.
Result<void> remove_entity(sqlite::Database& db, std::string_view entity, const Uuid& id);

/// From here on a pull from cursor 0 is under way; what was known stays visible until end_full_pull.
Result<void> begin_full_pull(sqlite::Database& db);
/// Removes every entity that the full pull did not bring.
Result<void> end_full_pull(sqlite::Database& db);

/// Removes what has left the feed's scope by the mere passing of time (PROTOCOL.md §4), of which the server says
/// nothing: what own work refers to stays. `server_time`: the clock that counts.
Result<void> forget_aged(sqlite::Database& db, Instant server_time);

}  // namespace ronda::field
