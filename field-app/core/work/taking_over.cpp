#include "field-app/core/work/taking_over.hpp"

#include <algorithm>

#include "field-app/core/store/draft_store.hpp"
#include "shared/base/planted.hpp"
#include "shared/wire/draft_json.hpp"

namespace ronda::field {

namespace {

Error sealed_elsewhere() { return {ErrorCode::sealed, "this inspection was finished on another device", {}}; }

Error open_here(WorkContext& context, InspectionId id) {
  context.problem_members = "\"inspection_id\":\"" + to_text(id) + "\"";
  return {ErrorCode::conflict, "this lodging has an open inspection on this device", {}};
}

Result<domain::Draft> content_of(WorkContext& context, const RemoteDraft& told) {
  auto checklist = take_checklist(context, told.checklist);
  if (!checklist && checklist.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::stale_schema, "its checklist version is not on this device yet", "/checklist"};
  }
  if (!checklist) return std::move(checklist).error();
  auto document = wire::JsonDocument::parse(told.content);
  if (!document) return std::move(document).error();
  auto draft = wire::read_draft(document->root());
  if (!draft) return draft;
  auto& answers = draft->answers;
  const auto misfits = [&](const domain::Answer& answer) {
    const auto* item = (*checklist)->find(answer.item);
    return item == nullptr || (answer.has_value() && !domain::check_typed_value(*item, answer.value));
  };
  answers.erase(std::remove_if(answers.begin(), answers.end(), misfits), answers.end());
  if (draft->position && (*checklist)->find(*draft->position) == nullptr) draft->position.reset();
  return draft;
}

Result<void> must_be_sealed_elsewhere(WorkContext& context, InspectionId id) {
  auto row = context.inspections().find(id);
  if (!row) return std::move(row).error();
  if (!*row) return Error{ErrorCode::not_found, "there is no such inspection on this device", {}};
  if ((*row)->sealed) return Error{ErrorCode::sealed, "this inspection is sealed here", {}};
  auto elsewhere = DraftStore(context.db).is_sealed_elsewhere(id);
  if (!elsewhere) return std::move(elsewhere).error();
  if (!*elsewhere) return Error{ErrorCode::conflict, "no other device has sealed this inspection", {}};
  return {};
}

}  // namespace

Result<int> take_over(WorkContext& context, InspectionId id) {
  DraftStore store(context.db);
  auto told = store.told(id);
  if (!told) return std::move(told).error();
  if (!*told) return Error{ErrorCode::not_found, "no such unfinished inspection is known here", {}};
  auto here = context.inspections().find(id);
  if (!here) return std::move(here).error();
  auto away = store.is_put_away(id);
  if (!away) return std::move(away).error();
  if (*here && !(*here)->sealed && !*away) return open_here(context, id);
  auto finished = store.is_sealed_elsewhere(id);
  if (!finished) return std::move(finished).error();
  if (*finished || *here) return sealed_elsewhere();
  auto lodging = context.reference().lodging((*told)->lodging);
  if (!lodging) return std::move(lodging).error();
  if (!*lodging) return Error{ErrorCode::not_found, "its lodging is not known on this device yet", "/lodging"};
  auto open = context.inspections().open_at((*told)->lodging);
  if (!open) return std::move(open).error();
  if (*open) return open_here(context, (*open)->id);
  auto draft = content_of(context, **told);
  if (!draft) return std::move(draft).error();
  if (auto begun = store.begin(*draft); !begun) return std::move(begun).error();
  auto noted = context.inspections().note(id, context.now, "take", std::nullopt, (*told)->device_name);
  if (!noted) return std::move(noted).error();
  return draft->photos;
}

Result<InspectionId> continue_as_own(WorkContext& context, InspectionId id) {
  if (auto good = must_be_sealed_elsewhere(context, id); !good) return std::move(good).error();
  DraftStore store(context.db);
  auto row = context.inspections().find(id);
  if (!row) return std::move(row).error();
  auto checklist = take_checklist(context, (*row)->checklist);
  if (!checklist) return std::move(checklist).error();
  auto draft = store.copy(id, **checklist);
  if (!draft) return std::move(draft).error();
  if (auto done = store.put_away(id); !done) return std::move(done).error();
  auto open = context.inspections().open_at(draft->lodging);
  if (!open) return std::move(open).error();
  if (*open) return open_here(context, (*open)->id);
  draft->inspection = context.ids.make<InspectionId>(context.now);
  draft->visit.reset();  // that visit is done: by the inspection that was sealed first
  draft->version = 1;
  if (RONDA_PLANTED(own_forgets_answers)) draft->answers.clear();
  if (auto begun = store.begin(*draft); !begun) return std::move(begun).error();
  if (auto shared = store.share_photos(id, draft->inspection); !shared) return std::move(shared).error();
  auto noted = context.inspections().note(draft->inspection, context.now, "own", std::nullopt, to_text(id));
  if (!noted) return std::move(noted).error();
  return draft->inspection;
}

Result<void> put_away(WorkContext& context, InspectionId id) {
  if (auto good = must_be_sealed_elsewhere(context, id); !good) return good;
  if (auto done = DraftStore(context.db).put_away(id); !done) return done;
  return context.inspections().note(id, context.now, "put_away", std::nullopt, std::nullopt);
}

}  // namespace ronda::field
