#pragma once
// The manager's page (API.md, The manager's page): HTML in, HTML out, no session.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> portal_routes(App& app);

}  // namespace ronda::server
