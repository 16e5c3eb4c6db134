#include "sync-server/api/attachments.hpp"

#include <memory>

#include "shared/wire/problem.hpp"
#include "shared/wire/sync_json.hpp"
#include "sync-server/http/http_date.hpp"
#include "sync-server/http/problem.hpp"
#include "sync-server/service/attachments.hpp"
#include "sync-server/store/finding_store.hpp"

namespace ronda::server {

namespace {

constexpr std::string_view kTus = "1.0.0";
constexpr std::string_view kExtensions = "creation,creation-with-upload,checksum,termination,expiration";
constexpr std::string_view kPieceType = "application/offset+octet-stream";

http::Reply tus_reply(int status) {
  auto reply = http::empty_reply(status);
  reply.with("Tus-Resumable", std::string(kTus)).with("Cache-Control", "no-store");
  return reply;
}

/// Where an upload stands. Every such reply names its upload, so that no other one's can be taken for it.
http::Reply upload_reply(int status, const Upload& upload) {
  auto reply = tus_reply(status);
  reply.with("Location", "/api/v1/attachments/" + ledger::to_text(upload.sha256));
  reply.with("Upload-Offset", std::to_string(upload.offset)).with("Upload-Length", std::to_string(upload.length));
  if (!upload.whole) reply.with("Upload-Expires", http::http_date(upload.expires_at));
  return reply;
}

/// A refusal where tus prescribes a status that is not the one of our word.
http::Reply tus_problem(const http::Request& request, const Error& error, int status) {
  auto reply = tus_reply(status);
  reply.content_type = "application/problem+json";
  reply.body = wire::problem_json(error, request.id, {}, status);
  return reply;
}

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

Result<ledger::Hash> hash_param(const http::Request& request) {
  const auto hash = ledger::parse_hash(request.param("sha256"));
  if (!hash) return Error{ErrorCode::not_found, "no such attachment", ""};
  return *hash;
}

using TusHandler = Result<http::Reply> (*)(Attachments&, const http::Request&, const Principal&);

Result<http::Reply> options(const http::Request&, const Principal&) {
  auto reply = tus_reply(204);
  reply.with("Tus-Version", std::string(kTus)).with("Tus-Extension", std::string(kExtensions));
  reply.with("Tus-Max-Size", std::to_string(wire::kMaxAttachmentBytes));
  reply.with("Tus-Checksum-Algorithm", std::string(kChecksumAlgorithms));
  return reply;
}

/// The piece that a request carries. Errors: bad_input.
Result<Piece> piece_of(const http::Request& request, std::int64_t offset) {
  auto checksum = read_piece_checksum(request.header("upload-checksum"));
  if (!checksum) return std::move(checksum).error();
  return Piece{offset, request.body, std::move(*checksum), request.is_cut};
}

Result<http::Reply> append(Attachments& attachments, const http::Request& request, const Principal& who,
                           const ledger::Hash& hash, std::int64_t offset, int status) {
  const auto piece = piece_of(request, offset);
  if (!piece) return tus_problem(request, piece.error(), 400);  // as the checksum extension prescribes
  const auto upload = attachments.append(who, hash, *piece);
  if (!upload && upload.error().code == ErrorCode::corrupt) return tus_problem(request, upload.error(), 460);
  if (!upload) return upload.error();
  return upload_reply(status, *upload);
}

Result<http::Reply> create(Attachments& attachments, const http::Request& request, const Principal& who) {
  const auto length = number_header(request, "Upload-Length");
  if (!length) return length.error();
  const auto metadata = read_upload_metadata(request.header("Upload-Metadata"));
  if (!metadata) return metadata.error();
  const auto upload = attachments.begin(who, *metadata, *length);
  if (!upload) return upload.error();
  // creation-with-upload: taken when the upload begins with it, else the offset tells where to go on.
  const bool carries = !request.body.empty() && upload->offset == 0 && !upload->whole;
  if (carries) return append(attachments, request, who, metadata->sha256, 0, 201);
  return upload_reply(upload->whole ? 200 : 201, *upload);
}

Result<http::Reply> look_up(Attachments& attachments, const http::Request& request, const Principal& who) {
  const auto hash = hash_param(request);
  if (!hash) return hash.error();
  const auto upload = attachments.look_up(who, *hash);
  if (!upload) return upload.error();
  return upload_reply(200, *upload);
}

Result<http::Reply> patch(Attachments& attachments, const http::Request& request, const Principal& who) {
  const auto hash = hash_param(request);
  if (!hash) return hash.error();
  const auto offset = number_header(request, "Upload-Offset");
  if (!offset) return offset.error();
  return append(attachments, request, who, *hash, *offset, 204);
}

Result<http::Reply> terminate(Attachments& attachments, const http::Request& request, const Principal& who) {
  const auto hash = hash_param(request);
  if (!hash) return hash.error();
  if (auto ended = attachments.terminate(who, *hash); !ended) return std::move(ended).error();
  return tus_reply(204);
}

/// For those who can send only POST: X-HTTP-Method-Override says what is meant.
Result<http::Reply> overridden(Attachments& attachments, const http::Request& request, const Principal& who) {
  const auto method = request.header("x-http-method-override");
  if (method == "PATCH") return patch(attachments, request, who);
  if (method == "HEAD") return look_up(attachments, request, who);
  if (method == "DELETE") return terminate(attachments, request, who);
  return Error{ErrorCode::method_not_allowed, "an upload is continued with PATCH, asked with HEAD, ended with DELETE",
               ""};
}

FreeHandler tus(App& app, TusHandler handler) {
  return
      [uploads = uploads_of(app), handler](const http::Request& request, const Principal& who) -> Result<http::Reply> {
        if (request.header("Tus-Resumable") != kTus) {
          const Error error{ErrorCode::unsupported_version, "this server speaks tus 1.0.0", "/Tus-Resumable"};
          return tus_problem(request, error, 412).with("Tus-Version", std::string(kTus));
        }
        auto reply = handler(uploads->attachments, request, who);
        if (reply) return reply;
        return tus_problem(request, reply.error(), wire::http_status(reply.error().code));
      };
}

FreeHandler show_handler(App& app) {
  return [&app, uploads = uploads_of(app)](const http::Request& request, const Principal& who) -> Result<http::Reply> {
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

std::vector<Route> with_cut_bodies(std::vector<Route> routes) {
  for (auto& route : routes) route.takes_cut_body = route.accepts == kPieceType;
  return routes;
}

}  // namespace

std::shared_ptr<Uploads> uploads_of(App& app) {
  if (!app.uploads) {
    auto disk = app.attachments ? app.attachments : open_attachment_folder(app.data / "attachments");
    app.uploads = std::make_shared<Uploads>(app.store, std::move(disk));
  }
  return app.uploads;
}

std::vector<Route> attachments_routes(App& app) {
  const std::string all = "/api/v1/attachments";
  const std::string one = all + "/{sha256}";
  const std::string piece(kPieceType);
  return with_cut_bodies({
      {"OPTIONS", all, Access::anyone, FreeHandler(options)},
      {"OPTIONS", one, Access::anyone, FreeHandler(options)},
      {"POST", all, Access::revoked_device, tus(app, create), wire::kMaxAttachmentBytes, piece},
      {"HEAD", one, Access::revoked_device, tus(app, look_up)},
      {"PATCH", one, Access::revoked_device, tus(app, patch), wire::kMaxAttachmentBytes, piece},
      {"POST", one, Access::revoked_device, tus(app, overridden), wire::kMaxAttachmentBytes, piece},
      {"DELETE", one, Access::revoked_device, tus(app, terminate)},
      {"GET", one, Access::officer, show_handler(app)},
  });
}

}  // namespace ronda::server
