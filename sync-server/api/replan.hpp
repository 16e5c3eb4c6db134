#pragma once
// The rest of a published month planned anew, and proof of where a plan came from (API.md, Rounds).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> replan_routes(App& app);

}  // namespace ronda::server
