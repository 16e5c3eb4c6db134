#include "shared/domain/checklist.hpp"

#include <array>
#include <set>

namespace ronda::domain {

namespace {

constexpr std::array<std::string_view, 5> kItemKind{"yn", "count", "range", "choice", "sample"};
constexpr std::array<std::string_view, 2> kBasisKind{"law", "policy"};
constexpr std::array<std::string_view, 7> kSamplePart{"n",        "complete", "verified", "foreign",
                                                      "reported", "minors",   "companion"};
constexpr std::array<std::string_view, 5> kRuleKind{"never", "answer_no", "differs_from_rooms", "below", "share"};

template <typename Enum, typename Words>
Result<Enum> value_in(const Words& words, std::string_view text, const char* what) {
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (words[index] == text) return static_cast<Enum>(index);
  }
  return bad_input("\"" + std::string(text) + "\" is no " + what);
}

Result<void> check_text(const Text& text, const std::string& where) {
  if (text.id.empty() || text.en.empty()) return bad_input("a text is needed in both languages", where);
  return {};
}

bool rule_fits(const Item& item) {
  switch (item.rule.kind) {
    case RuleKind::never:
      return true;
    case RuleKind::answer_no:
      return item.kind == ItemKind::yn;
    case RuleKind::differs_from_rooms:
    case RuleKind::below:
      return item.kind == ItemKind::count;
    case RuleKind::share:
      return item.kind == ItemKind::sample && !item.rule.steps.empty();
  }
  return false;
}

Result<void> check_item(const Item& item, const std::set<std::string>& earlier) {
  const std::string& where = item.code;
  if (item.code.empty()) return bad_input("an item needs a code", where);
  if (earlier.count(item.code) != 0) return bad_input("the code is used twice", where);
  if (auto text = check_text(item.text, where); !text) return text;
  if (item.hint) {
    if (auto text = check_text(*item.hint, where); !text) return text;
  }
  if (auto text = check_text(item.basis.label, where); !text) return text;
  if (!rule_fits(item)) return bad_input("the rule does not fit the kind of item", where);
  const bool own_severity = item.rule.kind != RuleKind::never && item.rule.kind != RuleKind::share;
  if (own_severity && (!item.severity || !item.deadline_days)) {
    return bad_input("an item that can become a finding needs severity and deadline_days", where);
  }
  for (const ShareStep& step : item.rule.steps) {
    if (step.deadline_days <= 0 || step.below_percent < 0 || step.below_percent > 100) {
      return bad_input("a step needs a deadline and a percentage", where);
    }
  }
  if (item.kind == ItemKind::choice && item.options.empty()) return bad_input("a choice needs options", where);
  if (item.kind == ItemKind::count && item.max < item.min) return bad_input("max is below min", where);
  if (item.kind == ItemKind::sample && !item.part) return bad_input("a sample item needs its part", where);
  if (item.applies_when && earlier.count(item.applies_when->item) == 0) {
    return bad_input("applies_when names an item that does not stand before it", where);
  }
  return {};
}

}  // namespace

std::string_view word(ItemKind value) { return kItemKind[static_cast<std::size_t>(value)]; }
std::string_view word(BasisKind value) { return kBasisKind[static_cast<std::size_t>(value)]; }
std::string_view word(SamplePart value) { return kSamplePart[static_cast<std::size_t>(value)]; }
std::string_view word(RuleKind value) { return kRuleKind[static_cast<std::size_t>(value)]; }

Result<ItemKind> parse_item_kind(std::string_view text) { return value_in<ItemKind>(kItemKind, text, "kind of item"); }
Result<BasisKind> parse_basis_kind(std::string_view text) {
  return value_in<BasisKind>(kBasisKind, text, "kind of basis");
}
Result<SamplePart> parse_sample_part(std::string_view text) {
  return value_in<SamplePart>(kSamplePart, text, "part of a sample");
}
Result<RuleKind> parse_rule_kind(std::string_view text) { return value_in<RuleKind>(kRuleKind, text, "kind of rule"); }

const Item* Checklist::find(std::string_view code) const {
  for (const Section& section : sections) {
    for (const Item& item : section.items) {
      if (item.code == code) return &item;
    }
  }
  return nullptr;
}

int Checklist::items_total() const {
  std::size_t total = 0;
  for (const Section& section : sections) total += section.items.size();
  return static_cast<int>(total);
}

Result<void> check_checklist(const Checklist& checklist) {
  if (checklist.version.empty()) return bad_input("a checklist needs a version", "version");
  if (auto text = check_text(checklist.title, "title"); !text) return text;
  std::set<std::string> codes;
  for (const Section& section : checklist.sections) {
    if (auto text = check_text(section.title, section.code); !text) return text;
    for (const Item& item : section.items) {
      if (auto good = check_item(item, codes); !good) return good;
      codes.insert(item.code);
    }
  }
  if (codes.empty()) return bad_input("a checklist needs items", "sections");
  return {};
}

}  // namespace ronda::domain
