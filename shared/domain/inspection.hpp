#pragma once
// The sealed inspection: body of the record `inspection.sealed` (shared/wire/PROTOCOL.md §5) as a value, and the rules
// that need no storage. There is no member for a guest's identity. Pure functions; any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/answer.hpp"
#include "shared/domain/finding.hpp"
#include "shared/domain/register_sample.hpp"
#include "shared/domain/words.hpp"

namespace ronda::domain {

/// Pen strokes in a box of width × height; each line is x, y, x, y, …
struct Strokes {
  int width = 0;
  int height = 0;
  std::vector<std::vector<int>> lines;
  bool operator==(const Strokes&) const = default;
};
inline constexpr std::size_t kMaxStrokeNumbers = 4000;
/// Errors: bad_input (empty, odd numbers, outside the box, more than kMaxStrokeNumbers).
Result<void> check_strokes(const Strokes& strokes);

struct ManagerSigned {
  std::string role;  ///< "Penanggung jawab malam"
  std::string name;  ///< may be empty: a letter is addressed to the office
  Strokes strokes;
  bool operator==(const ManagerSigned&) const = default;
};
struct ManagerRefused {
  std::string reason;
  bool operator==(const ManagerRefused&) const = default;
};
using ManagerSignature = std::variant<ManagerSigned, ManagerRefused>;

struct OfficerSignature {
  OfficerId officer;
  Instant at;
  bool operator==(const OfficerSignature&) const = default;
};

/// A position as the device gave it.
struct Fix {
  std::int32_t lat_e6 = 0;
  std::int32_t lng_e6 = 0;
  int accuracy_m = 0;
  bool mock = false;  ///< the platform says that the position is not genuine
  bool operator==(const Fix&) const = default;
};
/// Errors: bad_input (outside ±90°, ±180°, accuracy below 0).
Result<void> check_fix(const Fix& fix);

struct SealedFinding {
  FindingId finding;
  std::string item;
  Severity severity = Severity::minor;
  std::string note;
  LocalDate due_on;
  bool operator==(const SealedFinding&) const = default;
};

struct SealedDisposition {
  FindingId finding;
  Disposition disposition = Disposition::persists;
  std::string reason;
  bool operator==(const SealedDisposition&) const = default;
};

struct SealedPhoto {
  std::string sha256;  ///< lower-case hex
  std::int64_t bytes = 0;
  std::string type;  ///< image/jpeg or image/png
  int width = 0;
  int height = 0;
  std::string item;
  bool operator==(const SealedPhoto&) const = default;
};

struct SealedInspection {
  InspectionId inspection;
  LodgingId lodging;
  std::optional<VisitId> visit;
  std::string checklist;
  Instant opened_at;
  Instant sealed_at;
  Zone zone = Zone::wita;
  Outcome outcome = Outcome::done;
  std::string outcome_reason;
  std::vector<Answer> answers;  ///< in the order of the checklist
  std::optional<CountedSample> sample;
  std::vector<SealedFinding> findings;
  std::vector<SealedDisposition> dispositions;
  std::vector<SealedPhoto> photos;
  std::optional<ManagerSignature> manager;
  std::vector<OfficerSignature> officers;
  std::optional<Fix> start_fix;
  std::optional<Fix> end_fix;
  std::optional<Instant> emergency_at;
  std::string portal_key;  ///< SHA-256 of the portal token's 32 bytes, lower-case hex
  std::int64_t boot_ms = 0;
  std::optional<std::int64_t> skew_ms;  ///< server's clock minus the device's, last seen
  bool operator==(const SealedInspection&) const = default;
};

/// Checks what can be checked of a sealed inspection against its checklist version: answers fit their items, every item
/// that applies is answered (outcome done), the sample keeps its invariants, findings and deadlines are the ones the
/// checklist gives, reasons are there, at least one officer signed, no free text looks like an identity.
/// `codes_of_open` names the item code of each finding that a disposition may speak of.
/// A finding that compares with the rooms on record may be there or not, as server and device may know different
/// numbers. Errors: bad_input, incomplete (something required is missing), conflict (findings differ); `where` = JSON
/// pointer.
Result<void> check_sealed(const SealedInspection& body, const Checklist& checklist,
                          const std::map<FindingId, std::string>& codes_of_open);

/// Metres between two points on the ground (equirectangular, good to 1 % within a town).
int distance_m(std::int32_t lat_a_e6, std::int32_t lng_a_e6, std::int32_t lat_b_e6, std::int32_t lng_b_e6);

}  // namespace ronda::domain
