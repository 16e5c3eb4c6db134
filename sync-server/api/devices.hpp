#pragma once
// The devices of the unit: /api/v1/devices.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> devices_routes(App& app);

}  // namespace ronda::server
