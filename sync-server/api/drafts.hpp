#pragma once
// Unfinished inspections that devices copy here (PROTOCOL.md §6a).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> drafts_routes(App& app);

}  // namespace ronda::server
