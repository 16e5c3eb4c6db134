#pragma once
// The device log and the change feed (PROTOCOL.md §3-§4).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> sync_routes(App& app);

}  // namespace ronda::server
