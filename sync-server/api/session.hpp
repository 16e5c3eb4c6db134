#pragma once
// POST, GET, DELETE /api/v1/session.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> session_routes(App& app);

}  // namespace ronda::server
