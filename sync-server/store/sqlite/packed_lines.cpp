#include "sync-server/store/sqlite/packed_lines.hpp"

#include <zstd.h>

#include <algorithm>
#include <memory>

namespace ronda::server {

namespace {

constexpr int kLevel = 1;
constexpr std::size_t kPart = 128 * 1024;

using Packer = std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)>;
using Unpacker = std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)>;

// One of each for a thread: they are hundreds of kilobytes, and making one costs more than packing a short run.
ZSTD_CCtx* packer() {
  thread_local const Packer context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  return context.get();
}

/// Ready for a new frame, whatever became of the last.
ZSTD_DCtx* unpacker() {
  thread_local const Unpacker context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (context) ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_only);
  return context.get();
}

}  // namespace

Result<std::string> pack(std::string_view text) {
  const Error no_memory{ErrorCode::io_failed, "no memory to pack records", {}};
  ZSTD_CCtx* context = packer();
  if (context == nullptr) return no_memory;
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size = ZSTD_compressCCtx(context, out.data(), out.size(), text.data(), text.size(), kLevel);
  if (ZSTD_isError(size) != 0) return no_memory;
  out.resize(size);
  return out;
}

std::string unpack(std::string_view packed, std::size_t most) {
  ZSTD_DCtx* context = unpacker();
  std::string out;
  if (context == nullptr) return out;
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::size_t left = 1;
  while (in.pos < in.size || left != 0) {
    const std::size_t done = out.size();
    const std::size_t before = in.pos;
    if (done >= most) break;
    out.resize(std::min(most, done + kPart));
    ZSTD_outBuffer chunk{out.data() + done, out.size() - done, 0};
    left = ZSTD_decompressStream(context, &chunk, &in);
    out.resize(done + chunk.pos);
    if (ZSTD_isError(left) != 0 || (in.pos == before && chunk.pos == 0)) break;
  }
  return out;
}

void split_lines(OpenedRun& run, std::int64_t skip, std::int64_t count) {
  std::string_view rest = run.text;
  run.records.clear();
  while (static_cast<std::int64_t>(run.records.size()) < count) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return;
    if (skip > 0) {
      --skip;
    } else {
      run.records.push_back(rest.substr(0, end));
    }
    rest.remove_prefix(end + 1);
  }
}

}  // namespace ronda::server
