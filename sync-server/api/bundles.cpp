#include "sync-server/api/bundles.hpp"

#include <memory>
#include <mutex>

#include "shared/base/bytes.hpp"
#include "shared/wire/json.hpp"
#include "sync-server/api/attachments.hpp"
#include "sync-server/service/bundle_import.hpp"
#include "sync-server/service/bundle_uploads.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kMostListed = 100;

/// What the handlers share. One bundle is read at a time: each waits for the one writer anyway.
struct Desk {
  Desk(App& app_in, Checklists checklists_in)
      : app(app_in), files(app_in.data), ids(app_in.entropy), checklists(std::move(checklists_in)) {}
  App& app;
  BundleUploads files;
  std::mutex ids_mutex;  // guards ids
  IdSource ids;
  const Checklists checklists;
  std::mutex reading;

  Uuid new_id() {
    const std::lock_guard lock(ids_mutex);
    return ids.next(app.clock());
  }
};

Result<Uuid> id_of(const http::Request& request) {
  auto id = parse_uuid(request.param("id"));
  if (!id) return Error{ErrorCode::not_found, "no such bundle", "bundle"};
  return *id;
}

http::Reply standing(const Uuid& id, std::int64_t offset, int status = 200) {
  wire::JsonWriter out;
  out.begin_object().member("id", id).member("offset", offset).end_object();
  return http::json_reply(out.take(), status);
}

void write_refused(wire::JsonWriter& out, const BundleReport& report) {
  out.key("refused").begin_array();
  for (std::size_t i = 0; i < report.refused.size() && i < kMostListed; ++i) {
    const auto& run = report.refused[i];
    out.begin_object().member("device", run.device).member("first_seq", run.first_seq);
    out.member("last_seq", run.last_seq).member("code", word(run.why.code)).member("message", run.why.message);
    out.key("expected_seq");
    if (run.expected_seq) {
      out.value(*run.expected_seq);
    } else {
      out.null();
    }
    out.end_object();
  }
  out.end_array().key("photos_refused").begin_array();
  for (std::size_t i = 0; i < report.photos_refused.size() && i < kMostListed; ++i) {
    const auto& photo = report.photos_refused[i];
    out.begin_object().member("sha256", to_hex(photo.sha256)).member("code", word(photo.why.code)).end_object();
  }
  out.end_array();
}

std::string report_json(const BundleReport& report) {
  const auto& manifest = report.manifest;
  std::int64_t refused = 0;
  for (const auto& run : report.refused) refused += run.last_seq - run.first_seq + 1;
  wire::JsonWriter out;
  out.begin_object().member("device", manifest.device).member("device_name", manifest.device_name);
  out.member("made_at", manifest.made_at).member("app_version", manifest.app_version);
  out.member("revoked", report.revoked).member("whole", report.is_whole());
  out.key("records").begin_object().member("in_file", manifest.records()).member("received", report.received);
  out.member("known", report.known).member("held", report.held.size()).member("refused", refused);
  out.member("missing", report.records_missing()).end_object();
  out.key("photos").begin_object().member("in_file", manifest.photos).member("received", report.photos_received);
  out.member("known", report.photos_known).member("refused", report.photos_refused.size());
  out.member("missing", report.photos_missing()).member("bytes_received", report.photo_bytes_received).end_object();
  out.key("held").begin_array();
  for (std::size_t i = 0; i < report.held.size() && i < kMostListed; ++i) {
    out.begin_object().member("device", report.held[i].device).member("seq", report.held[i].seq);
    out.member("code", report.held[i].code).end_object();
  }
  out.end_array();
  write_refused(out, report);
  out.key("damage");
  if (report.damage) {
    out.begin_object().member("code", word(report.damage->code)).member("message", report.damage->message);
    out.member("where", report.damage->where).end_object();
  } else {
    out.null();
  }
  out.end_object();
  return out.take();
}

