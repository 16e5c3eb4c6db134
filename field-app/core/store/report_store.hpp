#pragma once
// SQL for what this device reports besides inspections: its own words, laid over what the feed says until the server
// has taken them. Tables are those of 0060_report.sql. One thread, the database's; the caller holds the transaction.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "field-app/core/store/reference_store.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/domain/field_report.hpp"
#include "shared/domain/lodging_field.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

struct NoticeRow {
  NoticeId id;
  LodgingId lodging;
  domain::Rung rung = domain::Rung::pemberitahuan;
  std::string state;
  std::optional<std::string> number;
  LocalDate due_on;
  std::optional<Instant> served_at;
  std::optional<std::string> served_to;
};

struct ActivityRow {
  domain::HeldActivity activity;
  std::optional<std::int64_t> place;  ///< of this device's own record
};

class ReportStore {
 public:
  explicit ReportStore(sqlite::Database& db) : db_(db) {}

  /// The place of the record that says a visit was missed, if this device said so.
  Result<std::optional<std::int64_t>> missed(VisitId visit);
  Result<void> put_missed(VisitId visit, std::int64_t place);

  /// The version that the feed told of a lodging; 0 if it told none.
  Result<std::int64_t> version_of(LodgingId lodging);
  Result<void> put_proposal(const domain::ProposedLodging& lodging, std::int64_t place);
  Result<void> put_edit(LodgingId lodging, const domain::FieldChange& change, std::int64_t place);

  /// The lodging and whether it is open, of a finding known here; nothing if there is none.
  struct KnownFinding {
    LodgingId lodging;
    bool open = false;
  };
  Result<std::optional<KnownFinding>> finding(FindingId id);
  Result<void> put_word(FindingId finding, domain::Disposition disposition, std::int64_t place);

  Result<std::optional<NoticeRow>> notice(NoticeId id);
  /// Of one lodging, the one due first first.
  Result<std::vector<NoticeRow>> notices_of(LodgingId lodging);
  Result<void> put_service(const domain::ServedNotice& served, std::int64_t place);

  /// The newest first.
  Result<std::vector<ActivityRow>> activities(int limit);
  Result<void> put_activity(const domain::HeldActivity& activity, std::int64_t place);

 private:
  sqlite::Database& db_;
};

/// After the feed put an entity: own words about it that the server has not taken yet lie over it again.
Result<void> lay_own_words_over(sqlite::Database& db, std::string_view entity, const Uuid& id);
/// After a full pull: what this device found and the server has not heard of stays.
Result<void> keep_own_proposals(sqlite::Database& db);

}  // namespace ronda::field
