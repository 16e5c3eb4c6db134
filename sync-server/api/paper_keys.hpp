#pragma once
// The public keys of the unit's devices, for everybody who wants to check the code of a berita acara without a network
// (PROTOCOL.md §9).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> paper_keys_routes(App& app);

}  // namespace ronda::server
