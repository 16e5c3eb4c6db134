// What a file of this device would hold. Writing it is the host's work (GET /api/bundle): it may be larger than memory.
#include "field-app/core/api/handlers.hpp"
#include "field-app/core/sync/bundle_export.hpp"

namespace ronda::field::api {

Result<Reply> get_bundle_contents(WorkContext& context, const Request&) {
  wire::JsonWriter out;
  out.begin_object();
  std::int64_t unfinished = 0;
  for (const bool all : {false, true}) {
    const auto contents = bundle_contents(context.db, all);
    if (!contents) return contents.error();
    out.key(all ? "all" : "waiting").begin_object();
    out.member("records", contents->size.records).member("photos", contents->size.photos);
    out.member("bytes", contents->size.record_bytes + contents->size.photo_bytes).end_object();
    unfinished = contents->unfinished;
  }
  out.member("unfinished", unfinished).end_object();
  return json_reply(200, out.take());
}

}  // namespace ronda::field::api
