#pragma once
// From answers to findings: which answers become one, how bad, until when; and what a sealed inspection owes to
// findings that were open. Pure functions; any thread.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/domain/answer.hpp"
#include "shared/domain/checklist.hpp"
#include "shared/domain/register_sample.hpp"

namespace ronda::domain {

/// What one answer means by the rules of its checklist version.
struct FindingVerdict {
  Severity severity = Severity::minor;
  int deadline_days = 0;
  bool operator==(const FindingVerdict&) const = default;
};

/// `rooms_on_record` is the lodging's number of rooms as the device knew it; absent if unknown.
std::optional<FindingVerdict> verdict_of(const Item& item, const Value& value, std::optional<int> rooms_on_record,
                                         const std::optional<CountedSample>& sample);

/// A finding that this inspection opens.
struct NewFinding {
  std::string item;
  Severity severity = Severity::minor;
  int deadline_days = 0;
  LocalDate due_on;
  std::string note;
  bool operator==(const NewFinding&) const = default;
};

/// The findings of a done inspection in the order of the checklist. `answers` as with_sample gives them; `visited_on`
/// is the date of sealing in the unit's zone, from which deadlines count (the day the paper is handed over). Items in
/// `still_open` have an open finding that persists or worsened: they do not open a second one.
std::vector<NewFinding> derive_findings(const Checklist& checklist, const Answers& answers,
                                        const std::optional<CountedSample>& sample, std::optional<int> rooms_on_record,
                                        LocalDate visited_on, const std::set<std::string>& still_open);

/// Calendar days that `due_on` lies behind `today`; 0 if it does not.
int days_late(LocalDate due_on, LocalDate today);

}  // namespace ronda::domain
