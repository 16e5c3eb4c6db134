#pragma once
// What the heads of a reply say. Names are in lower case. Any thread.

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "field-app/core/sync/sync_session.hpp"

namespace ronda::field {

/// Empty if there is none.
inline std::string_view header(const SyncHeaders& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

/// Digits and nothing else, not below 0.
inline std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

inline bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

inline bool is_json(const SyncHeaders& headers) {
  return starts_with(header(headers, "content-type"), "application/json");
}
inline bool is_problem(const SyncHeaders& headers) {
  return starts_with(header(headers, "content-type"), "application/problem+json");
}
inline bool is_html(const SyncHeaders& headers) { return starts_with(header(headers, "content-type"), "text/html"); }
inline bool is_tus(const SyncHeaders& headers) { return header(headers, "tus-resumable") == "1.0.0"; }

}  // namespace ronda::field
