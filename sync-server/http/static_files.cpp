#include "sync-server/http/static_files.hpp"

#include <array>
#include <fstream>
#include <sstream>

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"
#include "sync-server/http/compress.hpp"

namespace ronda::http {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kKeptBytes = 2 * 1024 * 1024;  // larger files are read when asked for
constexpr std::size_t kMostFiles = 5'000;

// Everything comes from this server; nothing may frame it, no script or style stands in the page itself.
constexpr const char* kContentSecurityPolicy =
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'";

std::string content_type_of(const fs::path& path) {
  constexpr std::array<std::pair<const char*, const char*>, 18> kTypes = {{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".geojson", "application/geo+json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".ttf", "font/ttf"},
      {".wasm", "application/wasm"},
      {".txt", "text/plain; charset=utf-8"},
      {".pdf", "application/pdf"},
  }};
  const std::string extension = path.extension().string();
  for (const auto& [name, type] : kTypes) {
    if (extension == name) return type;
  }
  return "application/octet-stream";
}

bool packs_well(const std::string& type) {
  return type.starts_with("text/") || type.find("json") != std::string::npos || type == "image/svg+xml" ||
         type == "application/wasm" || type == "font/ttf";
}

Result<std::string> read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  if (!in && !in.eof()) return Error{ErrorCode::io_failed, "cannot read " + path.string(), path.string()};
  return std::move(out).str();
}

}  // namespace

Result<std::unique_ptr<StaticFiles>> StaticFiles::load(const fs::path& folder) {
  std::error_code error;
  auto site = std::make_unique<StaticFiles>();
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    if (site->files_.size() == kMostFiles) return Error{ErrorCode::too_large, "too many files", folder.string()};
    File file;
    file.path = at->path();
    file.content_type = content_type_of(file.path);
    auto content = read_whole(file.path);
    if (!content) return std::move(content).error();
    const auto hash = crypto::sha256(*content);
    file.etag = "\"" + to_hex(std::span<const std::uint8_t>(hash).first(12)) + "\"";
    file.kept = content->size() <= kKeptBytes;
    if (file.kept) {
      if (packs_well(file.content_type) && content->size() >= 512) file.gzipped = gzip(*content, 9);
      if (file.gzipped.size() >= content->size()) file.gzipped.clear();
      file.content = std::move(*content);
    }
    site->files_.emplace(fs::relative(file.path, folder, error).generic_string(), std::move(file));
  }
  if (error) return Error{ErrorCode::not_found, "cannot read the folder " + folder.string(), folder.string()};
  if (site->files_.find("index.html") == site->files_.end()) {
    return Error{ErrorCode::not_found, "there is no index.html in " + folder.string(), folder.string()};
  }
  return site;
}

const StaticFiles::File* StaticFiles::find(std::string_view path) const {
  while (!path.empty() && path.front() == '/') path.remove_prefix(1);
  if (path.empty()) path = "index.html";
  auto found = files_.find(path);
  if (found == files_.end() && path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos) {
    found = files_.find("index.html");  // a page of the site: its own script reads the address
  }
  return found == files_.end() ? nullptr : &found->second;
}

std::optional<Reply> StaticFiles::serve(const Request& request) const {
  const File* file = find(request.path);
  if (file == nullptr) return std::nullopt;
  Reply reply;
  reply.with("ETag", file->etag);
  reply.with("Cache-Control",
             request.path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  reply.with("Vary", "Accept-Encoding");
  if (request.header("if-none-match").find(file->etag) != std::string_view::npos) {
    reply.status = 304;
    return reply;
  }
  reply.content_type = file->content_type;
  if (file->content_type.starts_with("text/html")) {
    reply.with("Content-Security-Policy", kContentSecurityPolicy);
    reply.with("Referrer-Policy", "same-origin").with("X-Frame-Options", "DENY");
  }
  if (!file->gzipped.empty() && accepts_coding(request, "gzip")) {
    reply.with("Content-Encoding", "gzip");
    reply.body = file->gzipped;
  } else if (file->kept) {
    reply.body = file->content;
  } else {
    auto content = read_whole(file->path);
    if (!content) return std::nullopt;
    reply.body = std::move(*content);
  }
  return reply;
}

}  // namespace ronda::http
