#pragma once
// A round in full: its days, its teams' days, what is unplanned, how well each lodging is covered (API.md, Rounds).

#include <string>

#include "shared/base/result.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/planning_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

Result<std::string> round_detail_json(const ReadTxn& txn, const RoundRow& round);
/// Visits that are not disclosed are left out unless `all`.
Result<std::string> round_visits_json(const ReadTxn& txn, const RoundRow& round, const VisitFilter& filter, bool all);
Result<std::string> coverage_json(const ReadTxn& txn, const RoundRow& round, bool all);

}  // namespace ronda::server
