#pragma once
// Decisions that only a person can take, and the merging of two entries of the register (API.md, What waits for a
// person).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> cases_routes(App& app);

}  // namespace ronda::server
