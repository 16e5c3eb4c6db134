#include "field-app/native/compression.hpp"

#include <zlib.h>
#include <zstd.h>

#include <memory>

namespace ronda::native {

namespace {

constexpr int kGzipFormat = 16;  // added to the window bits

Bytef* bytes_in(std::string_view text) { return reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); }

}  // namespace

std::string gzip(std::string_view text, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, MAX_WBITS + kGzipFormat, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = bytes_in(text);
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = deflate(&stream, Z_FINISH);
  const std::size_t size = stream.total_out;
  deflateEnd(&stream);
  if (code != Z_STREAM_END) return {};
  out.resize(size);
  return out;
}

Result<std::string> gunzip(std::string_view packed, std::size_t most_bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, MAX_WBITS + kGzipFormat) != Z_OK) return Error{ErrorCode::io_failed, "no memory", {}};
  stream.next_in = bytes_in(packed);
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  int code = Z_OK;
  while (code == Z_OK && out.size() <= most_bytes) {
    const std::size_t done = out.size();
    out.resize(done + 65536);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + done);
    stream.avail_out = 65536;
    code = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out.size() > most_bytes) return Error{ErrorCode::too_large, "the unpacked text is larger than allowed", {}};
  if (code == Z_BUF_ERROR) return Error{ErrorCode::truncated, "the packed text ends early", {}};
  if (code != Z_STREAM_END) return bad_input("this is no gzip");
  return out;
}

std::string zstd(std::string_view text, int level) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), level);
  if (ZSTD_isError(size) != 0) return {};
  out.resize(size);
  return out;
}

Result<std::string> unzstd(std::string_view packed, std::size_t most_bytes) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (!context) return Error{ErrorCode::io_failed, "no memory", {}};
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::string out;
  std::size_t left = 1;
  while (left != 0) {
    const std::size_t done = out.size();
    out.resize(done + 65536);
    ZSTD_outBuffer chunk{out.data() + done, 65536, 0};
    left = ZSTD_decompressStream(context.get(), &chunk, &in);
    out.resize(done + chunk.pos);
    if (ZSTD_isError(left) != 0) return bad_input("this is no zstd");
    if (out.size() > most_bytes) return Error{ErrorCode::too_large, "the unpacked text is larger than allowed", {}};
    if (left != 0 && in.pos == in.size && chunk.pos < 65536) {
      return Error{ErrorCode::truncated, "the packed text ends early", {}};
    }
  }
  if (in.pos != in.size) return bad_input("something stands behind the packed text");
  return out;
}

}  // namespace ronda::native
