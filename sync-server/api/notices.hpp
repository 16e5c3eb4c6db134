#pragma once
// Notices, their numbers and letters (API.md, Notices).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> notices_routes(App& app);

}  // namespace ronda::server
