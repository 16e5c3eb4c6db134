#include "sync-server/http/problem.hpp"

#include "shared/wire/problem.hpp"

namespace ronda::http {

Reply problem_reply(const Error& error, std::string_view request_id, std::string_view extra) {
  Reply reply;
  reply.status = wire::http_status(error.code);
  reply.content_type = "application/problem+json";
  reply.body = wire::problem_json(error, request_id, extra);
  if (error.code == ErrorCode::busy) reply.with("Retry-After", "2");
  if (error.code == ErrorCode::disk_full) reply.with("Retry-After", "60");  // a person has to make room
  return reply;
}

}  // namespace ronda::http
