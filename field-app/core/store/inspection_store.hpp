#pragma once
// The device's own inspections: drafts with every tap, and what was sealed. Each change also appends to the journal;
// the caller holds the write transaction, so that a change and its journal row stand or fall together. One thread, the
// database's.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/domain/answer.hpp"
#include "shared/domain/inspection.hpp"
#include "shared/domain/register_sample.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

struct InspectionRow {
  InspectionId id;
  LodgingId lodging;
  std::optional<VisitId> visit;
  std::string checklist;
  Zone zone = Zone::wita;
  bool sealed = false;
  Instant opened_at;
  Instant saved_at;
  std::optional<Instant> sealed_at;
  std::optional<std::string> position;
  domain::Outcome outcome = domain::Outcome::done;
  std::string outcome_reason;
  std::optional<std::string> manager_signature;  ///< JSON
  std::optional<std::string> start_fix;          ///< JSON
  std::optional<std::string> end_fix;            ///< JSON
  std::optional<Instant> emergency_at;
  std::optional<std::int64_t> record_seq;
};

struct GivenDisposition {
  domain::Disposition disposition = domain::Disposition::persists;
  std::string reason;
};

struct PhotoRow {
  std::string sha256;  ///< hex
  std::string type;
  std::int64_t bytes = 0;
  int width = 0;
  int height = 0;
  std::string item;  ///< the answer it belongs to
};

/// One tap.
struct JournalLine {
  Instant at;
  std::string what;  ///< answer, note, photo, disposition, entry …
  std::optional<std::string> item;
  std::optional<OfficerId> officer;  ///< nothing for taps from before there were PINs
};

/// What sealing writes beside the record.
struct SealRow {
  Instant sealed_at;
  int new_findings = 0;
  int persisting = 0;
  std::int64_t record_seq = 0;
  Bytes portal_token;
  std::string paper;  ///< JSON
};

class InspectionStore {
 public:
  /// `by` is who makes the taps that this object writes into the journal.
  explicit InspectionStore(sqlite::Database& db, std::optional<OfficerId> by = std::nullopt) : db_(db), by_(by) {}

  Result<std::optional<InspectionRow>> find(InspectionId id);
  Result<std::optional<InspectionRow>> open_at(LodgingId lodging);
  /// The newest inspection made for a visit; not a version that another replaced, nor a draft of a correction.
  Result<std::optional<InspectionRow>> of_visit(VisitId visit);
  /// By state, the last saved first; without versions that another replaced.
  Result<std::vector<InspectionRow>> list(bool sealed, int limit);
  /// Opened in the span without a planned visit, in the order of opening.
  Result<std::vector<InspectionRow>> without_visit(Instant from, Instant to);
  /// Errors: conflict (the lodging has an open one).
  Result<void> add(const InspectionRow& row);

  /// With the hashes of their photos.
  Result<domain::Answers> answers(InspectionId id);
  Result<void> put_answer(InspectionId id, const domain::Answer& answer);
  Result<void> remove_answer(InspectionId id, std::string_view item);

  Result<std::optional<domain::SampleState>> sample(InspectionId id);
  /// When its last entry was counted.
  Result<Instant> sampled_at(InspectionId id);
  Result<void> put_sample(InspectionId id, const domain::SamplePlan& plan, Instant at);
  Result<void> remove_sample(InspectionId id);
  Result<void> put_entry(InspectionId id, int k, const domain::SampleEntry& entry, Instant at);
  Result<void> remove_entry(InspectionId id, int k);
  Result<void> set_most_blank(InspectionId id, const std::optional<std::string>& field);

  Result<std::map<FindingId, GivenDisposition>> dispositions(InspectionId id);
  Result<void> put_disposition(InspectionId id, FindingId finding, const GivenDisposition& given, Instant at);
  Result<void> clear_disposition(InspectionId id, FindingId finding);

  Result<std::vector<domain::OfficerSignature>> officer_signatures(InspectionId id);
  Result<void> sign(InspectionId id, OfficerId officer, Instant at);
  Result<void> unsign(InspectionId id, OfficerId officer);

  Result<void> set_position(InspectionId id, std::string_view item);
  Result<void> set_outcome(InspectionId id, domain::Outcome outcome, const std::string& reason);
  Result<void> set_manager_signature(InspectionId id, const std::optional<std::string>& json);
  Result<void> set_fix(InspectionId id, bool at_end, const std::string& json);
  Result<void> set_emergency(InspectionId id, Instant at);

  /// One line of the journal; also moves saved_at and counts the version of the draft up. `value` is what was set,
  /// nothing if it was cleared.
  Result<void> note(InspectionId id, Instant at, std::string_view what, const std::optional<std::string>& item,
                    const std::optional<std::string>& value);
  Result<std::int64_t> journal_lines(InspectionId id);
  /// The newest `most` lines of the journal, the newest first.
  Result<std::vector<JournalLine>> journal(InspectionId id, int most);

  Result<void> seal(InspectionId id, const SealRow& row);
  Result<void> add_sealed_finding(const InspectionRow& inspection, const domain::SealedFinding& finding,
                                  const domain::Text& text, LocalDate opened_on);
  Result<std::string> paper(InspectionId id);

  /// Stores the content if it is new and hangs it on the answer.
  Result<void> add_photo(InspectionId id, const PhotoRow& photo, std::string_view content, Instant at);
  /// Takes it off; the content goes when nothing names it any more. False if it was not there.
  Result<bool> remove_photo(InspectionId id, const std::string& sha256);
  Result<std::vector<PhotoRow>> photos(InspectionId id);
  struct PhotoContent {
    std::string type;
    Bytes content;
  };
  Result<std::optional<PhotoContent>> photo_content(const std::string& sha256);

 private:
  sqlite::Database& db_;
  std::optional<OfficerId> by_;
};

}  // namespace ronda::field
