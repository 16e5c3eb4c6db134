#include "shared/wire/draft_json.hpp"

#include "shared/wire/checklist_json.hpp"
#include "shared/wire/inspection_json.hpp"
#include "shared/wire/inspection_parts.hpp"
#include "shared/wire/sync_json.hpp"

namespace ronda::wire {

namespace {

using domain::Draft;

constexpr std::size_t kLongestReason = 4000;  // bytes, as in a sealed inspection
constexpr std::int64_t kMostLines = 100'000;

void write_text_or_null(JsonWriter& out, std::string_view name, const std::string& text) {
  out.key(name);
  if (text.empty()) {
    out.null();
  } else {
    out.value(text);
  }
}

void write_fix_or_null(JsonWriter& out, std::string_view name, const std::optional<domain::Fix>& fix) {
  out.key(name);
  if (fix) {
    write_fix(out, *fix);
  } else {
    out.null();
  }
}

/// A counted line in six bits: complete 1, verified 2, foreign 4, reported 8, minor 16, companion 32.
int bits_of(const domain::SampleEntry& entry) {
  return (entry.complete ? 1 : 0) + (entry.verified ? 2 : 0) + (entry.foreign ? 4 : 0) + (entry.reported ? 8 : 0) +
         (entry.minor ? 16 : 0) + (entry.companion ? 32 : 0);
}
domain::SampleEntry entry_of(std::int64_t bits) {
  return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0, (bits & 32) != 0};
}

void write_sample(JsonWriter& out, const std::optional<domain::DraftSample>& sample) {
  out.key("sample");
  if (!sample) {
    out.null();
    return;
  }
  const auto& [plan, entries, most_blank] = sample->state;
  out.begin_object().member("from", plan.from).member("to", plan.to).member("total_lines", plan.total_lines);
  out.member("n", plan.n).member("start", plan.start).member("step", plan.step).key("entries").begin_array();
  for (const auto& entry : entries) out.value(bits_of(entry));
  out.end_array().member("most_blank", most_blank).member("at", sample->at).end_object();
}

Result<domain::DraftSample> read_sample(const JsonCursor& at) {
  if (auto good = at.only({"from", "to", "total_lines", "n", "start", "step", "entries", "most_blank", "at"}); !good) {
    return std::move(good).error();
  }
  domain::DraftSample sample;
  auto& plan = sample.state.plan;
  auto from = at.date("from");
  if (!from) return std::move(from).error();
  plan.from = *from;
  auto to = at.date("to");
  if (!to) return std::move(to).error();
  plan.to = *to;
  const std::pair<const char*, int*> numbers[] = {
      {"total_lines", &plan.total_lines}, {"n", &plan.n}, {"start", &plan.start}, {"step", &plan.step}};
  for (const auto& [name, target] : numbers) {
    auto number = at.integer(name, 0, kMostLines);
    if (!number) return std::move(number).error();
    *target = static_cast<int>(*number);
  }
  auto entries = at.array("entries", kMostLines);
  if (!entries) return std::move(entries).error();
  for (const auto& place : *entries) {
    auto bits = place.as_integer(0, 63);
    if (!bits) return std::move(bits).error();
    sample.state.entries.push_back(entry_of(*bits));
  }
  auto most_blank = at.optional_string("most_blank", 32);
  if (!most_blank) return std::move(most_blank).error();
  sample.state.most_blank = *std::move(most_blank);
  auto when = at.instant("at");
  if (!when) return std::move(when).error();
  sample.at = *when;
  return sample;
}

Result<void> read_numbers(const JsonCursor& at, Draft& out) {
  const std::pair<const char*, int*> numbers[] = {
      {"answered", &out.answered}, {"total", &out.total}, {"photos", &out.photos}};
  for (const auto& [name, target] : numbers) {
    auto number = at.integer(name, 0, 1000);
    if (!number) return std::move(number).error();
    *target = static_cast<int>(*number);
  }
  return {};
}

Result<void> read_opening(const JsonCursor& at, Draft& out) {
  auto inspection = at.id<InspectionId>("inspection");
  if (!inspection) return std::move(inspection).error();
  out.inspection = *inspection;
  auto version = at.integer("version", 1, 1'000'000'000);
  if (!version) return std::move(version).error();
  out.version = *version;
  auto lodging = at.id<LodgingId>("lodging");
  if (!lodging) return std::move(lodging).error();
  out.lodging = *lodging;
  auto visit = at.optional_id<VisitId>("visit");
  if (!visit) return std::move(visit).error();
  out.visit = *visit;
  auto checklist = at.string("checklist", 32);
  if (!checklist) return std::move(checklist).error();
  out.checklist = *std::move(checklist);
  auto zone_text = at.string("zone", 64);
  if (!zone_text) return std::move(zone_text).error();
  auto zone = parse_zone(*zone_text);
  if (!zone) return bad_input(zone.error().message, at.path() + "/zone");
  out.zone = *zone;
  auto opened = at.instant("opened_at");
  if (!opened) return std::move(opened).error();
  out.opened_at = *opened;
  auto saved = at.instant("saved_at");
  if (!saved) return std::move(saved).error();
  out.saved_at = *saved;
  auto position = at.optional_string("position", 32);
  if (!position) return std::move(position).error();
  out.position = *std::move(position);
  auto outcome_text = at.string("outcome", 64);
  if (!outcome_text) return std::move(outcome_text).error();
  auto outcome = domain::parse_outcome(*outcome_text);
  if (!outcome) return bad_input(outcome.error().message, at.path() + "/outcome");
  out.outcome = *outcome;
  auto reason = at.optional_string("outcome_reason", kLongestReason);
  if (!reason) return std::move(reason).error();
  out.outcome_reason = reason->value_or(std::string());
  return {};
}

}  // namespace

std::string encode(const Draft& draft) {
  JsonWriter out;
  out.begin_object().member("protocol", kProtocol).member("inspection", draft.inspection);
  out.member("version", draft.version).member("lodging", draft.lodging).member("visit", draft.visit);
  out.member("checklist", draft.checklist).member("zone", iana_name(draft.zone));
  out.member("opened_at", draft.opened_at).member("saved_at", draft.saved_at).member("position", draft.position);
  out.member("outcome", word(draft.outcome));
  write_text_or_null(out, "outcome_reason", draft.outcome_reason);
  write_answers(out, draft.answers);
  write_sample(out, draft.sample);
  write_dispositions(out, draft.dispositions);
  out.key("fixes").begin_object();
  write_fix_or_null(out, "start", draft.start_fix);
  write_fix_or_null(out, "end", draft.end_fix);
  out.end_object().member("emergency_at", draft.emergency_at);
  out.member("answered", draft.answered).member("total", draft.total).member("photos", draft.photos).end_object();
  return out.take();
}

Result<Draft> read_draft(const JsonCursor& at) {
  auto protocol = at.integer("protocol");
  if (!protocol) return std::move(protocol).error();
  if (*protocol != kProtocol) {
    return Error{ErrorCode::unsupported_version, "this server speaks protocol 1", "/protocol"};
  }
  if (auto good =
          at.only({"protocol",     "inspection", "version",      "lodging",  "visit",          "checklist", "zone",
                   "opened_at",    "saved_at",   "position",     "outcome",  "outcome_reason", "answers",   "sample",
                   "dispositions", "fixes",      "emergency_at", "answered", "total",          "photos"});
      !good) {
    return std::move(good).error();
  }
  Draft out;
  if (auto good = read_opening(at, out); !good) return std::move(good).error();
  auto answers = at.array("answers", 500);
  if (!answers) return std::move(answers).error();
  for (const auto& place : *answers) {
    auto answer = read_answer(place);
    if (!answer) return std::move(answer).error();
    if (!answer->photos.empty()) return place.wrong("the photos of a draft stay on the device");
    out.answers.push_back(*std::move(answer));
  }
  if (const auto sample_at = at.find("sample")) {
    auto sample = read_sample(*sample_at);
    if (!sample) return std::move(sample).error();
    out.sample = *std::move(sample);
  }
  auto dispositions = at.array("dispositions", 1000);
  if (!dispositions) return std::move(dispositions).error();
  for (const auto& place : *dispositions) {
    auto given = read_disposition(place);
    if (!given) return std::move(given).error();
    out.dispositions.push_back(*std::move(given));
  }
  if (auto good = read_fixes(at, out.start_fix, out.end_fix); !good) return std::move(good).error();
  auto emergency = at.optional_instant("emergency_at");
  if (!emergency) return std::move(emergency).error();
  out.emergency_at = *emergency;
  if (auto good = read_numbers(at, out); !good) return std::move(good).error();
  if (auto good = domain::check_draft(out); !good) return std::move(good).error();
  return out;
}

std::string encode(const DraftReply& reply) {
  JsonWriter out;
  out.begin_object();
  if (reply.inspection) out.member("inspection", *reply.inspection);
  out.member("version", reply.version).member("server_time", reply.server_time).end_object();
  return out.take();
}

Result<DraftReply> decode_draft_reply(std::string_view body) {
  auto document = JsonDocument::parse(body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  auto version = root.integer("version", 1);
  if (!version) return std::move(version).error();
  auto time = root.instant("server_time");
  if (!time) return std::move(time).error();
  auto inspection = root.optional_id<InspectionId>("inspection");
  if (!inspection) return std::move(inspection).error();
  return DraftReply{*inspection, *version, *time};
}

std::string encode(const ToldDrafts& told) {
  JsonWriter out;
  out.begin_object();
  if (told.device) out.member("device", *told.device);
  out.key("drafts").begin_array();
  for (const auto& draft : told.drafts) {
    out.begin_object().member("device", draft.device).member("device_name", draft.device_name);
    out.member("received_at", draft.received_at).key("draft").raw(draft.content).end_object();
  }
  out.end_array().member("server_time", told.server_time).end_object();
  return out.take();
}

Result<ToldDrafts> decode_told_drafts(std::string_view body) {
  auto document = JsonDocument::parse(body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  auto list = root.array("drafts", 1000);
  if (!list) return std::move(list).error();
  ToldDrafts out;
  auto asked = root.optional_id<DeviceId>("device");
  if (!asked) return std::move(asked).error();
  out.device = *asked;
  auto time = root.instant("server_time");
  if (!time) return std::move(time).error();
  out.server_time = *time;
  for (const auto& place : *list) {
    ToldDraft told;
    auto device = place.id<DeviceId>("device");
    if (!device) return std::move(device).error();
    told.device = *device;
    auto name = place.string("device_name", 500);
    if (!name) return std::move(name).error();
    told.device_name = *std::move(name);
    auto received = place.instant("received_at");
    if (!received) return std::move(received).error();
    told.received_at = *received;
    auto draft = place.member("draft");
    if (!draft) return std::move(draft).error();
    told.content = draft->dump();
    out.drafts.push_back(std::move(told));
  }
  return out;
}

}  // namespace ronda::wire
