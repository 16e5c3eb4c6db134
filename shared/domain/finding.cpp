#include "shared/domain/finding.hpp"

namespace ronda::domain {

namespace {

std::optional<FindingVerdict> own_verdict(const Item& item) {
  if (!item.severity || !item.deadline_days) return std::nullopt;
  return FindingVerdict{*item.severity, *item.deadline_days};
}

std::optional<FindingVerdict> share_verdict(const FindingRule& rule, const CountedSample& sample) {
  const std::int64_t part = part_of(sample.tally, sample.plan.n, rule.part);
  const std::int64_t whole = part_of(sample.tally, sample.plan.n, rule.whole);
  if (whole <= 0) return std::nullopt;
  for (const ShareStep& step : rule.steps) {
    const bool holds = step.none ? part == 0 : part * 100 < whole * step.below_percent;
    if (holds) return FindingVerdict{step.severity, step.deadline_days};
  }
  return std::nullopt;
}

}  // namespace

std::optional<FindingVerdict> verdict_of(const Item& item, const Value& value, std::optional<int> rooms_on_record,
                                         const std::optional<CountedSample>& sample) {
  const auto* count = std::get_if<std::int64_t>(&value);
  switch (item.rule.kind) {
    case RuleKind::never:
      return std::nullopt;
    case RuleKind::answer_no: {
      const auto* yes_no = std::get_if<YesNo>(&value);
      return yes_no != nullptr && *yes_no == YesNo::no ? own_verdict(item) : std::nullopt;
    }
    case RuleKind::differs_from_rooms:
      return count != nullptr && rooms_on_record && *count != *rooms_on_record ? own_verdict(item) : std::nullopt;
    case RuleKind::below:
      return count != nullptr && *count < item.rule.below ? own_verdict(item) : std::nullopt;
    case RuleKind::share:
      return sample ? share_verdict(item.rule, *sample) : std::nullopt;
  }
  return std::nullopt;
}

std::vector<NewFinding> derive_findings(const Checklist& checklist, const Answers& answers,
                                        const std::optional<CountedSample>& sample, std::optional<int> rooms_on_record,
                                        LocalDate visited_on, const std::set<std::string>& still_open) {
  std::vector<NewFinding> findings;
  for (const Section& section : checklist.sections) {
    for (const Item& item : section.items) {
      const auto answer = answers.find(item.code);
      if (answer == answers.end() || !applies(item, answers) || still_open.count(item.code) != 0) continue;
      const auto verdict = verdict_of(item, answer->second.value, rooms_on_record, sample);
      if (!verdict) continue;
      findings.push_back({item.code, verdict->severity, verdict->deadline_days,
                          plus_days(visited_on, verdict->deadline_days), answer->second.note});
    }
  }
  return findings;
}

int days_late(LocalDate due_on, LocalDate today) {
  const std::int64_t days = day_number(today) - day_number(due_on);
  return days > 0 ? static_cast<int>(days) : 0;
}

}  // namespace ronda::domain
