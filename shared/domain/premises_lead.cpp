#include "shared/domain/premises_lead.hpp"

#include <array>

#include "shared/domain/field_report.hpp"

namespace ronda::domain {

namespace {

template <typename E, std::size_t N>
std::string_view word_in(const std::array<std::string_view, N>& words, E value) {
  return words.at(static_cast<std::size_t>(value));
}

template <typename E, std::size_t N>
Result<E> value_in(const std::array<std::string_view, N>& words, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == text) return static_cast<E>(i);
  }
  return bad_input("no such word: " + std::string(text.substr(0, 40)));
}

constexpr std::array<std::string_view, 9> kReasons{
    "child", "exploitation", "violence", "danger", "drugs", "foreign_reporting", "fire_safety", "licence", "other"};
constexpr std::array<std::string_view, 13> kReceivers{
    "unit_ppa",      "sapa",         "uptd_ppa",  "health",  "lpsk",      "dinsos", "immigration",
    "investigation", "fire_service", "licensing", "tourism", "satpol_pp", "other"};
constexpr std::array<std::string_view, 13> kStages{"report", "inquiry", "investigation", "arrest", "detention",
                                                   "search", "seizure", "file",          "stage1", "p21",
                                                   "stage2", "stopped", "verdict"};
constexpr std::array<std::string_view, 4> kSources{"cyber_patrol", "public", "agency", "officer"};
constexpr std::array<std::string_view, 6> kCategories{"minors",      "exploitation", "short_stay",
                                                      "no_register", "drugs",        "other"};
constexpr std::array<std::string_view, 3> kPriorities{"low", "normal", "high"};

}  // namespace

std::string_view word(ReferralReason value) { return word_in(kReasons, value); }
std::string_view word(Receiver value) { return word_in(kReceivers, value); }
std::string_view word(CaseStage value) { return word_in(kStages, value); }
std::string_view word(TipSource value) { return word_in(kSources, value); }
std::string_view word(TipCategory value) { return word_in(kCategories, value); }
std::string_view word(TipPriority value) { return word_in(kPriorities, value); }

Result<ReferralReason> parse_referral_reason(std::string_view text) { return value_in<ReferralReason>(kReasons, text); }
Result<Receiver> parse_receiver(std::string_view text) { return value_in<Receiver>(kReceivers, text); }
Result<CaseStage> parse_case_stage(std::string_view text) { return value_in<CaseStage>(kStages, text); }
Result<TipSource> parse_tip_source(std::string_view text) { return value_in<TipSource>(kSources, text); }
Result<TipCategory> parse_tip_category(std::string_view text) { return value_in<TipCategory>(kCategories, text); }
Result<TipPriority> parse_tip_priority(std::string_view text) { return value_in<TipPriority>(kPriorities, text); }

Result<void> check_case_number(std::string_view text, std::string_view where) {
  if (text.find_first_of("\n\t") != std::string_view::npos)
    return bad_input("a number is one line", std::string(where));
  return check_report_text(text, where, kMaxCaseNumber);
}

Result<void> check(const MadeReferral& report) { return check_case_number(report.case_no, "/case_no"); }

Result<void> check(const ReceivedTip& report) {
  if (report.expires_on < report.received_on) return bad_input("a tip ends after it came", "/expires_on");
  if (plus_days(report.received_on, kMaxTipDays) < report.expires_on) {
    return bad_input("a tip counts for at most a year", "/expires_on");
  }
  return check_case_number(report.reference, "/reference");
}

}  // namespace ronda::domain
