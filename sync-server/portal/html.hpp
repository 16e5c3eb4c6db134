#pragma once
// Just enough HTML: text that is always escaped. One thread per writer.

#include <string>
#include <string_view>

namespace ronda::portal {

/// Text safe between tags and inside double-quoted attributes.
std::string escaped(std::string_view text);

/// Appends markup written by us and text written by anyone, and never mixes them up.
class Html {
 public:
  /// Our own markup, as it is.
  Html& raw(std::string_view markup) {
    out_ += markup;
    return *this;
  }
  /// Anybody's text, escaped.
  Html& text(std::string_view content) {
    out_ += escaped(content);
    return *this;
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace ronda::portal
