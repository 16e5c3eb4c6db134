#pragma once
// What connects an inspection to the work of others, about premises and never about a person: a referral that was made
// and a tip that was received (PROTOCOL.md §5a). Codes, a case number of another office, dates. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/domain/text.hpp"

namespace ronda::domain {

using ReferralId = Id<struct ReferralTag>;
using TipId = Id<struct TipTag>;

/// Why another office was asked to act.
enum class ReferralReason {
  child,
  exploitation,
  violence,
  danger,
  drugs,
  foreign_reporting,
  fire_safety,
  licence,
  other
};
/// Who was asked.
enum class Receiver {
  unit_ppa,
  sapa,
  uptd_ppa,
  health,
  lpsk,
  dinsos,
  immigration,
  investigation,
  fire_service,
  licensing,
  tourism,
  satpol_pp,
  other
};
/// How far the other office's case is, as far as it says so. Coercive acts run beside SIDIK, not after it; the order
/// here is that of a list, not of time.
enum class CaseStage {
  report,
  inquiry,
  investigation,
  arrest,
  detention,
  search,
  seizure,
  file,
  stage1,
  p21,
  stage2,
  stopped,
  verdict
};

enum class TipSource { cyber_patrol, public_report, agency, officer };
enum class TipCategory { minors, exploitation, short_stay, no_register, drugs, other };
enum class TipPriority { low, normal, high };

std::string_view word(ReferralReason value);
std::string_view word(Receiver value);
std::string_view word(CaseStage value);
std::string_view word(TipSource value);
std::string_view word(TipCategory value);
std::string_view word(TipPriority value);
// Errors of all: bad_input (no such word).
Result<ReferralReason> parse_referral_reason(std::string_view text);
Result<Receiver> parse_receiver(std::string_view text);
Result<CaseStage> parse_case_stage(std::string_view text);
Result<TipSource> parse_tip_source(std::string_view text);
Result<TipCategory> parse_tip_category(std::string_view text);
Result<TipPriority> parse_tip_priority(std::string_view text);

struct MadeReferral {
  ReferralId referral;
  LodgingId lodging;
  std::optional<InspectionId> inspection;  ///< during which it was made
  ReferralReason reason = ReferralReason::other;
  Receiver to = Receiver::other;
  Instant at;
  std::string case_no;  ///< the other office's, such as LP/B/…; may be empty
  bool operator==(const MadeReferral&) const = default;
};

/// A lead about premises. No account names, no numbers, no pictures: where it came from, what it is about, until when.
struct ReceivedTip {
  TipId tip;
  LodgingId lodging;
  TipSource source = TipSource::public_report;
  TipCategory category = TipCategory::other;
  TipPriority priority = TipPriority::normal;
  LocalDate received_on;
  LocalDate expires_on;
  std::string reference;  ///< number of a letter or a report; may be empty
  bool operator==(const ReceivedTip&) const = default;
};

inline constexpr std::size_t kMaxCaseNumber = 80;  ///< bytes
inline constexpr int kMaxTipDays = 366;

/// A case number or reference: one line, nothing that looks like a person's number. Errors: bad_input at `where`.
Result<void> check_case_number(std::string_view text, std::string_view where);
// Errors: bad_input with `where` = JSON pointer.
Result<void> check(const MadeReferral& report);
Result<void> check(const ReceivedTip& report);

}  // namespace ronda::domain
