#pragma once
// RFC 9457 problem replies: the wire form of an Error.

#include <string>
#include <string_view>

#include "shared/base/error.hpp"

namespace ronda::wire {

/// The HTTP status that goes with a code (shared/wire/PROTOCOL.md §7).
int http_status(ErrorCode code);

/// `application/problem+json` text. `extra` is empty or further members as JSON without braces, for example
/// `"expected_seq":12`.
std::string problem_json(const Error& error, std::string_view request_id, std::string_view extra = {});

}  // namespace ronda::wire
