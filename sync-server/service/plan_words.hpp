#pragma once
// Why a visit could not be planned and what would make room, as sentences. Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/domain/text.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/settings_store.hpp"

namespace ronda::server {

/// One sentence for a reason word of the planner; the word itself if it is not known.
domain::Text reason_sentence(std::string_view reason, int count);

/// One sentence for a relaxation such as "budget+25min team=2 day=14". `month` is YYYY-MM; `teams` in the order in
/// which the problem was built. Nothing when the word says nothing.
std::optional<domain::Text> relaxation_sentence(std::string_view relaxation, std::string_view month,
                                                const std::vector<TeamRow>& teams);

}  // namespace ronda::server
