#include "sync-server/api/attachments.hpp"

#include <memory>

#include "shared/wire/sync_json.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/attachments.hpp"
#include "sync-server/store/finding_store.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kTus = "1.0.0";
constexpr int kChecksumMismatch = 460;  // as in the tus checksum extension

struct Uploads {
  AttachmentFiles files;
  Attachments attachments;
  Uploads(Store& store, std::shared_ptr<AttachmentDisk> disk) : files(std::move(disk)), attachments(store, files) {}
};
using SharedUploads = std::shared_ptr<Uploads>;

http::Reply tus_reply(int status) {
  auto reply = http::empty_reply(status);
  reply.with("Tus-Resumable", std::string(kTus)).with("Cache-Control", "no-store");
  return reply;
}

std::string location_of(const ledger::Hash& sha256) { return "/api/v1/attachments/" + ledger::to_text(sha256); }

Result<std::int64_t> number_header(const http::Request& request, std::string_view name) {
  const auto text = request.header(name);
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || value > 1'000'000'000'000)
      return bad_input("expected a whole number", "/" + std::string(name));
    value = value * 10 + (c - '0');
  }
  if (text.empty()) return bad_input("this header is missing", "/" + std::string(name));
  return value;
}

Result<void> check_tus(const http::Request& request) {
  if (request.header("Tus-Resumable") == kTus) return {};
  return Error{ErrorCode::unsupported_version, "this server speaks tus 1.0.0", "/Tus-Resumable"};
}

Result<ledger::Hash> hash_param(const http::Request& request) {
  const auto hash = ledger::parse_hash(request.param("sha256"));
  if (!hash) return Error{ErrorCode::not_found, "no such attachment", ""};
  return *hash;
}

FreeHandler create_handler(const SharedUploads& uploads) {
  return [uploads](const http::Request& request, const Principal& who) -> Result<http::Reply> {
    if (auto tus = check_tus(request); !tus) return std::move(tus).error();
    const auto length = number_header(request, "Upload-Length");
    if (!length) return length.error();
    const auto metadata = read_upload_metadata(request.header("Upload-Metadata"));
    if (!metadata) return metadata.error();
    const auto upload = uploads->attachments.begin(who, *metadata, *length);
    if (!upload) return upload.error();
    auto reply = tus_reply(upload->whole ? 200 : 201);
    reply.with("Location", location_of(metadata->sha256)).with("Upload-Offset", std::to_string(upload->offset));
    return reply;
  };
}

FreeHandler head_handler(const SharedUploads& uploads) {
  return [uploads](const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto hash = hash_param(request);
    if (!hash) return hash.error();
    const auto upload = uploads->attachments.look_up(who, *hash);
    if (!upload) return upload.error();
    auto reply = tus_reply(200);
    reply.with("Upload-Offset", std::to_string(upload->offset)).with("Upload-Length", std::to_string(upload->length));
    return reply;
  };
}

FreeHandler patch_handler(const SharedUploads& uploads) {
  return [uploads](const http::Request& request, const Principal& who) -> Result<http::Reply> {
    if (auto tus = check_tus(request); !tus) return std::move(tus).error();
    const auto hash = hash_param(request);
    if (!hash) return hash.error();
    const auto offset = number_header(request, "Upload-Offset");
    if (!offset) return offset.error();
    const auto upload = uploads->attachments.append(who, *hash, *offset, request.body);
    if (!upload && upload.error().code == ErrorCode::corrupt) {
      auto reply = http::problem_reply(upload.error(), request.id);
      reply.status = kChecksumMismatch;
      return reply;
    }
    if (!upload) return upload.error();
    auto reply = tus_reply(204);
    reply.with("Upload-Offset", std::to_string(upload->offset));
    return reply;
  };
}

FreeHandler show_handler(App& app, const SharedUploads& uploads) {
  return [&app, uploads](const http::Request& request, const Principal& who) -> Result<http::Reply> {
    const auto hash = hash_param(request);
    if (!hash) return hash.error();
    const auto row = app.store.read([&](const ReadTxn& txn) -> Result<AttachmentRow> {
      const auto named = txn.findings().names_photo(who.unit, *hash);
      if (!named) return named.error();
      auto known = txn.attachments().attachment(*hash);
      if (!known) return std::move(known).error();
      if (*named && known->has_value() && (*known)->whole) return std::move(**known);
      return Error{ErrorCode::not_found, "this photo has not arrived", ""};
    });
    if (!row) return row.error();
    auto bytes = uploads->files.read(*hash);
    if (!bytes) return std::move(bytes).error();
    http::Reply reply;
    reply.content_type = row->type;
    reply.body = std::move(*bytes);
    reply.with("Cache-Control", "private, max-age=31536000, immutable").with("X-Content-Type-Options", "nosniff");
    return reply;
  };
}

}  // namespace

std::vector<Route> attachments_routes(App& app) {
  const auto uploads = std::make_shared<Uploads>(
      app.store, app.attachments ? app.attachments : open_attachment_folder(app.data / "attachments"));
  return {
      {"POST", "/api/v1/attachments", Access::device, create_handler(uploads), kSmallBody, ""},
      {"HEAD", "/api/v1/attachments/{sha256}", Access::device, head_handler(uploads)},
      {"PATCH", "/api/v1/attachments/{sha256}", Access::device, patch_handler(uploads), wire::kMaxAttachmentBytes,
       "application/offset+octet-stream"},
      {"GET", "/api/v1/attachments/{sha256}", Access::officer, show_handler(app, uploads)},
  };
}

}  // namespace ronda::server
