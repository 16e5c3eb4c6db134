#pragma once
// Why a visit could not be planned and what would make room, as sentences. Pure functions; any thread.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/domain/text.hpp"
#include "shared/scheduling/editing.hpp"
#include "shared/scheduling/predictability.hpp"
#include "shared/scheduling/replan.hpp"
#include "sync-server/service/plan_input.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

/// Minutes that may be added to a team-day by a person's word.
inline constexpr int kMostExtraMinutes = 120;

/// One sentence for a reason word of the planner; the word itself if it is not known.
domain::Text reason_sentence(std::string_view reason, int count);

/// One sentence for a relaxation: what to allow, how many minutes it takes, which team, which day.
domain::Text relaxation_sentence(const RelaxationRow& relaxation, const std::vector<TeamRow>& teams);
/// Whether a click may apply it: everything but a shorter rest, which is the law's.
bool may_apply(const RelaxationRow& relaxation);

/// Names that sentences about a board need.
struct BoardWords {
  Month month;
  const std::vector<TeamRow>& teams;
  std::function<std::string(int lodging)> lodging_name;  ///< of an index
};

/// What a change by hand would bend, with both numbers: "Hanya 2 hari sejak kunjungan lain, paling dekat 4 hari."
domain::Text bent_sentence(const scheduling::Bent& bent, const BoardWords& words);
/// Whether a person may bend it by saying so (shared/scheduling/README.md, "A lock is a person's word"): the lodging's
/// own rules, and minutes that are added to a team-day.
bool may_bend(const scheduling::Bent& bent);

/// Part of a price, by soft rule; the numbers are shown beside it.
domain::Text term_name(std::string_view rule);
/// The terms that are not zero, largest first, as (word, seconds).
std::vector<std::pair<std::string, std::int64_t>> terms_of(const scheduling::CostTerms& terms);

/// Why a visit is not where it was published.
domain::Text cause_sentence(const scheduling::MovedVisit& move, const BoardWords& words);

/// What makes a lodging easy to guess.
domain::Text telltale_sentence(const scheduling::TelltaleWarning& warning, const BoardWords& words);

}  // namespace ronda::server
