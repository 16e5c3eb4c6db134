#include "field-app/core/sync/sync_summary.hpp"

#include <cstdlib>

#include "field-app/core/sync/sync_texts.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

namespace {

constexpr std::int64_t kVisitsShown = 50;
constexpr std::int64_t kWrongClockMs = 120'000;

/// The finest word for what stands in the way; `code` is the closed vocabulary's.
std::string cause_of(const std::string& problem) {
  if (problem == "fork") return "forked";
  return problem == "unauthenticated" ? "unknown_device" : problem;
}

void write_text(wire::JsonWriter& out, std::string_view name, const domain::Text& text) {
  out.key(name).begin_object().member("id", text.id).member("en", text.en).end_object();
}

bool is_network_problem(const std::string& problem) {
  return problem == "unreachable" || problem == "timeout" || problem == "truncated";
}

/// A full disk cannot keep word of itself: what the session knows goes before what is stored.
const std::string& problem_of(const SyncMarks& marks, const SyncLive& live) {
  return live.problem.empty() ? marks.problem_code : live.problem;
}

struct Headline {
  const char* state;
  domain::Text sentence;
};

Headline headline(const SyncMarks& marks, const SyncCounts& counts, const SyncLive& live) {
  const std::int64_t records = counts.pending_records();
  const std::string& problem = problem_of(marks, live);
  if (live.running) {
    if (live.step == SyncStep::pull && records + counts.photos == 0) return {"syncing", text::receiving()};
    return {"syncing", text::sending(records, counts.photos)};
  }
  if (is_network_problem(problem)) {
    if (problem == "unreachable") return {"offline", text::offline(records, counts.photos)};
    return {"offline", text::of_problem(problem)};
  }
  if (!problem.empty()) return {"problem", text::of_problem(problem)};
  if (!marks.last_ok_at) return {"never", text::never_synced()};
  if (counts.held > 0) return {"problem", text::held(counts.held)};
  if (records + counts.photos > 0) return {"idle", text::all_safe_here(records, counts.photos)};
  return {"idle", text::everything_on_server()};
}

void write_visit(wire::JsonWriter& out, const SealedVisit& visit, const SyncLive& live) {
  const char* state = "on_device";
  domain::Text said = text::visit_on_device();
  if (!visit.problem_code.empty()) {
    state = "problem";
    said = text::visit_held(visit.problem_code);
  } else if (visit.acked && visit.photos_on_server == visit.photos) {
    state = "verified";
    said = text::visit_verified(visit.photos);
  } else if (visit.acked) {
    state = live.step == SyncStep::photo ? "sending" : "on_server";
    said = text::visit_on_server(visit.photos_on_server, visit.photos);
  } else if (visit.seq >= live.sending_from && visit.seq <= live.sending_to) {
    state = "sending";
    said = text::visit_sending();
  }
  out.begin_object()
      .member("inspection_id", visit.inspection)
      .member("lodging", visit.lodging)
      .member("sealed_at", visit.sealed_at)
      .member("state", state)
      .member("photos", visit.photos)
      .member("photos_on_server", visit.photos_on_server);
  write_text(out, "text", said);
  out.end_object();
}

}  // namespace

Result<SyncAnswer> answer_to_press(SyncStore& store, const SyncLive& before) {
  const auto marks = store.marks();
  if (!marks) return marks.error();
  const auto counts = store.counts();
  if (!counts) return counts.error();
  const std::int64_t records = counts->pending_records();
  if (before.running) return SyncAnswer{"running", text::already_syncing()};
  if (const auto& problem = problem_of(*marks, before); !problem.empty()) {
    return SyncAnswer{"cannot", text::of_problem(problem)};
  }
  if (records + counts->photos == 0 && marks->last_ok_at) return SyncAnswer{"nothing", text::nothing_to_send()};
  return SyncAnswer{"started", text::sending(records, counts->photos)};
}

Result<std::string> sync_summary_json(SyncStore& store, const SyncLive& live, const SyncAnswer* answer) {
  const auto marks = store.marks();
  if (!marks) return marks.error();
  const auto counts = store.counts();
  if (!counts) return counts.error();
  const auto visits = store.sealed_visits(kVisitsShown);
  if (!visits) return visits.error();

  const auto drafts = store.drafts().count_waiting();
  if (!drafts) return drafts.error();

  wire::JsonWriter out;
  const Headline head = headline(*marks, *counts, live);
  out.begin_object().member("state", head.state);
  write_text(out, "sentence", head.sentence);
  out.member("pending_records", counts->pending_records())
      .member("pending_photos", counts->photos)
      .member("pending_bytes", counts->record_bytes + counts->photo_bytes)
      .member("pending_drafts", *drafts)
      .member("acked_records", counts->acked_records)
      .member("last_ok_at", marks->last_ok_at)
      .member("last_try_at", marks->last_try_at)
      .member("next_try_at", live.next_try_at)
      .member("running", live.running)
      .key("problem");
  if (const auto& problem = problem_of(*marks, live); !problem.empty()) {
    out.begin_object().member("code", problem_code(problem)).member("cause", cause_of(problem));
    write_text(out, "text", text::of_problem(problem));
    out.end_object();
  } else {
    out.null();
  }
  out.member("device_state", word(marks->device_state)).key("clock").begin_object().key("skew_ms");
  if (marks->skew_ms) {
    out.value(*marks->skew_ms);
  } else {
    out.null();
  }
  out.member("wrong", marks->skew_ms && std::llabs(*marks->skew_ms) >= kWrongClockMs).end_object();
  if (answer != nullptr) {
    out.member("answered", answer->word);
    write_text(out, "answer", answer->text);
  }
  out.key("visits").begin_array();
  for (const auto& visit : *visits) write_visit(out, visit, live);
  out.end_array().end_object();
  return out.take();
}

Result<std::string> sync_diary_json(SyncStore& store) {
  const auto lines = store.diary(200);
  if (!lines) return lines.error();
  wire::JsonWriter out;
  out.begin_object().key("lines").begin_array();
  for (const auto& line : *lines) {
    out.begin_object().member("at", line.at).member("event", line.event);
    write_text(out, "text", line.text);
    out.end_object();
  }
  out.end_array().end_object();
  return out.take();
}

Result<std::string> sync_diary_text(SyncStore& store, domain::Language language, Zone zone) {
  const auto lines = store.diary(200);
  if (!lines) return lines.error();
  std::string out;
  for (const auto& line : *lines) {
    out += to_text(local_date(line.at, zone)) + " " + to_text(local_time(line.at, zone)) + " ";
    out += std::string(zone_label(zone)) + "  " + line.event + "  ";
    out += (language == domain::Language::id ? line.text.id : line.text.en) + "\n";
  }
  return out;
}

}  // namespace ronda::field
