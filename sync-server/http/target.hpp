#pragma once
// Takes a request target apart: path and query, percent-decoded. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/http/message.hpp"

namespace ronda::http {

struct Target {
  std::string path;
  std::vector<Field> query;
};

/// Errors: bad_input (no path, a wrong percent sequence, a control character, not UTF-8, more than 64 query members).
Result<Target> parse_target(std::string_view text);

/// `a=1&b=two+words`, as in a query or an application/x-www-form-urlencoded body. Errors: as above.
Result<std::vector<Field>> parse_form(std::string_view text);

}  // namespace ronda::http
