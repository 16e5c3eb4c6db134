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

/// True if `item` is the one after `before`: what item_after() gives, without making it.
bool follows(std::string_view item, std::string_view before) {
  const std::size_t size = before.size();
  if (size < 2 || item.size() != size || item.substr(0, size - 2) != before.substr(0, size - 2)) return false;
  const auto number = [](std::string_view text) {
    const int tens = text[text.size() - 2] - '0';
    const int ones = text[text.size() - 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  };
  const int last = number(before);
  return last >= 0 && number(item) == last + 1;
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
  column.reserve(answers.size() * 4 + 64);
  std::string_view before;
  for (const auto& answer : answers) {
    if (!follows(answer.item, before)) {
      if (!column.empty()) column.push_back(kGroup);
      column += answer.item;
    }
    column.push_back(kNext);
    column += short_value(answer.value);
    before = answer.item;
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
