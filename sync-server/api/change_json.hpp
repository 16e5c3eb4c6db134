#pragma once
// What a change by hand would do, and how well an observer could guess a plan, as the API says it (API.md, Rounds).

#include <string>

#include "shared/domain/text.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/service/open_plans.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

void write_text(wire::JsonWriter& out, const domain::Text& text);
/// Seconds as minutes with one digit after the point.
void write_minutes(wire::JsonWriter& out, std::string_view name, std::int64_t seconds);

/// The members of a tried move without braces.
void write_tried(wire::JsonWriter& out, const PlanBoard& board, const Tried& tried);
/// The month of prices.
std::string prices_json(const PlanBoard& board, const std::vector<Price>& prices);
/// Predictability of a board, overall and by lodging, with warnings.
Result<std::string> predictability_json(const ReadTxn& txn, const PlanBoard& board);
/// One change of the log. `names` are of lodgings.
void write_edit(wire::JsonWriter& out, const PlanEditRow& edit, const std::string& lodging_name);

}  // namespace ronda::server
