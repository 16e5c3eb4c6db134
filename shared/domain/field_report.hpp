#pragma once
// What a device reports besides a sealed inspection: bodies of the records visit.missed, lodging.proposed,
// finding.disposed, notice.served and activity.held (shared/wire/PROTOCOL.md §5a) as values, and the rules that need no
// storage. There is no member for a guest. Pure functions; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/inspection.hpp"
#include "shared/domain/text.hpp"
#include "shared/domain/words.hpp"

namespace ronda::domain {

using ActivityId = Id<struct ActivityTag>;

/// Why a planned visit did not take place.
enum class MissedReason { no_time, called_away, weather, vehicle, road, team_short, other };
/// How a paper reached the lodging.
enum class ServiceWay { handed, posted, electronic };
/// An outreach session: law education, socialisation to managers, coordination with other offices.
enum class ActivityKind { education, socialisation, coordination, other };
/// Whether a correction changes what the inspection found.
enum class ReasonClass { administrative, result_changing };

std::string_view word(MissedReason value);
std::string_view word(ServiceWay value);
std::string_view word(ActivityKind value);
std::string_view word(ReasonClass value);
/// Errors: bad_input (no such word).
Result<MissedReason> parse_missed_reason(std::string_view text);
Result<ServiceWay> parse_service_way(std::string_view text);
Result<ActivityKind> parse_activity_kind(std::string_view text);
Result<ReasonClass> parse_reason_class(std::string_view text);
Text name_of(MissedReason value);
Text name_of(ServiceWay value);
Text name_of(ActivityKind value);
Text name_of(ReasonClass value);

struct MissedVisit {
  VisitId visit;
  MissedReason reason = MissedReason::other;
  std::string note;  ///< may be empty, but not with MissedReason::other
  bool operator==(const MissedVisit&) const = default;
};

/// Premises met on the street that the register does not know. Who finds them gives the id, so that they can be
/// inspected at once.
struct ProposedLodging {
  LodgingId lodging;
  std::string name;
  LodgingKind kind = LodgingKind::other;
  std::string address;    ///< may be empty
  std::string kelurahan;  ///< may be empty
  std::string kecamatan;  ///< may be empty
  std::int32_t lat_e6 = 0;
  std::int32_t lng_e6 = 0;
  std::optional<int> rooms;
  std::string phone;  ///< of the business; may be empty
  bool operator==(const ProposedLodging&) const = default;
};

/// What became of a finding, seen outside an inspection (a proof that was brought to the office, a short look).
struct DisposedFinding {
  FindingId finding;
  LodgingId lodging;
  Disposition disposition = Disposition::corrected_later;  ///< never corrected_on_site: that is said on site
  std::string reason;
  bool operator==(const DisposedFinding&) const = default;
};

/// A notice or letter that was handed over. The receiver is a role, never a name.
struct ServedNotice {
  NoticeId notice;
  std::string to;  ///< "Penanggung jawab malam"
  ServiceWay way = ServiceWay::handed;
  Instant at;
  std::optional<ManagerSignature> signature;  ///< strokes or refused; the name stays empty
  bool operator==(const ServedNotice&) const = default;
};

struct HeldActivity {
  ActivityId activity;
  ActivityKind kind = ActivityKind::education;
  LocalDate date;
  std::string place;
  std::string theme;  ///< may be empty
  int headcount = 0;  ///< how many attended: a number, never a list
  std::optional<LodgingId> lodging;
  bool operator==(const HeldActivity&) const = default;
};

inline constexpr int kMaxHeadcount = 100'000;
inline constexpr std::size_t kMaxReportText = 2000;  ///< bytes of a free text in a report

/// A free text of a report: within its length, no control characters but line ends, nothing that looks like a person's
/// number. Errors: bad_input at `where`.
Result<void> check_report_text(std::string_view text, std::string_view where, std::size_t most = kMaxReportText);

// Errors: bad_input, incomplete (something required is missing); `where` = JSON pointer.
Result<void> check(const MissedVisit& report);
Result<void> check(const ProposedLodging& report);
Result<void> check(const DisposedFinding& report);
Result<void> check(const ServedNotice& report);
Result<void> check(const HeldActivity& report);

}  // namespace ronda::domain
