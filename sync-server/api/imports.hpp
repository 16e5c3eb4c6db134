#pragma once
// Reading a list in as a dry run, correcting its columns, committing it: /api/v1/imports.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"

namespace ronda::server {

std::vector<Route> imports_routes(App& app);

}  // namespace ronda::server
