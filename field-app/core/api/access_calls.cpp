// Calls of API.md, "Access": they answer while the device is locked, and commit by themselves (work/access.hpp).
#include "field-app/core/api/handlers.hpp"
#include "field-app/core/work/access.hpp"
#include "field-app/core/work/presenting.hpp"

namespace ronda::field::api {

using wire::JsonCursor;
using wire::JsonWriter;

namespace {

constexpr std::int64_t kSecondMs = 1000;

std::int64_t seconds_of(std::int64_t ms) { return (ms + kSecondMs - 1) / kSecondMs; }

/// A wrong try is told, not an error of the call: what was counted stays counted.
Result<Reply> told(WorkContext& context, const Tried& tried, ErrorCode wrong) {
  if (tried.good) return state_reply(context);
  const std::int64_t wait_s = seconds_of(tried.wait_ms);
  context.problem_members = "\"wrong\":" + std::to_string(tried.wrong) +
                            ",\"tries_left\":" + std::to_string(tried.left) +
                            ",\"retry_after_s\":" + std::to_string(wait_s);
  if (tried.wait_ms > 0 && tried.left == 0) {
    return Error{ErrorCode::too_many, "too many wrong tries; the next one is heard after the wait", {}};
  }
  return Error{wrong, "this does not fit", wrong == ErrorCode::wrong_code ? "/code" : "/pin"};
}

Result<OfficerId> officer_at(const JsonCursor& at) {
  auto id = at.id<OfficerId>("officer_id");
  if (!id) return std::move(id).error();
  return *id;
}

/// An officer and a PIN, put to `attempt`.
Result<Reply> try_with(WorkContext& context, const Request& request,
                       Result<Tried> (*attempt)(WorkContext&, OfficerId, const std::string&)) {
  auto document = json_body(request, {"officer_id", "pin"});
  if (!document) return std::move(document).error();
  auto officer = officer_at(document->root());
  if (!officer) return std::move(officer).error();
  auto pin = document->root().string("pin", 64);
  if (!pin) return std::move(pin).error();
  auto tried = attempt(context, *officer, *pin);
  if (!tried) return std::move(tried).error();
  return told(context, *tried, ErrorCode::wrong_password);
}

}  // namespace

Result<void> write_access(JsonWriter& out, WorkContext& context) {
  AccessStore store(context.db);
  auto settings = store.settings();
  if (!settings) return std::move(settings).error();
  auto any = store.any_pin();
  if (!any) return std::move(any).error();
  auto officers = officers_at_door(context);
  if (!officers) return std::move(officers).error();
  out.key("access").begin_object().member("locked", context.locked).member("pin_set", *any).key("officer_id");
  if (context.session.officer) {
    out.value(*context.session.officer);
  } else {
    out.null();
  }
  out.member("lock_after_min", settings->after_min).member("lock_on_hide", settings->on_hide);
  out.key("officers").begin_array();
  for (const OfficerAtDoor& one : *officers) {
    out.begin_object().member("id", one.officer.id).member("name", one.officer.name).member("rank", one.officer.rank);
    out.member("owner", one.owner)
        .member("pin", one.pin)
        .member("wrong", one.wrong)
        .member("wait_s", seconds_of(one.wait_ms))
        .end_object();
  }
  out.end_array().end_object();
  return {};
}

Result<Reply> post_unlock(WorkContext& context, const Request& request) { return try_with(context, request, unlock); }

Result<Reply> post_confirm(WorkContext& context, const Request& request) { return try_with(context, request, confirm); }

Result<Reply> post_lock(WorkContext& context, const Request& request) {
  if (auto document = json_body(request, {}); !document) return std::move(document).error();
  auto any = AccessStore(context.db).any_pin();
  if (!any) return std::move(any).error();
  if (*any) lock(context);
  return state_reply(context);
}

Result<Reply> post_active(WorkContext&, const Request& request) {
  if (auto document = json_body(request, {}); !document) return std::move(document).error();
  return json_reply(200, "{}");  // being asked is the whole effect
}

Result<Reply> put_pin(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"pin", "old_pin"});
  if (!document) return std::move(document).error();
  auto pin = document->root().string("pin", 64);
  if (!pin) return std::move(pin).error();
  auto old_pin = document->root().optional_string("old_pin", 64);
  if (!old_pin) return std::move(old_pin).error();
  auto tried = set_pin(context, *pin, old_pin->value_or(std::string()));
  if (!tried) return std::move(tried).error();
  return told(context, *tried, ErrorCode::wrong_password);
}

Result<Reply> post_pin_request(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"officer_id"});
  if (!document) return std::move(document).error();
  auto officer = officer_at(document->root());
  if (!officer) return std::move(officer).error();
  auto number = pin_request(context, *officer);
  if (!number) return std::move(number).error();
  JsonWriter out;
  out.begin_object().member("officer_id", *officer).member("request", *number);
  out.member("device", context.who.device_name).end_object();
  return json_reply(200, out.take());
}

Result<Reply> post_recover(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"officer_id", "code", "pin"});
  if (!document) return std::move(document).error();
  auto officer = officer_at(document->root());
  if (!officer) return std::move(officer).error();
  auto code = document->root().string("code", 64);
  if (!code) return std::move(code).error();
  auto pin = document->root().string("pin", 64);
  if (!pin) return std::move(pin).error();
  auto tried = recover(context, *officer, *code, *pin);
  if (!tried) return std::move(tried).error();
  return told(context, *tried, ErrorCode::wrong_code);
}

Result<Reply> put_lock_settings(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"lock_after_min", "lock_on_hide"});
  if (!document) return std::move(document).error();
  const JsonCursor at = document->root();
  AccessStore store(context.db);
  auto settings = store.settings();
  if (!settings) return std::move(settings).error();
  auto after = at.optional_integer("lock_after_min", 1, 60);
  if (!after) return std::move(after).error();
  if (*after) settings->after_min = static_cast<int>(**after);
  auto on_hide = at.optional_boolean("lock_on_hide");
  if (!on_hide) return std::move(on_hide).error();
  settings->on_hide = on_hide->value_or(settings->on_hide);
  if (auto put = store.put_settings(*settings); !put) return std::move(put).error();
  context.session.lock_after_ms = settings->after_min * 60 * kSecondMs;
  return state_reply(context);
}

Result<Reply> get_taps(WorkContext& context, const Request& request) {
  constexpr int kMostTaps = 500;
  auto id = request.id<InspectionId>(0);
  if (!id) return std::move(id).error();
  auto found = context.inspections().find(*id);
  if (!found) return std::move(found).error();
  if (!*found) return Error{ErrorCode::not_found, "there is no such inspection on this device", {}};
  auto lines = context.inspections().journal(*id, kMostTaps);
  if (!lines) return std::move(lines).error();
  JsonWriter out;
  out.begin_object().key("taps").begin_array();
  for (const JournalLine& line : *lines) {
    out.begin_object().member("at", line.at).member("what", line.what).member("item", line.item);
    out.member("officer_id", line.officer).end_object();
  }
  out.end_array().end_object();
  return json_reply(200, out.take());
}

}  // namespace ronda::field::api
