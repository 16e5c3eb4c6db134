#pragma once
// The table of routes: every address this server answers, with role, lane, body limit and handler.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> all_routes(App& app);

}  // namespace ronda::server
