#pragma once
// A text in the two languages of Ronda. Plain values; any thread.

#include <string>

namespace ronda::domain {

enum class Language { id, en };

struct Text {
  std::string id;  ///< Indonesian
  std::string en;  ///< English

  bool operator==(const Text&) const = default;
  const std::string& in(Language language) const { return language == Language::id ? id : en; }
  bool empty() const { return id.empty() && en.empty(); }
};

}  // namespace ronda::domain