Result<http::Reply> begin(Desk& desk, const http::Request& request, const Principal& who) {
  auto document = wire::JsonDocument::parse(request.body);
  if (!document) return std::move(document).error();
  const auto root = document->root();
  if (auto only = root.only({"bytes"}); !only) return std::move(only).error();
  const auto bytes = root.integer("bytes");
  if (!bytes) return bytes.error();
  const auto id = desk.files.begin(who, *bytes, desk.new_id(), desk.app.clock());
  if (!id) return id.error();
  return standing(*id, 0, 201).with("Location", "/api/v1/bundles/" + to_text(*id));
}

Result<http::Reply> append(Desk& desk, const http::Request& request, const Principal& who) {
  const auto id = id_of(request);
  if (!id) return id.error();
  const auto text = request.header("Upload-Offset");
  std::int64_t offset = 0;
  if (text.empty() || text.size() > 12) return bad_input("expected a whole number", "/Upload-Offset");
  for (const char c : text) {
    if (c < '0' || c > '9') return bad_input("expected a whole number", "/Upload-Offset");
    offset = offset * 10 + (c - '0');
  }
  const auto now = desk.files.append(who, *id, offset, request.body, desk.app.clock());
  if (!now) return now.error();
  return standing(*id, *now);
}

Result<http::Reply> show(Desk& desk, const http::Request& request, const Principal& who) {
  const auto id = id_of(request);
  if (!id) return id.error();
  const auto offset = desk.files.offset(who, *id);
  if (!offset) return offset.error();
  return standing(*id, *offset);
}

Result<http::Reply> import(Desk& desk, const http::Request& request, const Principal& who) {
  const auto id = id_of(request);
  if (!id) return id.error();
  const auto file = desk.files.whole(who, *id);
  if (!file) return file.error();
  const std::lock_guard lock(desk.reading);
  wire::BundleReader reader((*file)->source());
  const auto uploads = uploads_of(desk.app);
  const auto report = import_bundle(desk.app.store, uploads->attachments, desk.checklists, reader, who.unit);
  if (!report) {
    // What the disk could not take can be tried again; what is no bundle never will be one.
    const auto code = report.error().code;
    const bool again = code == ErrorCode::io_failed || code == ErrorCode::disk_full || code == ErrorCode::busy;
    if (!again) desk.files.drop(who, *id);
    return report.error();
  }
  desk.files.drop(who, *id);
  if (desk.app.log) {
    desk.app.log(report->is_whole() ? LogLevel::info : LogLevel::warn,
                 "bundle.imported req=" + request.id + " by=" + to_text(who.officer) +
                     " device=" + to_text(report->manifest.device) + " new=" + std::to_string(report->received) +
                     " known=" + std::to_string(report->known) + " held=" + std::to_string(report->held.size()) +
                     " photos=" + std::to_string(report->photos_received) +
                     " whole=" + (report->is_whole() ? "yes" : "no"));
  }
  return http::json_reply(report_json(*report));
}

Result<http::Reply> drop(Desk& desk, const http::Request& request, const Principal& who) {
  const auto id = id_of(request);
  if (!id) return id.error();
  desk.files.drop(who, *id);
  return http::empty_reply();
}

}  // namespace

std::vector<Route> bundles_routes(App& app) {
  auto loaded = Checklists::load();
  RONDA_ASSERT(loaded.has_value());
  const auto desk = std::make_shared<Desk>(app, std::move(*loaded));
  const auto at = [desk](auto handler) {
    return FreeHandler(
        [desk, handler](const http::Request& request, const Principal& who) { return handler(*desk, request, who); });
  };
  const std::string one = "/api/v1/bundles/{id}";
  return {
      {"POST", "/api/v1/bundles", Access::head, at(begin)},
      {"GET", one, Access::head, at(show)},
      {"PATCH", one, Access::head, at(append), kMaxBundlePiece, "application/offset+octet-stream"},
      {"POST", one + "/import", Access::head, at(import)},
      {"DELETE", one, Access::head, at(drop)},
  };
}

}  // namespace ronda::server
