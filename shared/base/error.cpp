#include "shared/base/error.hpp"

#include <cstdio>
#include <cstdlib>

namespace ronda {

std::string_view word(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input:
      return "bad_input";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::unauthenticated:
      return "unauthenticated";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::too_many:
      return "too_many";
    case ErrorCode::stale_cursor:
      return "stale_cursor";
    case ErrorCode::stale_schema:
      return "stale_schema";
    case ErrorCode::busy:
      return "busy";
    case ErrorCode::io_failed:
      return "io_failed";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::unsupported_version:
      return "unsupported_version";
    case ErrorCode::method_not_allowed:
      return "method_not_allowed";
    case ErrorCode::timeout:
      return "timeout";
    case ErrorCode::expired:
      return "expired";
    case ErrorCode::wrong_code:
      return "wrong_code";
    case ErrorCode::wrong_password:
      return "wrong_password";
    case ErrorCode::foreign_host:
      return "foreign_host";
    case ErrorCode::incomplete:
      return "incomplete";
    case ErrorCode::sealed:
      return "sealed";
    case ErrorCode::revoked:
      return "revoked";
    case ErrorCode::bad_signature:
      return "bad_signature";
    case ErrorCode::gap:
      return "gap";
    case ErrorCode::fork:
      return "fork";
    case ErrorCode::disk_full:
      return "disk_full";
    case ErrorCode::stale_version:
      return "stale_version";
    case ErrorCode::unreachable:
      return "unreachable";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::truncated:
      return "truncated";
  }
  RONDA_ASSERT(false);
}

void assertion_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "assertion failed: %s at %s:%d\n", expression, file, line);
  std::abort();
}

}  // namespace ronda
