#pragma once
// The policy of the unit: /api/v1/policy.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> policy_routes(App& app);

}  // namespace ronda::server
