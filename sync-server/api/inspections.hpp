#pragma once
// Sealed inspections and their paper (API.md, Inspections).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> inspections_routes(App& app);

}  // namespace ronda::server
