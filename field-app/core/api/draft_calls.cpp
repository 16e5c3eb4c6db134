#include "field-app/core/api/handlers.hpp"
#include "field-app/core/store/draft_store.hpp"
#include "field-app/core/work/presenting.hpp"
#include "field-app/core/work/taking_over.hpp"

namespace ronda::field::api {

using wire::JsonWriter;

Result<Reply> get_remote_drafts(WorkContext& context, const Request&) {
  DraftStore store(context.db);
  auto drafts = store.elsewhere();
  if (!drafts) return std::move(drafts).error();
  auto looked = store.looked_at();
  if (!looked) return std::move(looked).error();
  JsonWriter out;
  out.begin_object().key("drafts").begin_array();
  for (const RemoteDraft& draft : *drafts) {
    auto lodging = context.reference().lodging(draft.lodging);
    if (!lodging) return std::move(lodging).error();
    out.begin_object().member("id", draft.inspection).member("device", draft.device_name).key("lodging");
    if (*lodging) {
      if (auto written = write_lodging(out, context, **lodging); !written) return std::move(written).error();
    } else {
      out.null();
    }
    out.member("opened_at", draft.opened_at).member("saved_at", draft.saved_at).member("answered", draft.answered);
    out.member("total", draft.total).member("photos", draft.photos).member("checklist", draft.checklist).end_object();
  }
  out.end_array().member("fetched_at", *looked).end_object();
  return json_reply(200, out.take());
}

Result<Reply> post_take(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  if (auto empty = json_body(request, {}); !empty) return std::move(empty).error();
  auto left_behind = take_over(context, *id);
  if (!left_behind) return std::move(left_behind).error();
  return inspection_reply(context, *id, 201, "\"photos_left_behind\":" + std::to_string(*left_behind));
}

Result<Reply> post_own(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  if (auto empty = json_body(request, {}); !empty) return std::move(empty).error();
  auto own = continue_as_own(context, *id);
  if (!own) return std::move(own).error();
  return inspection_reply(context, *own, 201);
}

Result<Reply> post_put_away(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  if (auto empty = json_body(request, {}); !empty) return std::move(empty).error();
  if (auto done = put_away(context, *id); !done) return std::move(done).error();
  return inspection_reply(context, *id, 200);
}

}  // namespace ronda::field::api
