#pragma once
// What is left of the current month, planned and published for the demo unit through the same job as in the console, so
// that an officer who tries the app has stops today.

#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// Returns a line for a person. Errors: those of planning; io_failed when the job did not end well.
Result<std::string> plan_this_month(Store& store, UnitId unit, LocalDate today);

}  // namespace ronda::server
