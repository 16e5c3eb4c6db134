#include "shared/domain/answer.hpp"

#include <algorithm>

namespace ronda::domain {

namespace {

constexpr std::string_view kNothingBlank = "none";

bool is_answered(const Item& item, const Answers& answers) {
  if (!applies(item, answers)) return true;
  const auto found = answers.find(item.code);
  return found != answers.end() && found->second.has_value();
}

/// What a condition compares with: the word of a yn answer or the code of a choice.
std::string condition_word(const Value& value) {
  if (const auto* yes_no = std::get_if<YesNo>(&value)) return std::string(word(*yes_no));
  if (const auto* option = std::get_if<OptionCode>(&value)) return option->code;
  return {};
}

bool has_option(const Item& item, std::string_view code) {
  return std::any_of(item.options.begin(), item.options.end(), [&](const Option& o) { return o.code == code; });
}

}  // namespace

std::string_view word(YesNo value) {
  switch (value) {
    case YesNo::yes:
      return "yes";
    case YesNo::no:
      return "no";
    case YesNo::na:
      return "na";
  }
  return "";
}

Result<YesNo> parse_yes_no(std::string_view text) {
  if (text == "yes") return YesNo::yes;
  if (text == "no") return YesNo::no;
  if (text == "na") return YesNo::na;
  return bad_input("the answer is \"yes\", \"no\" or \"na\"");
}

Result<void> check_typed_value(const Item& item, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return {};
  switch (item.kind) {
    case ItemKind::yn:
      if (!std::holds_alternative<YesNo>(value)) return bad_input("the answer is \"yes\", \"no\" or \"na\"");
      return {};
    case ItemKind::count: {
      const auto* count = std::get_if<std::int64_t>(&value);
      if (count == nullptr) return bad_input("the answer is a whole number");
      if (*count < item.min || *count > item.max) {
        return bad_input("the number lies between " + std::to_string(item.min) + " and " + std::to_string(item.max));
      }
      return {};
    }
    case ItemKind::choice: {
      const auto* option = std::get_if<OptionCode>(&value);
      if (option == nullptr || !has_option(item, option->code)) return bad_input("the answer is one of the options");
      return {};
    }
    case ItemKind::range:
    case ItemKind::sample:
      return bad_input("the register sample fills this item");
  }
  return bad_input("unknown kind of item");
}

bool applies(const Item& item, const Value* condition) {
  return !item.applies_when || condition == nullptr || condition_word(*condition) != item.applies_when->not_value;
}

bool applies(const Item& item, const Answers& answers) {
  if (!item.applies_when) return true;
  const auto found = answers.find(item.applies_when->item);
  return applies(item, found == answers.end() ? nullptr : &found->second.value);
}

Value sampled_value(const Item& item, const CountedSample& sample) {
  switch (item.kind) {
    case ItemKind::range:
      return DateRange{sample.plan.from, sample.plan.to};
    case ItemKind::sample:
      return std::int64_t{part_of(sample.tally, sample.plan.n, *item.part)};
    case ItemKind::choice: {
      if (sample.tally.incomplete == 0) return OptionCode{std::string(kNothingBlank)};
      if (sample.most_blank) return OptionCode{*sample.most_blank};
      return std::monostate{};
    }
    case ItemKind::yn:
    case ItemKind::count:
      break;
  }
  return std::monostate{};
}

Answers with_sample(const Checklist& checklist, const Answers& answers, const std::optional<CountedSample>& sample) {
  Answers all = answers;
  const Section* of_sample = nullptr;
  for (const Section& section : checklist.sections) {
    for (const Item& item : section.items) {
      if (item.kind == ItemKind::sample || item.kind == ItemKind::range) of_sample = &section;
    }
  }
  if (of_sample == nullptr) return all;
  for (const Item& item : of_sample->items) {
    if (item.kind == ItemKind::yn || item.kind == ItemKind::count) continue;
    Answer& answer = all[item.code];
    answer.item = item.code;
    answer.value = sample ? sampled_value(item, *sample) : Value{};
  }
  return all;
}

Progress progress_of(const Checklist& checklist, const Answers& answers) {
  Progress progress;
  for (const Section& section : checklist.sections) {
    SectionProgress part{section.code, 0, static_cast<int>(section.items.size())};
    for (const Item& item : section.items) {
      if (is_answered(item, answers) || !item.required) {
        ++part.answered;
      } else {
        progress.gaps.push_back(item.code);
      }
    }
    progress.answered += part.answered;
    progress.total += part.total;
    progress.sections.push_back(std::move(part));
  }
  if (!progress.gaps.empty()) progress.first_gap = progress.gaps.front();
  return progress;
}

}  // namespace ronda::domain
