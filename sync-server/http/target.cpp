#include "sync-server/http/target.hpp"

#include "shared/base/bytes.hpp"

namespace ronda::http {

namespace {

constexpr std::size_t kMaxQueryMembers = 64;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '%') {
      const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
      const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
      if (high < 0 || low < 0) return bad_input("a percent sign must be followed by two hex digits", "target");
      c = static_cast<char>(high * 16 + low);
      at += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (c == '\0') return bad_input("a target must not contain a zero byte", "target");
    out.push_back(c);
  }
  if (!is_utf8(out)) return bad_input("a target must be UTF-8", "target");
  return out;
}

}  // namespace

Result<std::vector<Field>> parse_form(std::string_view text) {
  std::vector<Field> members;
  while (!text.empty()) {
    const auto end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    if (members.size() == kMaxQueryMembers) return bad_input("too many query members", "target");
    const auto equals = pair.find('=');
    auto name = percent_decoded(pair.substr(0, equals), true);
    if (!name) return std::move(name).error();
    auto value = percent_decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!value) return std::move(value).error();
    members.push_back({std::move(*name), std::move(*value)});
  }
  return members;
}

Result<Target> parse_target(std::string_view text) {
  if (text.empty() || text.front() != '/') return bad_input("a target starts with a slash", "target");
  const auto mark = text.find('?');
  auto path = percent_decoded(text.substr(0, mark), false);
  if (!path) return std::move(path).error();
  for (const char c : *path) {
    if (static_cast<unsigned char>(c) < 0x20) return bad_input("a path must not contain control characters", "target");
  }
  auto query = parse_form(mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1));
  if (!query) return std::move(query).error();
  return Target{std::move(*path), std::move(*query)};
}

}  // namespace ronda::http
