#include "sync-server/http/router.hpp"

#include <algorithm>

namespace ronda::http {

namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = path.find('/');
    segments.emplace_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  }
  return segments;
}

bool is_param(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

/// How many segments are literal from the left before the first {name}: the more, the better the row fits.
std::size_t literal_prefix(const std::vector<std::string>& segments) {
  const auto first = std::find_if(segments.begin(), segments.end(), [](const auto& s) { return is_param(s); });
  return static_cast<std::size_t>(first - segments.begin());
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t n = 0; n < path.size(); ++n) {
    if (is_param(pattern[n]) ? path[n].empty() : pattern[n] != path[n]) return false;
  }
  return true;
}

}  // namespace

void Router::add(std::string_view method, std::string_view pattern, std::size_t row) {
  Row added{std::string(method), split(pattern), row};
  RONDA_ASSERT(std::none_of(rows_.begin(), rows_.end(), [&](const Row& other) {
    return other.method == added.method && other.segments == added.segments;
  }));
  rows_.push_back(std::move(added));
}

Match Router::find(std::string_view method, std::string_view path) const {
  const auto segments = split(path);
  const Row* best = nullptr;
  const Row* get = nullptr;
  Match match;
  for (const Row& row : rows_) {
    if (!fits(row.segments, segments)) continue;
    if (match.allow.find(row.method) == std::string::npos)
      match.allow += (match.allow.empty() ? "" : ", ") + row.method;
    const auto better = [&](const Row* than) {
      return than == nullptr || literal_prefix(row.segments) > literal_prefix(than->segments);
    };
    if (row.method == method && better(best)) best = &row;
    if (row.method == "GET" && better(get)) get = &row;
  }
  if (best == nullptr && method == "HEAD") best = get;
  if (best == nullptr) {
    match.kind = match.allow.empty() ? Match::Kind::no_such_path : Match::Kind::no_such_method;
    return match;
  }
  match.kind = Match::Kind::found;
  match.row = best->row;
  for (std::size_t n = 0; n < segments.size(); ++n) {
    const auto& name = best->segments[n];
    if (is_param(name)) match.params.push_back({name.substr(1, name.size() - 2), segments[n]});
  }
  return match;
}

}  // namespace ronda::http
