#include "field-app/native/static_files.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "field-app/native/byte_range.hpp"
#include "field-app/native/compression.hpp"
#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"

namespace ronda::native {

namespace {

namespace fs = std::filesystem;

struct Type {
  std::string_view ending;
  std::string_view type;
  bool compress;
};

constexpr Type kTypes[] = {
    {".html", "text/html; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".mjs", "text/javascript; charset=utf-8", true},
    {".css", "text/css; charset=utf-8", true},
    {".json", "application/json", true},
    {".webmanifest", "application/manifest+json", true},
    {".map", "application/json", true},
    {".svg", "image/svg+xml", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".geojson", "application/geo+json", true},
    {".wasm", "application/wasm", true},
    {".png", "image/png", false},
    {".jpg", "image/jpeg", false},
    {".jpeg", "image/jpeg", false},
    {".webp", "image/webp", false},
    {".ico", "image/x-icon", false},
    {".woff2", "font/woff2", false},
    {".woff", "font/woff", false},
    {".ttf", "font/ttf", true},
};

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

const Type* type_of(std::string_view path) {
  for (const auto& type : kTypes) {
    if (ends_with(path, type.ending)) return &type;
  }
  return nullptr;
}

/// Percent-decoding; nothing for what no file of ours is called.
std::optional<std::string> decode_path(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '%') {
      const auto byte = i + 2 < raw.size() ? from_hex(raw.substr(i + 1, 2)) : Result<Bytes>(bad_input(""));
      if (!byte) return std::nullopt;
      c = static_cast<char>((*byte)[0]);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == '\\') return std::nullopt;
    out.push_back(c);
  }
  return out;
}

/// No hidden files and no way out of the folder.
bool is_inside(std::string_view path) {
  return path.size() > 1 && path.front() == '/' && path.find("/.") == std::string_view::npos &&
         path.find("//") == std::string_view::npos;
}

std::optional<std::string> content_of(const fs::path& file) {
  std::error_code problem;
  if (!fs::is_regular_file(file, problem)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) return std::nullopt;
  return content.str();
}

}  // namespace

Result<StaticFiles> StaticFiles::open(const std::string& folder) {
  StaticFiles out;
  out.folder_ = folder;
  if (folder.empty()) return out;
  std::error_code ignored;
  if (!fs::is_regular_file(fs::path(folder) / "index.html", ignored)) {
    return Error{ErrorCode::not_found, "no index.html in " + folder, "--web"};
  }
  return out;
}

const StaticFiles::File* StaticFiles::find(const std::string& path) {
  if (const auto known = files_.find(path); known != files_.end()) return &known->second;
  const Type* type = type_of(path);
  if (type == nullptr) return nullptr;
  const fs::path full = fs::path(folder_) / path.substr(1);
  auto plain = content_of(full);
  if (!plain) return nullptr;
  File file;
  file.type = type->type;
  file.plain = *std::move(plain);
  file.etag = "\"" + to_hex(crypto::sha256(file.plain)).substr(0, 24) + "\"";
  if (type->compress && file.plain.size() > 256) {
    // The build packs what it makes, so that the first screen waits for no packing here.
    auto packed = content_of(full.string() + ".gz");
    file.gzip = packed ? *std::move(packed) : gzip(file.plain);
    if (file.gzip.size() >= file.plain.size()) file.gzip.clear();
  }
  return &files_.emplace(path, std::move(file)).first->second;
}

LocalReply StaticFiles::part_of(const File& file, std::string_view range) {
  LocalReply reply;
  reply.content_type = file.type;
  const auto size = static_cast<std::int64_t>(file.plain.size());
  const auto part = read_range(range, size);
  if (!part) {
    reply.status = 416;
    reply.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
    return reply;
  }
  reply.status = 206;
  reply.headers.emplace_back("Content-Range", content_range(*part, size));
  reply.body =
      file.plain.substr(static_cast<std::size_t>(part->first), static_cast<std::size_t>(part->last - part->first + 1));
  return reply;
}

std::optional<LocalReply> StaticFiles::serve(const LocalRequest& request) {
  if (folder_.empty()) return std::nullopt;
  auto path = decode_path(std::string_view(request.target).substr(0, request.target.find_first_of("?#")));
  if (!path) return std::nullopt;
  const bool own_address = *path == "/" || path->find('.') == std::string::npos;
  if (own_address) path = "/index.html";
  if (!is_inside(*path)) return std::nullopt;
  const File* file = find(*path);
  if (file == nullptr) return std::nullopt;
  LocalReply reply;
  if (request.range.rfind("bytes=", 0) == 0 && request.range.find(',') == std::string::npos) {
    reply = part_of(*file, request.range);
  } else {
    reply.content_type = file->type;
    if (request.if_none_match == file->etag) {
      reply.status = 304;
    } else if (!file->gzip.empty() && request.accept_encoding.find("gzip") != std::string::npos) {
      reply.body = file->gzip;
      reply.headers.emplace_back("Content-Encoding", "gzip");
    } else {
      reply.body = file->plain;
    }
  }
  reply.headers.emplace_back("ETag", file->etag);
  reply.headers.emplace_back("Vary", "Accept-Encoding");
  reply.headers.emplace_back("Accept-Ranges", "bytes");
  // The build puts a hash into the names below /assets/, so those may be kept; everything else is asked for again.
  const bool hashed = path->rfind("/assets/", 0) == 0;
  reply.headers.emplace_back("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  return reply;
}

}  // namespace ronda::native
