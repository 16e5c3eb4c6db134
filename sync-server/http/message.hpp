#pragma once
// What a request and a reply are once the socket is out of the picture. Plain values, passed between threads by move.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/base/result.hpp"

namespace ronda::http {

struct Field {
  std::string name;  ///< header and query names as sent; headers are compared without case
  std::string value;
};

/// One request, whole: the body has arrived in full (but see is_cut) and within the route's limit.
struct Request {
  std::string id;      ///< request_id, a UUIDv7; in every problem reply and log line
  std::string method;  ///< upper case
  std::string path;    ///< percent-decoded, without the query
  std::string remote;  ///< peer address without port
  std::vector<Field> headers;
  std::vector<Field> query;   ///< percent-decoded, in order
  std::vector<Field> params;  ///< what stood at {name} in the route
  std::string body;
  bool is_cut = false;    ///< the connection broke before the body was whole; only where a route asked for that
  std::string zstd_body;  ///< the bytes in which the body came, if it came as `Content-Encoding: zstd`

  /// The first header of that name (case does not matter), or empty.
  std::string_view header(std::string_view name) const;
  std::optional<std::string_view> query_value(std::string_view name) const;
  /// Precondition: the route has a {name}; asserts otherwise.
  std::string_view param(std::string_view name) const;
  /// The cookie of that name, or empty.
  std::string_view cookie(std::string_view name) const;
  /// A whole number in the query, `fallback` when absent. Errors: bad_input (no number, outside least..most).
  Result<std::int64_t> query_number(std::string_view name, std::int64_t fallback, std::int64_t least,
                                    std::int64_t most) const;
  /// The number in `If-Match: "<version>"`. Errors: bad_input at /If-Match when absent or of another shape.
  Result<std::int64_t> if_match() const;
};

/// A reply without an end known beforehand (text/event-stream). `next` is called on the network thread every `every`:
/// it must not block. It returns the bytes to send now (may be empty) or nothing when the stream is over.
struct Stream {
  std::chrono::milliseconds every{250};
  std::function<std::optional<std::string>()> next;
};

struct Reply {
  int status = 200;
  std::string content_type;  ///< empty: no body expected (204, 303)
  std::string body;
  std::vector<Field> headers;
  std::optional<Stream> stream;

  Reply& with(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
  }
};

Reply json_reply(std::string body, int status = 200);
Reply empty_reply(int status = 204);

}  // namespace ronda::http
