#pragma once
// Answers of an inspection and how far it is. Plain values and pure functions; any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/domain/checklist.hpp"
#include "shared/domain/register_sample.hpp"

namespace ronda::domain {

enum class YesNo { yes, no, na };
std::string_view word(YesNo value);
Result<YesNo> parse_yes_no(std::string_view text);

struct DateRange {
  LocalDate from;
  LocalDate to;
  bool operator==(const DateRange&) const = default;
};

struct OptionCode {
  std::string code;
  bool operator==(const OptionCode&) const = default;
};

/// Empty, yn, count, choice or range.
using Value = std::variant<std::monostate, YesNo, std::int64_t, OptionCode, DateRange>;

struct Answer {
  std::string item;
  Value value;
  std::string note;                 ///< empty if there is none
  std::vector<std::string> photos;  ///< SHA-256 in lower-case hex
  Instant at;
  bool operator==(const Answer&) const = default;

  bool has_value() const { return !std::holds_alternative<std::monostate>(value); }
};

/// By item code.
using Answers = std::map<std::string, Answer>;

/// True if the value may be typed for this item: the kind fits, a count lies in min..max, an option exists. Items that
/// the sample fills take nothing typed. Errors: bad_input.
Result<void> check_typed_value(const Item& item, const Value& value);

/// True unless the item's condition was answered away.
bool applies(const Item& item, const Answers& answers);
/// The same, told what the item of the condition was answered; null: nothing was.
bool applies(const Item& item, const Value* condition);

/// What the sample says for an item that with_sample() fills.
Value sampled_value(const Item& item, const CountedSample& sample);

/// The answers with what the register sample says put in: SMP-01 the range, SMP-02 … SMP-07 the numbers, SMP-08 the
/// most blank field ("none" by itself if no entry is incomplete). Without a sample these items are empty.
Answers with_sample(const Checklist& checklist, const Answers& answers, const std::optional<CountedSample>& sample);

struct SectionProgress {
  std::string code;
  int answered = 0;
  int total = 0;
};

struct Progress {
  int answered = 0;
  int total = 0;
  std::vector<SectionProgress> sections;
  std::optional<std::string> first_gap;  ///< code of the first required item without an answer
  std::vector<std::string> gaps;
};

/// Items that do not apply count as answered. `answers` as with_sample gives them.
Progress progress_of(const Checklist& checklist, const Answers& answers);

}  // namespace ronda::domain
