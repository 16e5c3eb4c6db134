#pragma once
// A plan in the unit head's hands: locks, prices, moves, relaxations, undo (API.md, Rounds).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> plan_edit_routes(App& app);

}  // namespace ronda::server
