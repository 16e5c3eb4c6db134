#pragma once
// RFC 9457 problem replies: the only shape in which the server says no. Any thread.

#include <string>
#include <string_view>

#include "shared/base/error.hpp"
#include "sync-server/http/message.hpp"

namespace ronda::http {

/// The reply for an Error (shared/wire/problem.hpp). `extra`: further members as JSON without braces.
///
/// A handler that returns an Error has its transaction rolled back; one that returns this reply has it committed (used
/// to keep a count of wrong passwords).
Reply problem_reply(const Error& error, std::string_view request_id, std::string_view extra = {});

}  // namespace ronda::http
