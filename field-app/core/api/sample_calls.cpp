#include "field-app/core/api/handlers.hpp"
#include "field-app/core/work/inspecting.hpp"
#include "field-app/core/work/photographing.hpp"
#include "field-app/core/work/sampling.hpp"
#include "shared/base/bytes.hpp"

namespace ronda::field::api {

namespace {

/// k of an address. Errors: bad_input at /k.
Result<int> entry_number(const Request& request) {
  int k = 0;
  for (const char c : request.params[1]) {
    if (c < '0' || c > '9' || k > 100'000) return bad_input("k is a number from 1", "/k");
    k = k * 10 + (c - '0');
  }
  return k;
}

}  // namespace

Result<Reply> post_sample(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"from", "to", "total_lines", "n"});
  if (!document) return std::move(document).error();
  const wire::JsonCursor at = document->root();
  auto from = at.date("from");
  if (!from) return std::move(from).error();
  auto to = at.date("to");
  if (!to) return std::move(to).error();
  auto total = at.integer("total_lines", 0, 100'000);
  if (!total) return std::move(total).error();
  auto n = at.integer("n", 0, 100'000);
  if (!n) return std::move(n).error();
  auto done = start_sample(context, *id, *from, *to, static_cast<int>(*total), static_cast<int>(*n));
  if (!done) return std::move(done).error();
  return changed_sample(context, *id);
}

Result<Reply> delete_sample(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  if (auto done = drop_sample(context, *id); !done) return std::move(done).error();
  return changed_sample(context, *id);
}

Result<Reply> put_entry(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto k = entry_number(request);
  if (!k) return std::move(k).error();
  auto document = json_body(request, {"complete", "verified", "foreign", "reported", "minor", "companion"});
  if (!document) return std::move(document).error();
  domain::SampleEntry entry;
  const std::pair<const char*, bool*> flags[] = {{"complete", &entry.complete}, {"verified", &entry.verified},
                                                 {"foreign", &entry.foreign},   {"reported", &entry.reported},
                                                 {"minor", &entry.minor},       {"companion", &entry.companion}};
  for (const auto& [name, target] : flags) {
    auto flag = document->root().boolean(name);
    if (!flag) return std::move(flag).error();
    *target = *flag;
  }
  if (auto done = count_entry(context, *id, *k, entry); !done) return std::move(done).error();
  return changed_sample(context, *id);
}

Result<Reply> delete_entry(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto k = entry_number(request);
  if (!k) return std::move(k).error();
  if (auto done = undo_entry(context, *id, *k); !done) return std::move(done).error();
  return changed_sample(context, *id);
}

Result<Reply> put_most_blank(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto document = json_body(request, {"field"});
  if (!document) return std::move(document).error();
  auto field = document->root().optional_string("field", 32);
  if (!field) return std::move(field).error();
  if (auto done = name_most_blank(context, *id, *field); !done) return std::move(done).error();
  return changed_sample(context, *id);
}

Result<Reply> post_photo(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  const auto item = request.query.find("item");
  if (item == request.query.end()) return bad_input("a photo belongs to an item", "/item");
  if (request.content_type != "image/jpeg" && request.content_type != "image/png") {
    return bad_input("a photo is image/jpeg or image/png", "/type");
  }
  auto photo = add_photo(context, *id, item->second, request.content_type, request.body);
  if (!photo) return std::move(photo).error();
  return changed_answer(context, *id, item->second, &*photo);
}

Result<Reply> delete_photo(WorkContext& context, const Request& request) {
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto item = remove_photo(context, *id, request.params[1]);
  if (!item) return std::move(item).error();
  return changed_answer(context, *id, *item);
}

Result<Reply> get_photo(WorkContext& context, const Request& request) {
  auto content = context.inspections().photo_content(request.params[0]);
  if (!content) return std::move(content).error();
  if (!*content) return Error{ErrorCode::not_found, "there is no such photo on this device", {}};
  Reply reply;
  reply.content_type = (*content)->type;
  reply.body = std::string(text_of((*content)->content));
  reply.headers.emplace_back("Cache-Control", "private, max-age=31536000, immutable");
  return reply;
}

}  // namespace ronda::field::api
