#pragma once
// What the local server believes of a request before it reads the body. A page of another site can make the officer's
// browser send requests to 127.0.0.1 (DNS rebinding, cross-site forms); Host, Origin and the content type tell them
// apart from the officer's own page. Pure functions; any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace ronda::native {

struct RequestHead {
  std::string method;
  std::string target;
  std::string host;
  std::size_t hosts = 1;  ///< how many Host headers there were
  std::string origin;
  std::string fetch_site;
  std::string content_type;
};

/// True for 127.0.0.1, localhost or [::1] with exactly this port.
bool is_own_host(std::string_view host, std::uint16_t port);
bool is_image(std::string_view content_type);
/// Errors: foreign_host (421), forbidden (403: a write from another origin), bad_input (target or content type).
Result<void> check_head(const RequestHead& head, std::uint16_t port);

}  // namespace ronda::native
