#pragma once
// Rounds: create, plan, look, publish (API.md, Rounds).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> rounds_routes(App& app);

}  // namespace ronda::server
