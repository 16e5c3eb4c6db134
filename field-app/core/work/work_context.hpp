#pragma once
// What every use case needs for one call: the database, the time it is, who works here. The façade makes it, holds the
// transaction and commits; nothing in this folder does. One thread.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "field-app/core/ports.hpp"
#include "field-app/core/store/inspection_store.hpp"
#include "field-app/core/store/log_store.hpp"
#include "field-app/core/store/reference_store.hpp"
#include "field-app/core/store/sync_store.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/domain/checklist.hpp"
#include "shared/domain/policy.hpp"

namespace ronda::field {

/// Parsed checklists by version: a tap must not parse a document.
using ChecklistShelf = std::map<std::string, std::shared_ptr<const domain::Checklist>>;

/// Who opened this device, until it is locked. Lives as long as the app runs: a restart finds it locked.
struct AccessSession {
  std::optional<OfficerId> officer;
  std::int64_t active_ms = 0;  ///< of the last tap, in the device's time since its start
  std::int64_t lock_after_ms = 0;
  /// Another officer of the visit, who has just shown their own PIN to sign; forgotten once they have.
  std::optional<OfficerId> confirmed{};
};

struct WorkContext {
  sqlite::Database& db;
  IdSource& ids;
  const Ports& ports;
  const SyncPort& sync;
  ChecklistShelf& shelf;
  AccessSession& session;
  Instant now;
  Enrolment who{};
  OfficerId officer{};           ///< who works now: whoever opened the device; the enrolled one while it has no PIN
  bool locked = false;           ///< a PIN stands before everything
  std::optional<TeamId> team{};  ///< of the enrolled officer
  UnitRow unit{};                ///< with the enrolled id; the rest empty before the first pull
  domain::FieldPolicy policy{};
  SyncLive live{};
  std::string app_version{};
  std::string problem_members{};  ///< further members of a problem reply, as JSON without braces

  ReferenceStore reference() { return ReferenceStore(db); }
  InspectionStore inspections() { return InspectionStore(db, officer); }
  LogStore log() { return LogStore(db); }
  Zone zone() const { return unit.zone; }
  LocalDate today() const { return local_date(now, unit.zone); }
};

/// Errors: not_found (no such version here), corrupt.
Result<std::shared_ptr<const domain::Checklist>> take_checklist(WorkContext& context, const std::string& version);

/// A note or reason: at most the policy's number of characters, nothing that looks like a guest's identity (then
/// problem_members says what it looks like). Blank ends are cut off. Errors: bad_input at `where`.
Result<std::string> clean_text(WorkContext& context, const std::string& text, std::string_view where);

/// From local midnight of `from` to that of the day after `to`.
Span span_of_days(LocalDate from, LocalDate to, Zone zone);
Span span_of_month(LocalDate day, Zone zone);

/// Where an inspection stands on its way to the server: on_device, sending, on_server or problem.
Result<std::string_view> sync_word(WorkContext& context, std::optional<std::int64_t> record_seq);

}  // namespace ronda::field
