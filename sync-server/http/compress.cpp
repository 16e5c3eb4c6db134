#include "sync-server/http/compress.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

namespace ronda::http {

namespace {

constexpr std::size_t kWorthIt = 1024;
constexpr int kGzipLevel = 5;
constexpr int kZstdLevel = 3;
constexpr int kZstdWindowLog = 23;
constexpr std::size_t kPart = 64 * 1024;
constexpr int kGzipWindow = 15 + 16;  // zlib: the largest window, with a gzip head

bool is_text(std::string_view type) {
  return type.starts_with("application/json") || type.starts_with("application/problem+json") ||
         type.starts_with("text/") || type.starts_with("application/geo+json");
}

bool is_coded(std::string_view coding) { return !coding.empty() && coding != "identity"; }

Result<std::string> gunzip(std::string_view bytes, std::size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return Error{ErrorCode::io_failed, "no memory to decode", {}};
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closing(&stream, inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  char part[16 * 1024];
  int code = Z_OK;
  while (code == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(part);
    stream.avail_out = sizeof part;
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(part, sizeof part - stream.avail_out);
    if (out.size() > limit) return Error{ErrorCode::too_large, "the decoded body is larger than this call allows", {}};
    if (code == Z_OK && stream.avail_in == 0 && stream.avail_out != 0) break;  // it ends too early
  }
  if (code != Z_STREAM_END) return bad_input("the gzip body is broken", "Content-Encoding");
  return out;
}

Result<std::string> unzstd(std::string_view bytes, std::size_t limit) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  // A frame may ask for a window of 2 GB to be decoded in: 8 MiB are what every decoder must give (RFC 8878
  // §3.1.1.1.2).
  if (!context || ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kZstdWindowLog)) != 0) {
    return Error{ErrorCode::io_failed, "no memory to decode", {}};
  }
  const Error large{ErrorCode::too_large, "the decoded body is larger than this call allows", {}};
  const auto promised = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (promised < ZSTD_CONTENTSIZE_ERROR && promised > limit) return large;
  // One frame that tells its size needs no window: straight to its place. Anything else goes the long way below.
  if (promised < ZSTD_CONTENTSIZE_ERROR) {
    std::string whole(static_cast<std::size_t>(promised), '\0');
    const auto size = ZSTD_decompressDCtx(context.get(), whole.data(), whole.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size) == 0 && size == whole.size()) return whole;
  }
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::string out;
  std::size_t part = promised < ZSTD_CONTENTSIZE_ERROR ? static_cast<std::size_t>(promised) + 1 : kPart;
  std::size_t left = 1;
  while (in.pos < in.size || left != 0) {
    const std::size_t before = in.pos;
    const std::size_t done = out.size();
    out.resize(std::min(done + part, limit + 1));
    part = kPart;
    ZSTD_outBuffer chunk{out.data() + done, out.size() - done, 0};
    left = ZSTD_decompressStream(context.get(), &chunk, &in);
    out.resize(done + chunk.pos);
    if (ZSTD_isError(left) != 0) return bad_input("the zstd body is broken", "Content-Encoding");
    if (out.size() > limit) return large;
    if (in.pos == before && chunk.pos == 0) break;
  }
  if (left != 0) return bad_input("the zstd body ends too early", "Content-Encoding");
  return out;
}

}  // namespace

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closing(&stream, deflateEnd);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::string in(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) return {};
  out.resize(stream.total_out);
  return out;
}

bool speaks_coding(const Request& request) {
  const auto coding = request.header("content-encoding");
  return !is_coded(coding) || coding == "gzip" || coding == "zstd";
}

Result<void> decode_body(Request& request, std::size_t limit) {
  const auto coding = request.header("content-encoding");
  if (!is_coded(coding) || request.body.empty()) return {};
  if (!speaks_coding(request)) {
    return bad_input("this server decodes zstd and gzip", "Content-Encoding");
  }
  auto decoded = coding == "gzip" ? gunzip(request.body, limit) : unzstd(request.body, limit);
  if (!decoded) return std::move(decoded).error();
  if (coding == "zstd") request.zstd_body = std::move(request.body);
  request.body = std::move(*decoded);
  return {};
}

bool accepts_coding(const Request& request, std::string_view coding) {
  std::string_view rest = request.header("accept-encoding");
  while (!rest.empty()) {
    const auto end = rest.find(',');
    std::string_view one = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    const auto name = one.substr(0, one.find(';'));
    if (name != coding) continue;
    const auto quality = one.find("q=");
    return quality == std::string_view::npos ||
           one.substr(quality + 2).find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

void compress_reply(const Request& request, Reply& reply) {
  if (reply.stream || reply.body.size() < kWorthIt || !is_text(reply.content_type)) return;
  const bool encoded = std::any_of(reply.headers.begin(), reply.headers.end(),
                                   [](const Field& field) { return field.name == "Content-Encoding"; });
  if (encoded) return;
  reply.with("Vary", "Accept-Encoding");
  if (accepts_coding(request, "zstd")) {
    std::string out(ZSTD_compressBound(reply.body.size()), '\0');
    const std::size_t size = ZSTD_compress(out.data(), out.size(), reply.body.data(), reply.body.size(), kZstdLevel);
    if (ZSTD_isError(size) != 0) return;
    out.resize(size);
    reply.body = std::move(out);
    reply.with("Content-Encoding", "zstd");
  } else if (accepts_coding(request, "gzip")) {
    std::string out = gzip(reply.body, kGzipLevel);
    if (out.empty()) return;
    reply.body = std::move(out);
    reply.with("Content-Encoding", "gzip");
  }
}

}  // namespace ronda::http
