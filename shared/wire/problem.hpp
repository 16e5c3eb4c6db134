#pragma once
// RFC 9457 problem replies: the wire form of an Error.

#include <string>
#include <string_view>

#include "shared/base/error.hpp"

namespace ronda::wire {

/// The HTTP status that goes with a code (shared/wire/PROTOCOL.md §7).
int http_status(ErrorCode code);

/// `application/problem+json` text. `extra` is empty or further members as JSON without braces, for example
/// `"expected_seq":12`. `status` stands for the code's own where another protocol prescribes one (tus); 0: the code's.
std::string problem_json(const Error& error, std::string_view request_id, std::string_view extra = {}, int status = 0);

}  // namespace ronda::wire
