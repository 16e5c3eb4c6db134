#pragma once
// The teams of the unit: /api/v1/teams.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> teams_routes(App& app);

}  // namespace ronda::server
