#include "field-app/core/work/inspecting.hpp"

#include <algorithm>

#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"

namespace ronda::field {

namespace {

Error no_inspection() { return Error{ErrorCode::not_found, "there is no such inspection on this device", {}}; }

std::string json_of(const domain::Value& value) {
  wire::JsonWriter out;
  wire::write_value(out, value);
  return out.take();
}

std::string json_of(const domain::Fix& fix) {
  wire::JsonWriter out;
  wire::write_fix(out, fix);
  return out.take();
}

std::optional<std::string> text_or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

Result<std::optional<VisitId>> fitting_visit(WorkContext& context, LodgingId lodging, std::optional<VisitId> visit) {
  if (visit) {
    auto known = context.reference().visit(*visit);
    if (!known) return std::move(known).error();
    if (!*known) return Error{ErrorCode::not_found, "there is no such visit on this device", "/visit_id"};
    if ((*known)->lodging != lodging) return bad_input("this visit is planned for another lodging", "/visit_id");
    return visit;
  }
  if (!context.team) return std::optional<VisitId>();
  auto planned = context.reference().visit_on(*context.team, lodging, context.today());
  if (!planned) return std::move(planned).error();
  return *planned ? std::optional<VisitId>((*planned)->id) : std::nullopt;
}

/// A draft owes a word to every open finding; a correction to those that were open at its visit.
Result<std::vector<FindingRow>> findings_to_judge(WorkContext& context, const WholeInspection& inspection) {
  const InspectionRow& row = inspection.row;
  if (row.sealed) return context.reference().judged_findings(row.id);
  if (!inspection.correction) return context.reference().open_findings(row.lodging);
  auto judged = context.reference().judged_findings(inspection.correction->supersedes);
  if (!judged || !judged->empty()) return judged;
  // The version before judged none (the door was closed, say): what was open by then and is still is what it may judge.
  auto open = context.reference().open_findings(row.lodging);
  if (!open) return open;
  const LocalDate visited_on = local_date(inspection.correction->sealed_at, row.zone);
  open->erase(std::remove_if(open->begin(), open->end(),
                             [&](const FindingRow& finding) { return !(finding.opened_on < visited_on); }),
              open->end());
  return open;
}

}  // namespace

std::optional<int> WholeInspection::rooms() const {
  return lodging.rooms ? std::optional<int>(static_cast<int>(*lodging.rooms)) : std::nullopt;
}

std::set<std::string> WholeInspection::still_open() const {
  std::set<std::string> codes;
  for (const FindingRow& finding : open_findings) {
    const auto given = dispositions.find(finding.id);
    if (given != dispositions.end() && keeps_open(given->second.disposition)) codes.insert(finding.code);
  }
  return codes;
}

Result<WholeInspection> load_inspection(WorkContext& context, InspectionId id) {
  WholeInspection out;
  InspectionStore store = context.inspections();
  auto row = store.find(id);
  if (!row) return std::move(row).error();
  if (!*row) return no_inspection();
  out.row = **std::move(row);
  auto checklist = take_checklist(context, out.row.checklist);
  if (!checklist) return std::move(checklist).error();
  out.checklist = *std::move(checklist);
  auto lodging = context.reference().lodging(out.row.lodging);
  if (!lodging) return std::move(lodging).error();
  if (*lodging) out.lodging = **std::move(lodging);
  out.lodging.id = out.row.lodging;
  auto answers = store.answers(id);
  if (!answers) return std::move(answers).error();
  auto sample = store.sample(id);
  if (!sample) return std::move(sample).error();
  out.sample = *std::move(sample);
  out.answers = domain::with_sample(*out.checklist, *answers, domain::counted(out.sample));
  auto correction = CorrectionStore(context.db).of(id);
  if (!correction) return std::move(correction).error();
  out.correction = *std::move(correction);
  auto findings = findings_to_judge(context, out);
  if (!findings) return std::move(findings).error();
  out.open_findings = *std::move(findings);
  auto dispositions = store.dispositions(id);
  if (!dispositions) return std::move(dispositions).error();
  out.dispositions = *std::move(dispositions);
  auto officers = store.officer_signatures(id);
  if (!officers) return std::move(officers).error();
  out.officers = *std::move(officers);
  auto photos = store.photos(id);
  if (!photos) return std::move(photos).error();
  out.photos = *std::move(photos);
  out.progress = domain::progress_of(*out.checklist, out.answers);
  return out;
}

Result<WholeInspection> load_draft(WorkContext& context, InspectionId id) {
  auto whole = load_inspection(context, id);
  if (whole && whole->row.sealed) {
    return Error{ErrorCode::sealed, "this inspection is sealed; only a correction can change it", {}};
  }
  return whole;
}

Result<Opened> open_inspection(WorkContext& context, LodgingId lodging, std::optional<VisitId> visit,
                               const std::optional<domain::Fix>& fix) {
  InspectionStore store = context.inspections();
  auto open = store.open_at(lodging);
  if (!open) return std::move(open).error();
  if (*open) return Opened{(*open)->id, false};
  auto known = context.reference().lodging(lodging);
  if (!known) return std::move(known).error();
  if (!*known) return Error{ErrorCode::not_found, "there is no such lodging on this device", "/lodging_id"};
  auto planned = fitting_visit(context, lodging, visit);
  if (!planned) return std::move(planned).error();
  auto version = context.reference().newest_checklist();
  if (!version) return std::move(version).error();
  auto checklist = take_checklist(context, *version);
  if (!checklist) return std::move(checklist).error();

  InspectionRow row;
  row.id = context.ids.make<InspectionId>(context.now);
  row.lodging = lodging;
  row.visit = *planned;
  row.checklist = *std::move(version);
  row.zone = context.zone();
  row.opened_at = context.now;
  row.position = (*checklist)->sections.front().items.front().code;
  if (fix) row.start_fix = json_of(*fix);
  if (auto added = store.add(row); !added) return std::move(added).error();
  if (auto noted = store.note(row.id, context.now, "open", std::nullopt, row.checklist); !noted) {
    return std::move(noted).error();
  }
  return Opened{row.id, true};
}

namespace {

/// SMP-08 is kept with the sample, so that drawing anew forgets it.
Result<void> choose_most_blank(WorkContext& context, const WholeInspection& draft, const domain::Value& value) {
  if (!draft.sample) return bad_input("the register sample comes first", "/value");
  std::optional<std::string> field;
  if (const auto* option = std::get_if<domain::OptionCode>(&value)) field = option->code;
  return context.inspections().set_most_blank(draft.row.id, field);
}

bool is_kept_with_sample(const domain::Checklist& checklist, const domain::Item& item) {
  if (item.kind != domain::ItemKind::choice) return false;
  for (const domain::Section& section : checklist.sections) {
    bool here = false;
    bool sampled = false;
    for (const domain::Item& other : section.items) {
      here = here || other.code == item.code;
      sampled = sampled || other.kind == domain::ItemKind::sample;
    }
    if (here) return sampled;
  }
  return false;
}

}  // namespace

Result<void> change_answer(WorkContext& context, InspectionId id, const std::string& code, const AnswerChange& change) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  const domain::Item* item = draft->checklist->find(code);
  if (item == nullptr) return Error{ErrorCode::not_found, "this checklist has no item " + code, "/code"};
  InspectionStore store = context.inspections();
  domain::Answer answer = draft->answers[code];
  answer.item = code;
  if (change.value) {
    if (auto good = domain::check_typed_value(*item, *change.value); !good) {
      return bad_input(good.error().message, "/value");
    }
    if (is_kept_with_sample(*draft->checklist, *item)) {
      if (auto chosen = choose_most_blank(context, *draft, *change.value); !chosen) return chosen;
    } else {
      answer.value = *change.value;
    }
    const bool cleared = std::holds_alternative<std::monostate>(*change.value);
    auto noted = store.note(id, context.now, "answer", code,
                            cleared ? std::nullopt : std::optional<std::string>(json_of(*change.value)));
    if (!noted) return noted;
  }
  if (change.note) {
    auto note = clean_text(context, *change.note, "/note");
    if (!note) return std::move(note).error();
    answer.note = *std::move(note);
    if (auto noted = store.note(id, context.now, "note", code, text_or_nothing(answer.note)); !noted) return noted;
  }
  answer.at = context.now;
  const bool typed = item->kind == domain::ItemKind::yn || item->kind == domain::ItemKind::count ||
                     (item->kind == domain::ItemKind::choice && !is_kept_with_sample(*draft->checklist, *item));
  if (!typed) answer.value = std::monostate{};
  if (!answer.has_value() && answer.note.empty()) return store.remove_answer(id, code);
  return store.put_answer(id, answer);
}

