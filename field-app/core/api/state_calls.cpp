#include "field-app/core/api/handlers.hpp"
#include "field-app/core/sync/sync_summary.hpp"
#include "field-app/core/sync/sync_texts.hpp"
#include "field-app/core/work/finishing.hpp"
#include "field-app/core/work/presenting.hpp"
#include "shared/wire/checklist_json.hpp"

namespace ronda::field::api {

using wire::JsonWriter;

namespace {

Result<std::string> prefs_json(WorkContext& context) {
  auto prefs = context.log().prefs();
  if (!prefs) return std::move(prefs).error();
  JsonWriter out;
  out.begin_object();
  for (const char* name : {"lang", "theme", "mode"}) out.member(name, (*prefs)[name]);
  out.end_object();
  return out.take();
}

void write_emergency(JsonWriter& out, const UnitRow& unit) {
  out.key("emergency");
  if (!unit.emergency.empty() && unit.emergency != "[]") {
    out.raw(unit.emergency);
    return;
  }
  out.begin_array();
  for (const domain::EmergencyContact& contact : domain::national_emergency_contacts()) {
    out.begin_object().key("label");
    wire::write_text(out, contact.label);
    out.member("number", contact.number).member("tel", contact.tel).end_object();
  }
  out.end_array();
}

Result<void> write_device(JsonWriter& out, WorkContext& context) {
  const auto marks = SyncStore(context.db).marks();
  if (!marks) return marks.error();
  out.key("device").begin_object().member("id", context.who.device).member("name", context.who.device_name);
  out.end_object().member("device_state", word(marks->device_state)).key("device_notice");
  switch (marks->device_state) {
    case DeviceState::active:
      out.null();
      break;
    case DeviceState::revoked:
      wire::write_text(out, text::device_revoked());
      break;
    case DeviceState::forked:
      wire::write_text(out, text::device_forked());
      break;
    case DeviceState::unknown:
      wire::write_text(out, text::device_unknown());
      break;
  }
  return {};
}

Result<void> write_people(JsonWriter& out, WorkContext& context) {
  ReferenceStore reference = context.reference();
  auto self = reference.officer(context.officer);
  if (!self) return std::move(self).error();
  out.key("officer");
  write_officer(out, *self ? **self : OfficerRow{context.officer, "", "", "", std::nullopt});
  out.key("team");
  std::optional<TeamRow> team;
  if (context.team) {
    auto row = reference.team(*context.team);
    if (!row) return std::move(row).error();
    team = *std::move(row);
  }
  if (!team) {
    out.null();
    return {};
  }
  out.begin_object().member("id", team->id).member("name", team->name).key("members").begin_array();
  for (const OfficerRow& member : team->members) write_officer(out, member);
  out.end_array().end_object();
  return {};
}

}  // namespace

Result<Reply> get_state(WorkContext& context, const Request&) { return state_reply(context); }

Result<Reply> state_reply(WorkContext& context) {
  auto prefs = prefs_json(context);
  if (!prefs) return std::move(prefs).error();
  JsonWriter out;
  const bool enrolled = !context.who.device.is_nil();
  out.begin_object().member("enrolled", enrolled).member("app_version", context.app_version);
  out.member("now", context.now);
  if (!enrolled) {
    out.key("prefs").raw(*prefs).end_object();
    return json_reply(200, out.take());
  }
  if (auto access = write_access(out, context); !access) return std::move(access).error();
  if (context.locked) {  // the emergency numbers work at the door; nothing of the work shows
    out.key("unit").begin_object().member("name", context.unit.name).member("zone", iana_name(context.unit.zone));
    out.member("zone_label", zone_label(context.unit.zone)).end_object();
    write_emergency(out, context.unit);
    out.key("prefs").raw(*prefs).end_object();
    return json_reply(200, out.take());
  }
  out.member("today", context.today()).member("server", context.who.server);
  if (auto device = write_device(out, context); !device) return std::move(device).error();
  if (auto people = write_people(out, context); !people) return std::move(people).error();
  const UnitRow& unit = context.unit;
  out.key("unit").begin_object().member("id", unit.id).member("name", unit.name);
  out.member("zone", iana_name(unit.zone)).member("zone_label", zone_label(unit.zone));
  out.key("letterhead").raw(unit.letterhead.empty() ? "[]" : unit.letterhead).member("address", unit.address);
  out.member("portal_base", unit.portal_base).end_object();
  write_emergency(out, unit);
  SyncStore store(context.db);
  auto sync = sync_summary_json(store, context.live);
  if (!sync) return std::move(sync).error();
  out.key("sync").raw(*sync).key("prefs").raw(*prefs).end_object();
  return json_reply(200, out.take());
}

Result<Reply> put_prefs(WorkContext& context, const Request& request) {
  auto document = json_body(request, {"lang", "theme", "mode"});
  if (!document) return std::move(document).error();
  const std::pair<const char*, std::vector<std::string>> known[] = {
      {"lang", {"id", "en"}}, {"theme", {"system", "dark", "light", "contrast"}}, {"mode", {"list", "page"}}};
  LogStore log = context.log();
  for (const auto& [name, values] : known) {
    auto value = document->root().optional_string(name, 32);
    if (!value) return std::move(value).error();
    if (!*value) continue;
    bool good = false;
    for (const std::string& allowed : values) good = good || allowed == **value;
    if (!good) return bad_input("this preference has no such value", "/" + std::string(name));
    if (auto set = log.set_pref(name, **value); !set) return std::move(set).error();
  }
  auto prefs = prefs_json(context);
  if (!prefs) return std::move(prefs).error();
  return json_reply(200, *std::move(prefs));
}

}  // namespace ronda::field::api
