#include "field-app/native/request_guard.hpp"

#include "field-app/native/loopback_server.hpp"
#include "shared/wire/problem.hpp"

namespace ronda::native {

namespace {

std::string_view media_type(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return type;
}

bool is_write(std::string_view method) { return method != "GET" && method != "HEAD"; }

bool is_known_method(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "POST" || method == "PUT" || method == "PATCH" ||
         method == "DELETE";
}

}  // namespace

bool is_own_host(std::string_view host, std::uint16_t port) {
  const std::string end = ":" + std::to_string(port);
  if (host.size() <= end.size() || host.substr(host.size() - end.size()) != end) return false;
  const auto name = host.substr(0, host.size() - end.size());
  return name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

bool is_image(std::string_view content_type) {
  const auto type = media_type(content_type);
  return type == "image/jpeg" || type == "image/png";
}

Result<void> check_head(const RequestHead& head, std::uint16_t port) {
  if (head.hosts != 1 || !is_own_host(head.host, port)) {
    return Error{ErrorCode::foreign_host, "this address is not served here; open the app by its own address", "Host"};
  }
  if (!is_known_method(head.method)) {
    return Error{ErrorCode::method_not_allowed, "this method is not used here", "method"};
  }
  if (head.target.empty() || head.target.front() != '/' || head.target.size() > 2048) {
    return bad_input("expected a path", "path");
  }
  if (!is_write(head.method)) return {};
  if (!head.origin.empty() && head.origin != "http://" + head.host) {
    return Error{ErrorCode::forbidden, "writes are accepted from the app's own page only", "Origin"};
  }
  if (head.fetch_site == "cross-site" || head.fetch_site == "same-site") {
    return Error{ErrorCode::forbidden, "writes are accepted from the app's own page only", "Sec-Fetch-Site"};
  }
  // A form of another page can send only the three simple types; none of them is accepted.
  const auto type = media_type(head.content_type);
  if (!type.empty() && type != "application/json" && !is_image(type)) {
    return bad_input("expected application/json, image/jpeg or image/png", "Content-Type");
  }
  return {};
}

Result<ListenAddress> parse_listen(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad_input("expected HOST:PORT, for example 127.0.0.1:8090", "--listen");
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  if (host == "[::1]") host = "::1";
  if (host != "127.0.0.1" && host != "localhost" && host != "::1") {
    return bad_input("only this device itself may be served: use 127.0.0.1, localhost or [::1]", "--listen");
  }
  std::uint32_t port = 0;
  if (digits.empty() || digits.size() > 5) return bad_input("expected a port from 0 to 65535", "--listen");
  for (const char c : digits) {
    if (c < '0' || c > '9') return bad_input("expected a port from 0 to 65535", "--listen");
    port = port * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (port > 65535) return bad_input("expected a port from 0 to 65535", "--listen");
  return ListenAddress{std::string(host), static_cast<std::uint16_t>(port)};
}

LocalReply problem_reply(const Error& error, unsigned status, std::string_view request_id) {
  LocalReply reply;
  reply.status = status;
  reply.content_type = "application/problem+json";
  reply.body = wire::problem_json(error, request_id);
  return reply;
}

void add_guard_headers(LocalReply& reply) {
  const auto add = [&](const char* name, const char* value) {
    for (const auto& [present, unused] : reply.headers) {
      if (present == name) return;
    }
    reply.headers.emplace_back(name, value);
  };
  add("Content-Security-Policy",
      "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; frame-ancestors 'none'; base-uri 'none'");
  add("X-Content-Type-Options", "nosniff");
  add("X-Frame-Options", "DENY");
  add("Referrer-Policy", "no-referrer");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cache-Control", "no-store");
}

}  // namespace ronda::native
