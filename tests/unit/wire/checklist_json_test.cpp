#include "shared/wire/checklist_json.hpp"

#include <gtest/gtest.h>

#include <string>

#include "shared/domain/finding.hpp"

namespace ronda::wire {

namespace {

domain::Checklist v1() {
  auto checklist = parse_checklist(embedded_checklist("v1"));
  EXPECT_TRUE(checklist.has_value()) << checklist.error().message << " " << checklist.error().where;
  return *checklist;
}

std::string finding_text(const domain::Checklist& checklist, const char* code, const domain::Value& value,
                         std::optional<int> rooms = 18,
                         const std::optional<domain::CountedSample>& sample = std::nullopt) {
  const auto verdict = domain::verdict_of(*checklist.find(code), value, rooms, sample);
  if (!verdict) return "none";
  return std::string(word(verdict->severity)) + " " + std::to_string(verdict->deadline_days);
}

std::string sampled(const domain::Checklist& checklist, const char* code, const domain::SampleTally& tally) {
  domain::CountedSample sample;
  sample.plan.n = tally.counted();
  sample.tally = tally;
  return finding_text(checklist, code, std::int64_t{0}, 18, sample);
}

using domain::YesNo;

}  // namespace

TEST(ChecklistV1, ThirtyNineItemsInEightSectionsInBothLanguages) {
  const domain::Checklist checklist = v1();

  EXPECT_EQ(checklist.items_total(), 39);
  std::string codes;
  for (const auto& section : checklist.sections) codes += section.code + std::to_string(section.items.size()) + " ";
  EXPECT_EQ(codes, "LEG5 REG6 SMP8 ADM6 CHD5 SEC4 FIR3 COP2 ");
}

TEST(ChecklistV1, OnlyConfirmedRulesAreShownAsLawAndNoPenaltyIsNamed) {
  const domain::Checklist checklist = v1();
  std::string laws;
  for (const auto& section : checklist.sections) {
    for (const auto& item : section.items) {
      if (item.basis.kind == domain::BasisKind::law) laws += item.code + " ";
    }
  }

  EXPECT_EQ(laws, "LEG-01 LEG-02 REG-05 REG-06 SMP-05 ");
  const std::string text(embedded_checklist("v1"));
  for (const char* never : {"sanksi", "denda", "pidana", "kurungan", "penjara", "fine", "penalty"}) {
    EXPECT_EQ(text.find(never), std::string::npos) << never;
  }
}

TEST(ChecklistV1, AnswersBecomeFindingsByTheRulesOfTheVersion) {
  const domain::Checklist checklist = v1();

  EXPECT_EQ(finding_text(checklist, "FIR-02", YesNo::no), "critical 3");
  EXPECT_EQ(finding_text(checklist, "FIR-02", YesNo::yes), "none");
  EXPECT_EQ(finding_text(checklist, "FIR-02", YesNo::na), "none");
  EXPECT_EQ(finding_text(checklist, "LEG-05", std::int64_t{18}), "none");
  EXPECT_EQ(finding_text(checklist, "LEG-05", std::int64_t{20}), "minor 30");
  EXPECT_EQ(finding_text(checklist, "LEG-05", std::int64_t{20}, std::nullopt), "none");
  EXPECT_EQ(finding_text(checklist, "FIR-01", std::int64_t{0}), "major 14");
  EXPECT_EQ(finding_text(checklist, "FIR-01", std::int64_t{1}), "none");
  EXPECT_EQ(finding_text(checklist, "SEC-02", std::int64_t{13}), "minor 14");
  EXPECT_EQ(finding_text(checklist, "SEC-02", std::int64_t{14}), "none");
}

TEST(ChecklistV1, TheSampleIsJudgedByItsShares) {
  const domain::Checklist checklist = v1();

  EXPECT_EQ(sampled(checklist, "SMP-03", {19, 1, 20, 0, 0, 0, 0}), "none");      // 95 %
  EXPECT_EQ(sampled(checklist, "SMP-03", {18, 2, 20, 0, 0, 0, 0}), "minor 14");  // 90 %
  EXPECT_EQ(sampled(checklist, "SMP-03", {16, 4, 20, 0, 0, 0, 0}), "minor 14");  // 80 %
  EXPECT_EQ(sampled(checklist, "SMP-03", {15, 5, 20, 0, 0, 0, 0}), "major 7");
  EXPECT_EQ(sampled(checklist, "SMP-04", {20, 0, 18, 0, 0, 0, 0}), "none");  // 90 %
  EXPECT_EQ(sampled(checklist, "SMP-04", {20, 0, 17, 0, 0, 0, 0}), "major 7");
  EXPECT_EQ(sampled(checklist, "SMP-06", {20, 0, 20, 0, 0, 0, 0}), "none");
  EXPECT_EQ(sampled(checklist, "SMP-06", {20, 0, 20, 3, 3, 0, 0}), "none");
  EXPECT_EQ(sampled(checklist, "SMP-06", {20, 0, 20, 3, 2, 0, 0}), "major 7");
  EXPECT_EQ(sampled(checklist, "SMP-06", {20, 0, 20, 1, 0, 0, 0}), "critical 1");
  EXPECT_EQ(sampled(checklist, "SMP-07", {20, 0, 20, 0, 0, 2, 2}), "none");
  EXPECT_EQ(sampled(checklist, "SMP-07", {20, 0, 20, 0, 0, 2, 1}), "critical 1");
}

TEST(ChecklistV1, WithoutARegisterItsQuestionsAndTheSampleFallAway) {
  const domain::Checklist checklist = v1();
  domain::Answers answers;
  answers["REG-01"] = {"REG-01", YesNo::no, "", {}, {}};

  const domain::Progress progress =
      domain::progress_of(checklist, domain::with_sample(checklist, answers, std::nullopt));

  EXPECT_EQ(progress.answered, 1 + 5 + 8);
  EXPECT_EQ(progress.first_gap, "LEG-01");
  const auto findings =
      domain::derive_findings(checklist, answers, std::nullopt, 18, LocalDate{2026, 12, 2}, std::set<std::string>{});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].item, "REG-01");
  EXPECT_EQ(to_text(findings[0].due_on), "2026-12-05");
}

TEST(ChecklistJson, ADocumentWithABrokenPromiseIsRefusedWithItsItem) {
  std::string text(embedded_checklist("v1"));
  const auto swap = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    auto checklist = parse_checklist(changed);
    return checklist ? std::string("accepted") : checklist.error().where;
  };

  EXPECT_EQ(swap("\"LEG-02\"", "\"LEG-01\""), "LEG-01");
  EXPECT_EQ(swap("\"severity\": \"major\"", "\"severity\": \"mayor\""), "/sections/0/items/0/severity");
  EXPECT_EQ(swap("\"severity\": \"major\"", "\"severity\": null"), "LEG-01");
  EXPECT_EQ(swap("\"item\": \"REG-01\"", "\"item\": \"REG-99\""), "REG-02");
  EXPECT_EQ(swap("\"kind\": \"law\"", "\"kind\": \"rumour\""), "/sections/0/items/0/basis/kind");
}

}  // namespace ronda::wire
