#include "sync-server/api/jobs.hpp"

#include "sync-server/worker/jobs.hpp"

namespace ronda::server {

namespace {

Result<PlanJobRow> job_of(const ReadTxn& txn, const http::Request& request, const Principal& who) {
  const auto id = parse_id<JobId>(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such job", ""};
  return txn.planning().job(who.unit, *id);
}

bool is_over(std::string_view state) { return state != "queued" && state != "running"; }

// What the worker knows is newer than what is stored, until it has stored the end.
std::string job_json(const PlanJobRow& row, const std::optional<JobProgress>& live) {
  const bool use_live = live && !is_over(row.state);
  wire::JsonWriter out;
  out.begin_object()
      .member("id", row.id)
      .member("kind", row.kind)
      .member("state", use_live ? live->state : row.state)
      .member("attempt", row.attempt)
      .key("progress");
  out.raw(use_live ? progress_json(*live) : row.progress.value_or("null"));
  out.key("result").raw(row.result.value_or("null")).key("error");
  if (row.error_code) {
    out.begin_object().member("code", *row.error_code).member("title", row.error_message.value_or("")).end_object();
  } else {
    out.null();
  }
  out.end_object();
  return out.take();
}

std::optional<JobProgress> live_progress(const App& app, JobId job) {
  return app.jobs == nullptr ? std::nullopt : app.jobs->progress(job);
}

std::string event_text(std::string_view name, const std::string& data) {
  return "event: " + std::string(name) + "\ndata: " + data + "\n\n";
}

ReadHandler show_handler(App& app) {
  return [&app](const ReadTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto job = job_of(txn, request, who);
    if (!job) return job.error();
    return http::json_reply(job_json(*job, live_progress(app, job->id)));
  };
}

// The stream ends with the job. It reads the worker's memory only: the network thread must not wait for the store.
ReadHandler events_handler(App& app) {
  return [&app](const ReadTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto job = job_of(txn, request, who);
    if (!job) return job.error();
    http::Reply reply;
    reply.content_type = "text/event-stream";
    reply.with("Cache-Control", "no-store");
    http::Stream stream;
    stream.next = [&app, row = *job, last = std::string(), over = false]() mutable -> std::optional<std::string> {
      if (over) return std::nullopt;
      const auto live = live_progress(app, row.id);
      if (is_over(row.state) || (live && is_over(live->state))) {
        over = true;
        if (live) {
          row.state = live->state;
          row.progress = progress_json(*live);
        }
        return event_text("done", job_json(row, std::nullopt));
      }
      auto now = job_json(row, live);
      if (now == last) return std::string();
      last = now;
      return event_text("progress", now);
    };
    reply.stream = std::move(stream);
    return reply;
  };
}

WriteHandler cancel_handler(App& app) {
  return [&app](WriteTxn& txn, const http::Request& request, const Principal& who) -> Result<http::Reply> {
    auto job = job_of(txn, request, who);
    if (!job) return std::move(job).error();
    if (is_over(job->state)) return Error{ErrorCode::conflict, "this job is over", ""};
    if (job->state == "queued") {
      job->state = "cancelled";
      job->finished_at = txn.now();
      if (auto put = txn.planning().put_job(*job); !put) return std::move(put).error();
      if (app.jobs != nullptr) app.jobs->dropped(job->id);
    } else if (app.jobs != nullptr) {
      app.jobs->cancel(job->id);
    }
    return http::json_reply(job_json(*job, live_progress(app, job->id)), 202);
  };
}

}  // namespace

std::vector<Route> jobs_routes(App& app) {
  return {
      {"GET", "/api/v1/jobs/{id}", Access::head, show_handler(app)},
      {"GET", "/api/v1/jobs/{id}/events", Access::head, events_handler(app)},
      {"POST", "/api/v1/jobs/{id}/cancel", Access::head, cancel_handler(app)},
  };
}

}  // namespace ronda::server
