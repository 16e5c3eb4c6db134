#include "shared/wire/problem.hpp"

#include "shared/wire/json.hpp"

namespace ronda::wire {

int http_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input:
      return 422;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::too_many:
      return 429;
    case ErrorCode::stale_cursor:
      return 410;
    case ErrorCode::stale_schema:
      return 422;
    case ErrorCode::busy:
      return 503;
    case ErrorCode::io_failed:
      return 500;
    case ErrorCode::corrupt:
      return 500;
    case ErrorCode::unsupported_version:
      return 400;
    case ErrorCode::method_not_allowed:
      return 405;
    case ErrorCode::timeout:
      return 408;
    case ErrorCode::expired:
      return 403;
    case ErrorCode::wrong_code:
      return 403;
    case ErrorCode::wrong_password:
      return 401;
    case ErrorCode::foreign_host:
      return 421;
    case ErrorCode::incomplete:
      return 422;
    case ErrorCode::sealed:
      return 409;
    case ErrorCode::revoked:
      return 403;
    case ErrorCode::bad_signature:
      return 403;
    case ErrorCode::gap:
      return 409;
    case ErrorCode::fork:
      return 409;
    case ErrorCode::disk_full:
      return 507;
    case ErrorCode::stale_version:
      return 412;
    case ErrorCode::unreachable:
      return 502;
    case ErrorCode::cancelled:
      return 409;
    case ErrorCode::truncated:
      return 400;
  }
  RONDA_ASSERT(false);
}

std::string problem_json(const Error& error, std::string_view request_id, std::string_view extra, int status) {
  JsonWriter out;
  out.begin_object()
      .member("type", "about:blank")
      .member("status", status == 0 ? http_status(error.code) : status)
      .member("code", word(error.code))
      .member("title", error.message);
  if (!error.where.empty()) out.member("where", error.where);
  out.member("request_id", request_id);
  if (!extra.empty()) {
    out.end_object();
    std::string text = out.take();
    text.pop_back();
    return text + "," + std::string(extra) + "}";
  }
  out.end_object();
  return out.take();
}

}  // namespace ronda::wire
