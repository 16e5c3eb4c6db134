#pragma once
// GET and PUT /unit/emergency (API.md).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> emergency_routes(App& app);

}  // namespace ronda::server
