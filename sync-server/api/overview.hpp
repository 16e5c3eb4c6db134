#pragma once
// What matters today: /api/v1/overview.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> overview_routes(App& app);

}  // namespace ronda::server
