#pragma once
// Outreach sessions that devices reported (API.md).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> activities_routes(App& app);

}  // namespace ronda::server