std::optional<domain::FindingVerdict> verdict_on(const WholeInspection& inspection, const domain::Item& item) {
  const auto answer = inspection.answers.find(item.code);
  if (answer == inspection.answers.end() || !domain::applies(item, inspection.answers)) return std::nullopt;
  if (inspection.still_open().count(item.code) != 0) return std::nullopt;
  return domain::verdict_of(item, answer->second.value, inspection.rooms(), domain::counted(inspection.sample));
}

Result<void> move_to(WorkContext& context, InspectionId id, const std::string& item) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  if (draft->checklist->find(item) == nullptr) {
    return Error{ErrorCode::not_found, "this checklist has no item " + item, "/item"};
  }
  return context.inspections().set_position(id, item);
}

Result<void> judge_finding(WorkContext& context, InspectionId id, FindingId finding,
                           std::optional<domain::Disposition> disposition, const std::string& reason) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  const bool open = std::any_of(draft->open_findings.begin(), draft->open_findings.end(),
                                [&](const FindingRow& row) { return row.id == finding; });
  if (!open) return Error{ErrorCode::not_found, "this lodging has no such open finding", "/finding_id"};
  InspectionStore store = context.inspections();
  if (!disposition) {
    if (auto cleared = store.clear_disposition(id, finding); !cleared) return cleared;
    return store.note(id, context.now, "disposition", to_text(finding), std::nullopt);
  }
  auto clean = clean_text(context, reason, "/reason");
  if (!clean) return std::move(clean).error();
  if (clean->empty() && needs_reason(*disposition)) return bad_input("withdrawing needs a reason", "/reason");
  if (auto put = store.put_disposition(id, finding, {*disposition, *clean}, context.now); !put) return put;
  return store.note(id, context.now, "disposition", to_text(finding), std::string(word(*disposition)));
}

