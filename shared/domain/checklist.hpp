#pragma once
// A checklist version: what is asked, why, and when an answer becomes a finding. All rules are data of the version,
// never constants of the code (DOMAIN.md: a citation is data). Plain values; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/domain/text.hpp"
#include "shared/domain/words.hpp"

namespace ronda::domain {

/// yn: yes, no or not applicable. count: a whole number. range: dates of the register sample. choice: one option.
/// sample: computed from the tally of the register sample, never typed.
enum class ItemKind { yn, count, range, choice, sample };
enum class BasisKind { law, policy };

struct Basis {
  Text label;
  BasisKind kind = BasisKind::policy;
  std::string version;  ///< of the citation, YYYY-MM
  bool operator==(const Basis&) const = default;
};

struct Option {
  std::string code;
  Text text;
  bool operator==(const Option&) const = default;
};

/// The item applies unless `item` was answered `not_value`.
struct AppliesWhen {
  std::string item;
  std::string not_value;
  bool operator==(const AppliesWhen&) const = default;
};

/// A number of the register sample.
enum class SamplePart { n, complete, verified, foreign, reported, minors, companion };

/// One step of a share rule: a finding if part = 0 of a positive whole (`none`), or part/whole is below the percentage.
struct ShareStep {
  bool none = false;
  int below_percent = 0;
  Severity severity = Severity::minor;
  int deadline_days = 0;
  bool operator==(const ShareStep&) const = default;
};

enum class RuleKind {
  never,               ///< informative
  answer_no,           ///< yn answered "no"
  differs_from_rooms,  ///< a count other than the rooms on record (no finding if none are on record)
  below,               ///< a count below `below`
  share,               ///< the first step that holds of part/whole of the sample
};

struct FindingRule {
  RuleKind kind = RuleKind::never;
  int below = 0;
  SamplePart part = SamplePart::complete;
  SamplePart whole = SamplePart::n;
  std::vector<ShareStep> steps;
  bool operator==(const FindingRule&) const = default;
};

struct Item {
  std::string code;
  ItemKind kind = ItemKind::yn;
  Text text;
  std::optional<Text> hint;
  std::optional<Severity> severity;
  std::optional<int> deadline_days;  ///< calendar days from the visit
  bool photo = false;                ///< takes a photo of the premises as evidence
  bool required = true;
  Basis basis;
  std::vector<Option> options;  ///< of a choice
  int min = 0;                  ///< of a count
  int max = 0;
  std::optional<AppliesWhen> applies_when;
  std::optional<Text> unit;        ///< of a count, for example "kamar"
  std::optional<SamplePart> part;  ///< which number of the sample a `sample` item shows
  FindingRule rule;
  bool operator==(const Item&) const = default;
};

struct Section {
  std::string code;
  Text title;
  std::vector<Item> items;
  bool operator==(const Section&) const = default;
};

struct Checklist {
  std::string version;  ///< "v1"
  Text title;
  LocalDate published;
  std::vector<Section> sections;
  bool operator==(const Checklist&) const = default;

  /// Null if there is no such item.
  const Item* find(std::string_view code) const;
  int items_total() const;
};

std::string_view word(ItemKind value);
std::string_view word(BasisKind value);
std::string_view word(SamplePart value);
std::string_view word(RuleKind value);
Result<ItemKind> parse_item_kind(std::string_view text);
Result<BasisKind> parse_basis_kind(std::string_view text);
Result<SamplePart> parse_sample_part(std::string_view text);
Result<RuleKind> parse_rule_kind(std::string_view text);

/// Promises that the rest relies on: codes are unique, conditions name earlier items, a rule fits its kind, a rule that
/// can make a finding has severity and deadline, both languages are there. Errors: bad_input with `where` = the item's
/// code.
Result<void> check_checklist(const Checklist& checklist);

}  // namespace ronda::domain
