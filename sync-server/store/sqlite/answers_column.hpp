#pragma once
// The answers of an inspection as one short text: groups of items that count up. A group is its first item and the
// values from there on (`LEG-01`, `LEG-02` …); \x1F stands between them, \x1E between groups; y, n and a are "yes",
// "no" and "na", any other value is JSON as on the wire. Pure functions; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "sync-server/store/finding_store.hpp"

namespace ronda::server {

std::string answers_column(const std::vector<InspectionAnswerRow>& answers);

/// Items and values, by item.
std::vector<InspectionAnswerRow> read_answers_column(std::string_view column);

}  // namespace ronda::server
