#pragma once
// SQL for unfinished inspections as they travel: which copies wait to be sent, what the same officer left on other
// devices, taking one over. Tables are those of 0002_inspection.sql and 0120_draft.sql. One thread, the database's.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/checklist.hpp"
#include "shared/domain/draft.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/draft_json.hpp"

namespace ronda::field {

struct WaitingDraft {
  InspectionId inspection;
  std::int64_t version = 0;
  bool is_first = false;  ///< the server has no copy of it yet
  std::string checklist;
};

struct RemoteDraft {
  InspectionId inspection;
  std::string device_name;
  LodgingId lodging;
  std::string checklist;
  std::int64_t version = 0;
  Instant opened_at;
  Instant saved_at;
  int answered = 0;
  int total = 0;
  int photos = 0;
  std::string content;
};

class DraftStore {
 public:
  explicit DraftStore(sqlite::Database& db) : db_(db) {}

  // ---- upwards
  /// The next copy that the server does not have, leaving out `skipped`. Corrections stay where they are sealed.
  Result<std::optional<WaitingDraft>> next(const std::vector<InspectionId>& skipped);
  Result<std::int64_t> count_waiting();
  /// As it is now. Precondition: the checklist is that of the inspection. Errors: not_found, corrupt.
  Result<domain::Draft> copy(InspectionId id, const domain::Checklist& checklist);
  Result<void> mark_sent(InspectionId id, std::int64_t version);
  /// Other books, or another identity: copies are sent again and looked for again. The caller holds the transaction.
  Result<void> offer_again();

  // ---- downwards
  /// True if the server is to be asked what is unfinished elsewhere.
  Result<bool> is_look_wanted();
  Result<void> want_look();
  /// Replaces what was told before; what this program cannot read is left out.
  Result<void> keep_told(const std::vector<wire::ToldDraft>& told, Instant now);
  Result<std::optional<Instant>> looked_at();
  /// Those that this device does not hold itself, the last saved first.
  Result<std::vector<RemoteDraft>> elsewhere();
  Result<std::optional<RemoteDraft>> told(InspectionId id);

  // ---- taking over; the caller holds the transaction
  /// Makes an open inspection of it. Errors: conflict (the lodging has an open one, or the id is taken).
  Result<void> begin(const domain::Draft& draft);
  /// The photos of one inspection also belong to another one from now on.
  Result<void> share_photos(InspectionId from, InspectionId to);
  /// True if the feed told of it as sealed while it is open here.
  Result<bool> is_sealed_elsewhere(InspectionId id);
  Result<void> put_away(InspectionId id);
  Result<bool> is_put_away(InspectionId id);

 private:
  sqlite::Database& db_;
};

}  // namespace ronda::field
