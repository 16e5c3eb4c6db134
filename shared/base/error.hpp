#pragma once
// The one error type of Ronda, from ground to wire. Plain values; any thread.

#include <string>
#include <string_view>
#include <utility>

namespace ronda {

/// The closed vocabulary of things that may go wrong. The enumerator's name is the word on the wire (RFC 9457 member
/// `code`): never renamed, never renumbered, new ones at the end. shared/wire/PROTOCOL.md lists the meaning of each.
enum class ErrorCode {
  bad_input,
  not_found,
  conflict,
  forbidden,
  unauthenticated,
  too_large,
  too_many,
  stale_cursor,
  stale_schema,
  busy,
  io_failed,
  corrupt,
  unsupported_version,
  method_not_allowed,
  timeout,
  expired,
  wrong_code,
  wrong_password,
  foreign_host,
  incomplete,
  sealed,
  revoked,
  bad_signature,
  gap,
  fork,
  disk_full,
  stale_version,
  unreachable,
  cancelled,
  truncated,
};

/// The wire word of a code, for example "bad_input".
std::string_view word(ErrorCode code);

/// One expected failure.
struct Error {
  ErrorCode code = ErrorCode::bad_input;
  std::string message;  ///< for a person, in English, ends without a full stop; may change; no secrets
  std::string where;    ///< JSON pointer, `row:column`, file:line or table; empty if it says nothing

  bool operator==(const Error&) const = default;
};

inline Error bad_input(std::string message, std::string where = {}) {
  return Error{ErrorCode::bad_input, std::move(message), std::move(where)};
}

/// Ends the program: a promise of our own code was broken. Active in all builds.
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

}  // namespace ronda

#define RONDA_ASSERT(expression) \
  ((expression) ? static_cast<void>(0) : ::ronda::assertion_failed(#expression, __FILE__, __LINE__))
