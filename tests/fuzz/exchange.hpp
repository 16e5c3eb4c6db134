#pragma once
// How fuzz inputs write calls, so that a corpus can be read and written by hand: "METHOD target", header lines, an
// empty line, the body; calls are parted by a line "%%".

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ronda::fuzz {

struct Call {
  std::string first;   ///< method, or a reply's status
  std::string target;  ///< what follows it in the first line
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

inline std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return line;
}

inline Call read_call(std::string_view text) {
  Call call;
  const auto first = take_line(text);
  const auto space = first.find(' ');
  call.first = first.substr(0, space);
  if (space != std::string_view::npos) call.target = first.substr(space + 1);
  for (;;) {
    const auto line = take_line(text);
    if (line.empty()) break;
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    call.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  call.body = text;
  return call;
}

/// At most `most` calls: what comes after them is left out.
inline std::vector<Call> read_calls(std::string_view text, std::size_t most) {
  constexpr std::string_view kBetween = "\n%%\n";
  std::vector<Call> calls;
  while (!text.empty() && calls.size() < most) {
    const auto end = text.find(kBetween);
    calls.push_back(read_call(text.substr(0, end)));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + kBetween.size());
  }
  return calls;
}

}  // namespace ronda::fuzz
