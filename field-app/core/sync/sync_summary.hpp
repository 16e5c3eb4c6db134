#pragma once
// What the officer reads about sending: the JSON of GET /api/sync and GET /api/sync/diary (core/API.md). One thread.

#include <string>

#include "field-app/core/store/sync_store.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "shared/base/result.hpp"

namespace ronda::field {

/// The sync summary. Errors: io_failed, corrupt.
Result<std::string> sync_summary_json(SyncStore& store, const SyncLive& live);
/// `{"lines": […]}`, newest first, at most 200.
Result<std::string> sync_diary_json(SyncStore& store);

}  // namespace ronda::field
