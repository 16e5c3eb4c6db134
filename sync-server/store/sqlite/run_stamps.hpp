#pragma once
// Stamps in the table of runs. Inside the room only.

#include "shared/base/result.hpp"
#include "shared/sqlite/database.hpp"
#include "sync-server/store/run_stamp.hpp"

namespace ronda::server {

/// Columns first_chain, count, received_at, chain_hash, coding, skip, bytes, from `at` on.
RunFacts run_facts(const sqlite::Row& row, int at);

/// Stamps the runs that were kept before there were stamps. Costs nothing when there are none.
Result<void> stamp_older_runs(sqlite::Database& db);

}  // namespace ronda::server
