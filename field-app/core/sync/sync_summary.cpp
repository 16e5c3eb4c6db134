#include "field-app/core/sync/sync_summary.hpp"

#include "field-app/core/sync/sync_texts.hpp"
#include "shared/wire/json.hpp"

namespace ronda::field {

namespace {

constexpr std::int64_t kVisitsShown = 50;

void write_text(wire::JsonWriter& out, std::string_view name, const domain::Text& text) {
  out.key(name).begin_object().member("id", text.id).member("en", text.en).end_object();
}

bool is_network_problem(const std::string& problem) {
  return problem == "unreachable" || problem == "timeout" || problem == "truncated";
}

struct Headline {
  const char* state;
  domain::Text sentence;
};

Headline headline(const SyncMarks& marks, const SyncCounts& counts, const SyncLive& live) {
  const std::int64_t records = counts.pending_records();
  if (live.running) {
    if (live.step == SyncStep::pull && records + counts.photos == 0) return {"syncing", text::receiving()};
    return {"syncing", text::sending(records, counts.photos)};
  }
  if (is_network_problem(marks.problem_code)) {
    if (marks.problem_code == "unreachable") return {"offline", text::offline(records, counts.photos)};
    return {"offline", text::of_problem(marks.problem_code)};
  }
  if (!marks.problem_code.empty()) return {"problem", text::of_problem(marks.problem_code)};
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

Result<std::string> sync_summary_json(SyncStore& store, const SyncLive& live) {
  const auto marks = store.marks();
  if (!marks) return marks.error();
  const auto counts = store.counts();
  if (!counts) return counts.error();
  const auto visits = store.sealed_visits(kVisitsShown);
  if (!visits) return visits.error();

  wire::JsonWriter out;
  const Headline head = headline(*marks, *counts, live);
  out.begin_object().member("state", head.state);
  write_text(out, "sentence", head.sentence);
  out.member("pending_records", counts->pending_records())
      .member("pending_photos", counts->photos)
      .member("pending_bytes", counts->record_bytes + counts->photo_bytes)
      .member("acked_records", counts->acked_records)
      .member("last_ok_at", marks->last_ok_at)
      .member("last_try_at", marks->last_try_at)
      .member("next_try_at", live.next_try_at)
      .member("running", live.running)
      .key("problem");
  if (!marks->problem_code.empty()) {
    out.begin_object().member("code", problem_code(marks->problem_code));
    write_text(out, "text", text::of_problem(marks->problem_code));
    out.end_object();
  } else {
    out.null();
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

}  // namespace ronda::field
