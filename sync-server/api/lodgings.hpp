#pragma once
// The register: /api/v1/lodgings.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> lodgings_routes(App& app);

}  // namespace ronda::server