Result<void> set_outcome(WorkContext& context, InspectionId id, domain::Outcome outcome, const std::string& reason) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  auto clean = clean_text(context, reason, "/reason");
  if (!clean) return std::move(clean).error();
  if (clean->empty() && needs_reason(outcome)) return bad_input("this outcome needs a reason", "/reason");
  InspectionStore store = context.inspections();
  const std::string kept = outcome == domain::Outcome::done ? std::string() : *clean;
  if (auto set = store.set_outcome(id, outcome, kept); !set) return set;
  return store.note(id, context.now, "outcome", std::nullopt, std::string(word(outcome)));
}

Result<std::optional<int>> note_fix(WorkContext& context, InspectionId id, bool at_end, const domain::Fix& fix) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  InspectionStore store = context.inspections();
  if (auto set = store.set_fix(id, at_end, json_of(fix)); !set) return std::move(set).error();
  auto noted = store.note(id, context.now, at_end ? "end_fix" : "start_fix", std::nullopt, json_of(fix));
  if (!noted) return std::move(noted).error();
  if (!draft->lodging.lat_e6 || !draft->lodging.lng_e6) return std::optional<int>();
  return std::optional<int>(domain::distance_m(fix.lat_e6, fix.lng_e6,
                                               static_cast<std::int32_t>(*draft->lodging.lat_e6),
                                               static_cast<std::int32_t>(*draft->lodging.lng_e6)));
}

Result<Instant> note_emergency(WorkContext& context, InspectionId id) {
  auto draft = load_draft(context, id);
  if (!draft) return std::move(draft).error();
  if (draft->row.emergency_at) return *draft->row.emergency_at;
  InspectionStore store = context.inspections();
  if (auto set = store.set_emergency(id, context.now); !set) return std::move(set).error();
  auto noted = store.note(id, context.now, "emergency", std::nullopt, to_text(context.now));
  if (!noted) return std::move(noted).error();
  return context.now;
}

}  // namespace ronda::field
