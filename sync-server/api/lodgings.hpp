#pragma once
// The register: /api/v1/lodgings.

#include <vector>

#include "sync-server/api/app.hpp"
#include "sync-server/api/route.hpp"
#include "sync-server/store/register_store.hpp"

namespace ronda::server {

std::vector<Route> lodgings_routes(App& app);

/// What a list of lodgings was asked to be narrowed to: `q`, `kind`, `tier`, `status`, `kecamatan`.
LodgingFilter lodging_filter(const http::Request& request);

}  // namespace ronda::server
