#pragma once
// The ledger's daily roots: /api/v1/ledger.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> ledger_routes(App& app);

}  // namespace ronda::server
