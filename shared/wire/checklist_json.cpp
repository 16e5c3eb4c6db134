#include "shared/wire/checklist_json.hpp"

#include "embedded/data.hpp"

namespace ronda::wire {

namespace {

using domain::Item;

constexpr std::string_view kFilePrefix = "checklist-";
constexpr std::string_view kFileSuffix = ".json";

/// "v1" of "checklist-v1.json"; empty for any other file.
std::string_view version_of_file(std::string_view name) {
  if (name.size() <= kFilePrefix.size() + kFileSuffix.size()) return {};
  if (name.substr(0, kFilePrefix.size()) != kFilePrefix) return {};
  if (name.substr(name.size() - kFileSuffix.size()) != kFileSuffix) return {};
  return name.substr(kFilePrefix.size(), name.size() - kFilePrefix.size() - kFileSuffix.size());
}

/// Reads a member's word with `parse`; the error points at the member.
template <typename Parse>
auto word_member(const JsonCursor& at, std::string_view name, Parse parse) -> decltype(parse(std::string_view())) {
  auto member = at.member(name);
  if (!member) return std::move(member).error();
  auto text = member->as_string();
  if (!text) return std::move(text).error();
  auto value = parse(*text);
  if (!value) return member->wrong(value.error().message);
  return value;
}

Result<domain::Text> text_member(const JsonCursor& at, std::string_view name) {
  auto member = at.member(name);
  if (!member) return std::move(member).error();
  return read_text(*member);
}

Result<std::optional<domain::Text>> optional_text(const JsonCursor& at, std::string_view name) {
  const auto member = at.find(name);
  if (!member) return std::optional<domain::Text>();
  auto text = read_text(*member);
  if (!text) return std::move(text).error();
  return std::optional<domain::Text>(*std::move(text));
}

Result<domain::Basis> read_basis(const JsonCursor& at) {
  domain::Basis basis;
  auto label = text_member(at, "label");
  if (!label) return std::move(label).error();
  basis.label = *std::move(label);
  auto kind = word_member(at, "kind", domain::parse_basis_kind);
  if (!kind) return std::move(kind).error();
  basis.kind = *kind;
  auto version = at.string("version");
  if (!version) return std::move(version).error();
  basis.version = *std::move(version);
  return basis;
}

Result<std::vector<domain::Option>> read_options(const JsonCursor& at) {
  std::vector<domain::Option> options;
  auto items = at.as_array(100);
  if (!items) return std::move(items).error();
  for (const JsonCursor& item : *items) {
    auto code = item.string("code");
    if (!code) return std::move(code).error();
    auto text = text_member(item, "text");
    if (!text) return std::move(text).error();
    options.push_back({*std::move(code), *std::move(text)});
  }
  return options;
}

Result<domain::ShareStep> read_step(const JsonCursor& at) {
  domain::ShareStep step;
  auto none = at.optional_boolean("none");
  if (!none) return std::move(none).error();
  step.none = none->value_or(false);
  auto below = at.optional_integer("below_percent", 0, 100);
  if (!below) return std::move(below).error();
  step.below_percent = static_cast<int>(below->value_or(0));
  auto severity = word_member(at, "severity", domain::parse_severity);
  if (!severity) return std::move(severity).error();
  step.severity = *severity;
  auto days = at.integer("deadline_days", 1, 3650);
  if (!days) return std::move(days).error();
  step.deadline_days = static_cast<int>(*days);
  return step;
}

Result<domain::FindingRule> read_rule(const JsonCursor& at) {
  domain::FindingRule rule;
  auto kind = word_member(at, "when", domain::parse_rule_kind);
  if (!kind) return std::move(kind).error();
  rule.kind = *kind;
  if (rule.kind == domain::RuleKind::below) {
    auto below = at.integer("below", 0, 1'000'000);
    if (!below) return std::move(below).error();
    rule.below = static_cast<int>(*below);
  }
  if (rule.kind != domain::RuleKind::share) return rule;
  auto part = word_member(at, "part", domain::parse_sample_part);
  if (!part) return std::move(part).error();
  rule.part = *part;
  auto whole = word_member(at, "whole", domain::parse_sample_part);
  if (!whole) return std::move(whole).error();
  rule.whole = *whole;
  auto steps = at.array("steps", 10);
  if (!steps) return std::move(steps).error();
  for (const JsonCursor& place : *steps) {
    auto step = read_step(place);
    if (!step) return std::move(step).error();
    rule.steps.push_back(*step);
  }
  return rule;
}

Result<void> read_item_rules(const JsonCursor& at, Item& item) {
  auto min = at.optional_integer("min", 0, 1'000'000);
  if (!min) return std::move(min).error();
  item.min = static_cast<int>(min->value_or(0));
  auto max = at.optional_integer("max", 0, 1'000'000);
  if (!max) return std::move(max).error();
  item.max = static_cast<int>(max->value_or(0));
  if (const auto options = at.find("options")) {
    auto read = read_options(*options);
    if (!read) return std::move(read).error();
    item.options = *std::move(read);
  }
  if (const auto condition = at.find("applies_when")) {
    auto other = condition->string("item");
    if (!other) return std::move(other).error();
    auto not_value = condition->string("not");
    if (!not_value) return std::move(not_value).error();
    item.applies_when = domain::AppliesWhen{*std::move(other), *std::move(not_value)};
  }
  if (at.find("part")) {
    auto part = word_member(at, "part", domain::parse_sample_part);
    if (!part) return std::move(part).error();
    item.part = *part;
  }
  if (const auto finding = at.find("finding")) {
    auto rule = read_rule(*finding);
    if (!rule) return std::move(rule).error();
    item.rule = *std::move(rule);
  }
  return {};
}

Result<Item> read_item(const JsonCursor& at) {
  Item item;
  auto code = at.string("code", 32);
  if (!code) return std::move(code).error();
  item.code = *std::move(code);
  auto kind = word_member(at, "kind", domain::parse_item_kind);
  if (!kind) return std::move(kind).error();
  item.kind = *kind;
  auto text = text_member(at, "text");
  if (!text) return std::move(text).error();
  item.text = *std::move(text);
  auto hint = optional_text(at, "hint");
  if (!hint) return std::move(hint).error();
  item.hint = *std::move(hint);
  auto unit = optional_text(at, "unit");
  if (!unit) return std::move(unit).error();
  item.unit = *std::move(unit);
  if (at.find("severity")) {
    auto severity = word_member(at, "severity", domain::parse_severity);
    if (!severity) return std::move(severity).error();
    item.severity = *severity;
  }
  auto days = at.optional_integer("deadline_days", 1, 3650);
  if (!days) return std::move(days).error();
  if (*days) item.deadline_days = static_cast<int>(**days);
  auto photo = at.boolean("photo");
  if (!photo) return std::move(photo).error();
  item.photo = *photo;
  auto required = at.boolean("required");
  if (!required) return std::move(required).error();
  item.required = *required;
  auto basis_at = at.member("basis");
  if (!basis_at) return std::move(basis_at).error();
  auto basis = read_basis(*basis_at);
  if (!basis) return std::move(basis).error();
  item.basis = *std::move(basis);
  if (auto rules = read_item_rules(at, item); !rules) return std::move(rules).error();
  return item;
}

}  // namespace

void write_text(JsonWriter& out, const domain::Text& text) {
  out.begin_object().member("id", text.id).member("en", text.en).end_object();
}

Result<domain::Text> read_text(const JsonCursor& at) {
  auto id = at.string("id");
  if (!id) return std::move(id).error();
  auto en = at.string("en");
  if (!en) return std::move(en).error();
  return domain::Text{*std::move(id), *std::move(en)};
}

Result<domain::Checklist> read_checklist(const JsonCursor& at) {
  domain::Checklist checklist;
  auto version = at.string("version", 32);
  if (!version) return std::move(version).error();
  checklist.version = *std::move(version);
  auto title = text_member(at, "title");
  if (!title) return std::move(title).error();
  checklist.title = *std::move(title);
  auto published = at.date("published");
  if (!published) return std::move(published).error();
  checklist.published = *published;
  auto sections = at.array("sections", 100);
  if (!sections) return std::move(sections).error();
  for (const JsonCursor& place : *sections) {
    domain::Section section;
    auto code = place.string("code", 32);
    if (!code) return std::move(code).error();
    section.code = *std::move(code);
    auto name = text_member(place, "title");
    if (!name) return std::move(name).error();
    section.title = *std::move(name);
    auto items = place.array("items", 500);
    if (!items) return std::move(items).error();
    for (const JsonCursor& item_at : *items) {
      auto item = read_item(item_at);
      if (!item) return std::move(item).error();
      section.items.push_back(*std::move(item));
    }
    checklist.sections.push_back(std::move(section));
  }
  if (auto good = domain::check_checklist(checklist); !good) return std::move(good).error();
  return checklist;
}

Result<domain::Checklist> parse_checklist(std::string_view document) {
  auto parsed = JsonDocument::parse(document);
  if (!parsed) return std::move(parsed).error();
  return read_checklist(parsed->root());
}

std::string_view embedded_checklist(std::string_view version) {
  for (const auto& file : embedded::data::files) {
    if (!version.empty() && version_of_file(file.name) == version) return file.content;
  }
  return {};
}

std::vector<std::string> embedded_checklist_versions() {
  std::vector<std::string> versions;
  for (const auto& file : embedded::data::files) {
    if (const auto version = version_of_file(file.name); !version.empty()) versions.emplace_back(version);
  }
  return versions;
}

void write_value(JsonWriter& out, const domain::Value& value) {
  if (const auto* yes_no = std::get_if<domain::YesNo>(&value)) {
    out.value(domain::word(*yes_no));
  } else if (const auto* count = std::get_if<std::int64_t>(&value)) {
    out.value(*count);
  } else if (const auto* option = std::get_if<domain::OptionCode>(&value)) {
    out.value(option->code);
  } else if (const auto* range = std::get_if<domain::DateRange>(&value)) {
    out.begin_object().member("from", range->from).member("to", range->to).end_object();
  } else {
    out.null();
  }
}

Result<domain::Value> read_value(const JsonCursor& at) {
  if (at.is_null()) return domain::Value{};
  if (at.is_integer()) {
    auto count = at.as_integer();
    if (!count) return std::move(count).error();
    return domain::Value{*count};
  }
  if (at.is_string()) {
    auto text = at.as_string(64);
    if (!text) return std::move(text).error();
    if (auto yes_no = domain::parse_yes_no(*text)) return domain::Value{*yes_no};
    return domain::Value{domain::OptionCode{*std::move(text)}};
  }
  if (!at.is_object()) return at.wrong("expected an answer");
  if (auto good = at.only({"from", "to"}); !good) return std::move(good).error();
  auto from = at.date("from");
  if (!from) return std::move(from).error();
  auto to = at.date("to");
  if (!to) return std::move(to).error();
  return domain::Value{domain::DateRange{*from, *to}};
}

}  // namespace ronda::wire
