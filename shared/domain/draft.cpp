#include "shared/domain/draft.hpp"

#include "shared/domain/screening.hpp"

namespace ronda::domain {

namespace {

Result<void> check_text(const std::string& text, const std::string& where) {
  if (looks_like_identity(text)) return bad_input("this text looks like a number that identifies a person", where);
  return {};
}

Result<void> check_sample(const DraftSample& sample) {
  const SamplePlan& plan = sample.state.plan;
  const bool drawn = plan.total_lines >= 0 && plan.n >= 0 && plan.n <= plan.total_lines && plan.start >= 0 &&
                     plan.step >= 0 && !(plan.to < plan.from);
  if (!drawn) return bad_input("a sample has at most as many lines as the register", "/sample");
  if (static_cast<int>(sample.state.entries.size()) > plan.n) {
    return bad_input("more lines are counted than were drawn", "/sample/entries");
  }
  for (std::size_t i = 0; i < sample.state.entries.size(); ++i) {
    if (auto good = check_entry(sample.state.entries[i]); !good) {
      return bad_input(good.error().message, "/sample/entries/" + std::to_string(i));
    }
  }
  return {};
}

}  // namespace

Result<void> check_draft(const Draft& draft) {
  if (auto good = check_text(draft.outcome_reason, "/outcome_reason"); !good) return good;
  for (std::size_t i = 0; i < draft.answers.size(); ++i) {
    if (auto good = check_text(draft.answers[i].note, "/answers/" + std::to_string(i) + "/note"); !good) return good;
  }
  for (std::size_t i = 0; i < draft.dispositions.size(); ++i) {
    auto good = check_text(draft.dispositions[i].reason, "/dispositions/" + std::to_string(i) + "/reason");
    if (!good) return good;
  }
  if (draft.sample) {
    if (auto good = check_sample(*draft.sample); !good) return good;
  }
  return {};
}

}  // namespace ronda::domain
