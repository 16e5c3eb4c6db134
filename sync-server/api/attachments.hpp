#pragma once
// Uploads of photos over tus (PROTOCOL.md §6) and the photos themselves.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> attachments_routes(App& app);

}  // namespace ronda::server
