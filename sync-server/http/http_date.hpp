#pragma once
// Instants as HTTP headers write them. Any thread.

#include <string>

#include "shared/base/time.hpp"

namespace ronda::http {

/// IMF-fixdate of RFC 9110, for example "Sat, 21 Nov 2026 03:04:05 GMT".
std::string http_date(Instant at);

}  // namespace ronda::http
