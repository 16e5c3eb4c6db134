#pragma once
// Records that wait for a person (API.md, What waits for a person).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> quarantine_routes(App& app);

}  // namespace ronda::server
