#pragma once
// Feed entities about reports: notices, outreach sessions, and what became of this device's quarantined records. As
// reference_entities.hpp.

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

Result<void> put_notice(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
Result<void> put_activity(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);
/// Takes the problem mark off a record that is in the books now or that a person handled outside them.
Result<void> put_record_word(sqlite::Database& db, const Uuid& id, const wire::JsonCursor& at);

}  // namespace ronda::field
