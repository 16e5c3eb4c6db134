#include "field-app/core/api/request.hpp"

#include "shared/base/bytes.hpp"

namespace ronda::field {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return bad_input("a percent code of the address is broken");
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  if (!is_utf8(out) || out.find('\0') != std::string::npos) return bad_input("the address is not UTF-8");
  return out;
}

}  // namespace

Result<Request> parse_target(std::string_view method, std::string_view target) {
  Request request;
  request.method = std::string(method);
  const std::size_t mark = target.find('?');
  request.path = std::string(target.substr(0, mark));
  if (request.path.empty() || request.path[0] != '/') return bad_input("an address begins with /");
  std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals), true);
    if (!name) return std::move(name).error();
    auto value = decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!value) return std::move(value).error();
    request.query[*std::move(name)] = *std::move(value);
  }
  return request;
}

Result<wire::JsonDocument> json_body(const Request& request, std::initializer_list<std::string_view> names) {
  if (!request.content_type.empty() && request.content_type != "application/json") {
    return bad_input("the body is JSON: Content-Type application/json");
  }
  auto document = wire::JsonDocument::parse(request.body.empty() ? std::string_view("{}") : request.body);
  if (!document) return document;
  if (auto good = document->root().only(names); !good) return std::move(good).error();
  return document;
}

Reply json_reply(int status, std::string json) {
  Reply reply;
  reply.status = status;
  reply.content_type = "application/json";
  reply.body = std::move(json);
  return reply;
}

}  // namespace ronda::field
