#pragma once
// One function per entity of the change feed: reads its data strictly enough to store it, then puts the whole row.
// Inside the room only; apply_change is the door. One thread, the database's.

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

// Errors of each: bad_input with a JSON pointer (nothing was changed), io_failed, disk_full.
Result<void> put_unit(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_officer(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_team(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_policy(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_checklist(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_lodging(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_finding(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_visit(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_summary(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);

}  // namespace ronda::field
