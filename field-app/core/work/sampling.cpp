#include "field-app/core/work/sampling.hpp"

#include <algorithm>

#include "field-app/core/work/inspecting.hpp"

namespace ronda::field {

namespace {

Error no_sample() { return Error{ErrorCode::not_found, "no sample was drawn yet", "/sample"}; }

std::string entry_text(const domain::SampleEntry& entry) {
  std::string text;
  const std::pair<bool, const char*> flags[] = {{entry.complete, "complete"}, {entry.verified, "verified"},
                                                {entry.foreign, "foreign"},   {entry.reported, "reported"},
                                                {entry.minor, "minor"},       {entry.companion, "companion"}};
  for (const auto& [set, name] : flags) {
    if (set) text += (text.empty() ? "" : " ") + std::string(name);
  }
  return text.empty() ? "incomplete" : text;
}

}  // namespace

Result<void> start_sample(WorkContext& context, InspectionId id, LocalDate from, LocalDate to, int total_lines, int n) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  if (draft->sample)
    return Error{ErrorCode::conflict, "a sample was drawn already; remove it to start anew", "/sample"};
  auto plan =
      domain::draw_sample(from, to, total_lines, n, context.today(), context.policy.sample, context.ports.entropy);
  if (!plan) return std::move(plan).error();
  InspectionStore store = context.inspections();
  if (auto put = store.put_sample(id, *plan, context.now); !put) return put;
  return store.note(id, context.now, "sample", std::nullopt,
                    std::to_string(plan->n) + " of " + std::to_string(plan->total_lines) + ", from line " +
                        std::to_string(plan->start) + " every " + std::to_string(plan->step));
}

Result<void> count_entry(WorkContext& context, InspectionId id, int k, const domain::SampleEntry& entry) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  if (!draft->sample) return no_sample();
  const int counted = static_cast<int>(draft->sample->entries.size());
  if (k < 1 || k > counted + 1 || k > draft->sample->plan.n) {
    return bad_input("this is not the next entry or one before it", "/k");
  }
  if (auto good = domain::check_entry(entry); !good) return good;
  InspectionStore store = context.inspections();
  if (auto put = store.put_entry(id, k, entry, context.now); !put) return put;
  return store.note(id, context.now, "entry", std::to_string(k), entry_text(entry));
}

Result<void> undo_entry(WorkContext& context, InspectionId id, int k) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  if (!draft->sample) return no_sample();
  const int counted = static_cast<int>(draft->sample->entries.size());
  if (k != counted || k < 1) return bad_input("only the last entry can be taken back", "/k");
  InspectionStore store = context.inspections();
  if (auto removed = store.remove_entry(id, k); !removed) return removed;
  return store.note(id, context.now, "entry", std::to_string(k), std::nullopt);
}

Result<void> name_most_blank(WorkContext& context, InspectionId id, const std::optional<std::string>& field) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  if (!draft->sample) return no_sample();
  for (const domain::Section& section : draft->checklist->sections) {
    const bool sampled = std::any_of(section.items.begin(), section.items.end(),
                                     [](const domain::Item& i) { return i.kind == domain::ItemKind::sample; });
    for (const domain::Item& item : section.items) {
      if (!sampled || item.kind != domain::ItemKind::choice) continue;
      AnswerChange change;
      change.value = field ? domain::Value{domain::OptionCode{*field}} : domain::Value{};
      auto changed = change_answer(context, id, item.code, change);
      if (!changed && changed.error().code == ErrorCode::bad_input) return bad_input(changed.error().message, "/field");
      return changed;
    }
  }
  return Error{ErrorCode::not_found, "this checklist does not ask for it", "/field"};
}

Result<void> drop_sample(WorkContext& context, InspectionId id) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  InspectionStore store = context.inspections();
  if (auto removed = store.remove_sample(id); !removed) return removed;
  return store.note(id, context.now, "sample", std::nullopt, std::nullopt);
}

}  // namespace ronda::field
