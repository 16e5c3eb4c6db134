#pragma once
// The closed vocabularies of the field: each enumerator's name is its word on the wire and in storage; name_of gives
// the word a person reads. Pure functions; any thread.

#include <optional>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/domain/text.hpp"

namespace ronda::domain {

/// How bad a finding is; the order is worst first.
enum class Severity { critical, major, minor };
/// What happened at the door. Only `done` means that premises were inspected.
enum class Outcome { done, refused, closed, not_found, wrong_address, unsafe };
/// What became of an open finding, judged at a later visit.
enum class Disposition { corrected_on_site, corrected_later, persists, worsened, withdrawn };
enum class FindingState { open, corrected_on_site, corrected_later, withdrawn };
/// The ladder of notices, from the paper on site to the recommendation to the authorised agency.
enum class Rung { berita_acara, pemberitahuan, teguran_1, teguran_2, teguran_3, rekomendasi };
enum class LodgingKind { hotel, guesthouse, homestay, villa, kos, other };
/// Risk tier; decides how often a month a lodging is visited.
enum class Tier { low, medium, high };
enum class LodgingStatus { active, closed, unregistered };
/// A visit as the feed tells it.
enum class VisitState { disclosed, done, missed, moved };
/// Part of the day in which a visit is planned.
enum class Band { morning, afternoon, night };

std::string_view word(Severity value);
std::string_view word(Outcome value);
std::string_view word(Disposition value);
std::string_view word(FindingState value);
std::string_view word(Rung value);
std::string_view word(LodgingKind value);
std::string_view word(Tier value);
std::string_view word(LodgingStatus value);
std::string_view word(VisitState value);
std::string_view word(Band value);

/// The value of a wire word. Errors: bad_input (no such word).
Result<Severity> parse_severity(std::string_view text);
Result<Outcome> parse_outcome(std::string_view text);
Result<Disposition> parse_disposition(std::string_view text);
Result<FindingState> parse_finding_state(std::string_view text);
Result<Rung> parse_rung(std::string_view text);
Result<LodgingKind> parse_lodging_kind(std::string_view text);
Result<Tier> parse_tier(std::string_view text);
Result<LodgingStatus> parse_lodging_status(std::string_view text);
Result<VisitState> parse_visit_state(std::string_view text);
Result<Band> parse_band(std::string_view text);

/// What a person reads, sentence case: "Kritis" / "Critical".
Text name_of(Severity value);
Text name_of(Outcome value);
Text name_of(Disposition value);
Text name_of(Rung value);
Text name_of(LodgingKind value);

/// The worse of the two; an absent one is no finding at all.
std::optional<Severity> worse(std::optional<Severity> a, std::optional<Severity> b);

/// True if the disposition leaves the finding open for the next visit.
bool keeps_open(Disposition value);
/// Why an outcome other than done needs a reason, and which dispositions do: the paper must say it.
bool needs_reason(Outcome value);
bool needs_reason(Disposition value);

}  // namespace ronda::domain
