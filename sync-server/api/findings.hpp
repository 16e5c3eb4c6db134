#pragma once
// Findings of the unit (API.md, Findings).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> findings_routes(App& app);

}  // namespace ronda::server
