#pragma once
// Bundles that the unit head brings: sent in pieces, then read as if their devices had called (PROTOCOL.md §8).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> bundles_routes(App& app);

}  // namespace ronda::server
