#pragma once
// The officers of the unit and their enrolment codes: /api/v1/officers.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> officers_routes(App& app);

}  // namespace ronda::server
