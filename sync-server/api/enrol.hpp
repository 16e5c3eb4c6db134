#pragma once
// Enrolment of devices (PROTOCOL.md §2).

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> enrol_routes(App& app);

}  // namespace ronda::server
