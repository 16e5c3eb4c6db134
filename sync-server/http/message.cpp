#include "sync-server/http/message.hpp"

#include <algorithm>
#include <charconv>

#include "shared/base/error.hpp"

namespace ronda::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  const auto at = std::find_if(headers.begin(), headers.end(), [&](const Field& f) { return same_name(f.name, name); });
  return at == headers.end() ? std::string_view() : std::string_view(at->value);
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  const auto at = std::find_if(query.begin(), query.end(), [&](const Field& f) { return f.name == name; });
  if (at == query.end()) return std::nullopt;
  return at->value;
}

std::string_view Request::param(std::string_view name) const {
  const auto at = std::find_if(params.begin(), params.end(), [&](const Field& f) { return f.name == name; });
  RONDA_ASSERT(at != params.end());
  return at->value;
}

std::string_view Request::cookie(std::string_view name) const {
  std::string_view rest = header("cookie");
  while (!rest.empty()) {
    const auto end = rest.find(';');
    std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return {};
}

Result<std::int64_t> Request::query_number(std::string_view name, std::int64_t fallback, std::int64_t least,
                                           std::int64_t most) const {
  const auto text = query_value(name);
  if (!text) return fallback;
  const auto number = whole_number(*text);
  if (!number || *number < least || *number > most) {
    return bad_input("expected a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                     "?" + std::string(name));
  }
  return *number;
}

Result<std::int64_t> Request::if_match() const {
  std::string_view text = header("if-match");
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
    const auto number = whole_number(text.substr(1, text.size() - 2));
    if (number) return *number;
  }
  return bad_input("this write needs If-Match: \"<version>\"", "If-Match");
}

Reply json_reply(std::string body, int status) {
  Reply reply;
  reply.status = status;
  reply.content_type = "application/json";
  reply.body = std::move(body);
  return reply;
}

Reply empty_reply(int status) {
  Reply reply;
  reply.status = status;
  return reply;
}

}  // namespace ronda::http
