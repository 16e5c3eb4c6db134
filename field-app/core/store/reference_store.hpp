#pragma once
// What this device knows of the world: the feed's entities with its own sealed work laid over them, so that nothing
// goes back in time between sealing and the next pull. Reads only. One thread, the database's.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/door_code.hpp"
#include "shared/domain/policy.hpp"
#include "shared/domain/text.hpp"
#include "shared/domain/words.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

struct UnitRow {
  UnitId id;
  std::string name;
  Zone zone = Zone::wita;
  std::string letterhead;  ///< JSON array
  std::string address;
  std::string place;
  std::string portal_base;
  std::string emergency;  ///< JSON array
};

struct OfficerRow {
  OfficerId id;
  std::string name;
  std::string rank;
  std::string nrp;
  std::optional<TeamId> team;
};

struct TeamRow {
  TeamId id;
  std::string name;
  std::vector<OfficerRow> members;
};

struct LodgingRow {
  LodgingId id;
  std::string name;
  domain::LodgingKind kind = domain::LodgingKind::other;
  std::optional<std::string> kbli;
  std::optional<std::string> nib;
  std::string address;
  std::string kelurahan;
  std::string kecamatan;
  std::optional<std::int64_t> lat_e6;
  std::optional<std::int64_t> lng_e6;
  std::optional<std::int64_t> rooms;
  std::optional<std::string> phone;
  domain::Tier tier = domain::Tier::medium;
  domain::LodgingStatus status = domain::LodgingStatus::active;
};

/// A finding as the officer meets it.
struct FindingRow {
  FindingId id;
  std::string code;
  domain::Severity severity = domain::Severity::minor;
  domain::Text text;
  std::optional<std::string> note;
  LocalDate opened_on;
  LocalDate due_on;
  int times_seen = 1;
  domain::Rung rung = domain::Rung::berita_acara;
};

struct VisitRow {
  VisitId id;
  LodgingId lodging;
  LocalDate date;
  domain::Band band = domain::Band::afternoon;
  int order = 0;
  std::optional<std::string> planned_time;
  domain::VisitState state = domain::VisitState::disclosed;
  std::optional<domain::Outcome> outcome;
  std::optional<InspectionId> inspection;
  std::optional<std::string> shift_start;
  std::optional<std::string> shift_end;
};

struct PastVisitRow {
  InspectionId inspection;
  Instant at;
  domain::Outcome outcome = domain::Outcome::done;
  int new_findings = 0;
  int persisting = 0;
  std::optional<OfficerId> officer;        ///< absent for own ones from before there were PINs
  std::optional<std::int64_t> record_seq;  ///< of this device's own ones
};

struct LastAnswers {
  Instant at;
  std::string answers;  ///< JSON object item -> value
};

struct PlaceRow {
  std::string name;
  std::int64_t lat_e6 = 0;
  std::int64_t lng_e6 = 0;
};

/// Micro-degrees.
struct Point {
  std::int64_t lat_e6 = 0;
  std::int64_t lng_e6 = 0;
};

/// Half-open: from ≤ t < to.
struct Span {
  Instant from;
  Instant to;
};

class ReferenceStore {
 public:
  explicit ReferenceStore(sqlite::Database& db) : db_(db) {}

  // Nothing if it is not known (yet).
  Result<std::optional<UnitRow>> unit(UnitId id);
  Result<std::optional<OfficerRow>> officer(OfficerId id);
  Result<std::optional<TeamRow>> team(TeamId id);
  Result<std::optional<LodgingRow>> lodging(LodgingId id);
  Result<std::optional<VisitRow>> visit(VisitId id);

  /// The newest policy the device has; the defaults before the first pull.
  Result<domain::FieldPolicy> policy();

  /// The document of a version. Errors: not_found.
  Result<std::string> checklist_document(const std::string& version);
  /// The version published last.
  Result<std::string> newest_checklist();

  /// In scope, name, address, kelurahan or NIB contain every word of `folded_query`; by name, or the nearest to `near`
  /// first, those without a point last.
  Result<std::vector<LodgingRow>> search(const std::string& folded_query, int limit,
                                         const std::optional<Point>& near = std::nullopt);
  Result<std::int64_t> count_matches(const std::string& folded_query);
  /// In scope, with this code at the door; by name. More than one only by an accident of their identities.
  Result<std::vector<LodgingRow>> at_door(const domain::DoorKey& key);

  /// Done inspections of a lodging in a span, the device's own included.
  Result<int> count_done(LodgingId lodging, Span span);
  Result<std::optional<Instant>> last_done_at(LodgingId lodging);

  /// Worst first, then the one due first.
  Result<std::vector<FindingRow>> open_findings(LodgingId lodging);
  /// The findings that a sealed inspection judged, wherever they stand now.
  Result<std::vector<FindingRow>> judged_findings(InspectionId inspection);

  Result<std::vector<VisitRow>> visits_on(TeamId team, LocalDate date);
  Result<std::optional<VisitRow>> visit_on(TeamId team, LodgingId lodging, LocalDate date);

  /// Newest first.
  Result<std::vector<PastVisitRow>> past_visits(LodgingId lodging, int limit);
  /// Of the newest done inspection other than `except`, with the device's own counted in.
  Result<std::optional<LastAnswers>> last_answers(LodgingId lodging, InspectionId except);

  /// Centres of the kelurahan, from the points of their lodgings.
  Result<std::vector<PlaceRow>> places();

 private:
  sqlite::Database& db_;
};

}  // namespace ronda::field
