#pragma once
// What the officer reads about sending: the JSON of GET /api/sync and GET /api/sync/diary (core/API.md). One thread.

#include <string>

#include "field-app/core/store/sync_store.hpp"
#include "field-app/core/sync/sync_session.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/speech.hpp"

namespace ronda::field {

/// What a press on Sync now is answered: a word for the interface and the sentence for the officer.
struct SyncAnswer {
  const char* word = "started";  ///< running, started, nothing, cannot
  domain::Text text;
};
/// `before`: the session as the press found it. Errors: io_failed, corrupt.
Result<SyncAnswer> answer_to_press(SyncStore& store, const SyncLive& before);

/// The sync summary, with the answer to a press if there was one. Errors: io_failed, corrupt.
Result<std::string> sync_summary_json(SyncStore& store, const SyncLive& live, const SyncAnswer* answer = nullptr);
/// `{"lines": […]}`, newest first, at most 200.
Result<std::string> sync_diary_json(SyncStore& store);
/// The same as plain text to send to somebody, newest first: "2026-12-02 16:20 WITA  push  …" a line.
Result<std::string> sync_diary_text(SyncStore& store, domain::Language language, Zone zone);

}  // namespace ronda::field
