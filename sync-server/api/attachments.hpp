#pragma once
// Uploads of photos over tus (PROTOCOL.md §6) and the photos themselves.

#include <memory>
#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"
#include "sync-server/service/attachments.hpp"

namespace ronda::server {

std::vector<Route> attachments_routes(App& app);

/// What the routes and the sweeper share; made at the first call. One thread, before the server runs.
std::shared_ptr<Uploads> uploads_of(App& app);

}  // namespace ronda::server
