#pragma once
// Stickers with a lodging's code, to print and put beside its door (API.md, Register).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> door_stickers_routes(App& app);

}  // namespace ronda::server
