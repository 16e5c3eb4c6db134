#pragma once
// Referrals and tips that devices reported, and how the other office's case stands (API.md).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> leads_routes(App& app);

}  // namespace ronda::server
