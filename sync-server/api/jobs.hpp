#pragma once
// Planning jobs and their progress (API.md, Rounds).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> jobs_routes(App& app);

}  // namespace ronda::server
