#include "sync-server/store/sqlite/answers_column.hpp"

#include <algorithm>

namespace ronda::server {

namespace {

constexpr char kNext = '\x1F';
constexpr char kGroup = '\x1E';

/// "LEG-09" -> "LEG-10"; empty if the item does not end in two digits or stands at 99.
std::string item_after(std::string_view item) {
  std::string next(item);
  const std::size_t size = next.size();
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (size < 2 || !is_digit(next[size - 1]) || !is_digit(next[size - 2])) return {};
  if (next[size - 1] != '9') {
    ++next[size - 1];
    return next;
  }
  if (next[size - 2] == '9') return {};
  ++next[size - 2];
  next[size - 1] = '0';
  return next;
}

std::string_view short_value(std::string_view value) {
  if (value == "\"yes\"") return "y";
  if (value == "\"no\"") return "n";
  if (value == "\"na\"") return "a";
  return value;
}

std::string_view long_value(std::string_view value) {
  if (value == "y") return "\"yes\"";
  if (value == "n") return "\"no\"";
  if (value == "a") return "\"na\"";
  return value;
}

}  // namespace

std::string answers_column(const std::vector<InspectionAnswerRow>& answers) {
  std::string column;
  std::string next;
  for (const auto& answer : answers) {
    if (next.empty() || answer.item != next) {
      if (!column.empty()) column.push_back(kGroup);
      column += answer.item;
    }
    column.push_back(kNext);
    column += short_value(answer.value);
    next = item_after(answer.item);
  }
  return column;
}

std::vector<InspectionAnswerRow> read_answers_column(std::string_view column) {
  std::vector<InspectionAnswerRow> answers;
  while (!column.empty()) {
    std::string_view group = column.substr(0, column.find(kGroup));
    column.remove_prefix(std::min(column.size(), group.size() + 1));
    std::string item(group.substr(0, group.find(kNext)));
    group.remove_prefix(item.size());
    while (!group.empty()) {
      group.remove_prefix(1);  // kNext
      const auto value = group.substr(0, group.find(kNext));
      group.remove_prefix(value.size());
      answers.push_back({item, std::string(long_value(value)), {}});
      item = item_after(item);
    }
  }
  std::sort(answers.begin(), answers.end(), [](const auto& a, const auto& b) { return a.item < b.item; });
  return answers;
}

}  // namespace ronda::server
