// Bodies that come packed: whatever a stranger packs, nothing larger than the call allows is ever held.

#include "sync-server/http/compress.hpp"

#include <gtest/gtest.h>
#include <zstd.h>

#include <memory>

namespace ronda::http {
namespace {

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

/// One frame made piece by piece, so that it does not say how much is in it.
std::string zstd_stream(std::string_view text, int window_log = 0, bool long_range = false) {
  const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  if (window_log != 0) ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, window_log);
  if (long_range) ZSTD_CCtx_setParameter(context.get(), ZSTD_c_enableLongDistanceMatching, 1);
  std::string out;
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  char part[4096];
  for (std::size_t left = 1; left != 0;) {
    ZSTD_outBuffer chunk{part, sizeof part, 0};
    const bool last = in.pos + 100'000 >= in.size;
    ZSTD_inBuffer piece{in.src, last ? in.size : in.pos + 100'000, in.pos};
    left = ZSTD_compressStream2(context.get(), &chunk, &piece, last ? ZSTD_e_end : ZSTD_e_continue);
    in.pos = piece.pos;
    out.append(part, chunk.pos);
    if (!last) left = 1;
  }
  return out;
}

Request packed(const std::string& coding, std::string body) {
  Request request;
  request.headers = {{"content-encoding", coding}};
  request.body = std::move(body);
  return request;
}

std::string lines() {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "{\"seq\":" + std::to_string(i) + "}\n";
  return text;
}

}  // namespace

TEST(PackedBody, IsTheSameInEveryCoding) {
  for (const auto& [coding, body] : {std::pair<std::string, std::string>{"gzip", gzip(lines(), 6)},
                                     {"zstd", zstd(lines())},
                                     {"zstd", zstd_stream(lines())},
                                     {"zstd", zstd(lines().substr(0, 100)) + zstd(lines().substr(100))}}) {
    Request request = packed(coding, body);
    ASSERT_TRUE(decode_body(request, lines().size())) << coding;
    EXPECT_EQ(request.body, lines());
    EXPECT_EQ(request.zstd_body, coding == "zstd" ? body : "") << "kept as it came, for whoever stores it";
  }
}

TEST(PackedBody, CutAtAnyByteIsRefused) {
  for (const auto& [coding, body] : {std::pair<std::string, std::string>{"gzip", gzip(lines(), 6)},
                                     {"zstd", zstd(lines())},
                                     {"zstd", zstd_stream(lines())}}) {
    for (std::size_t size = 1; size < body.size(); ++size) {
      Request request = packed(coding, body.substr(0, size));
      const auto decoded = decode_body(request, 100'000);
      ASSERT_FALSE(decoded) << coding << " cut at " << size;
      EXPECT_EQ(decoded.error().code, ErrorCode::bad_input);
      EXPECT_FALSE(decoded.error().message.empty());
    }
  }
}

TEST(PackedBody, OneByteMoreThanAllowedIsTooLarge) {
  for (const auto& [coding, body] : {std::pair<std::string, std::string>{"gzip", gzip(lines(), 6)},
                                     {"zstd", zstd(lines())},
                                     {"zstd", zstd_stream(lines())}}) {
    Request request = packed(coding, body);
    const auto decoded = decode_body(request, lines().size() - 1);
    ASSERT_FALSE(decoded) << coding;
    EXPECT_EQ(decoded.error().code, ErrorCode::too_large);
  }
}

TEST(PackedBody, ABombIsRefusedWithoutBeingUnpacked) {
  const std::string zeros(60'000'000, '0');
  for (const auto& body : {zstd(zeros), zstd_stream(zeros), zstd_stream("a") + zstd(zeros)}) {
    Request bomb = packed("zstd", body);
    const auto decoded = decode_body(bomb, 65'536);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::too_large);
  }
}

TEST(PackedBody, AFrameThatWantsAHugeWindowIsRefused) {
  Request greedy = packed("zstd", zstd_stream(std::string(300'000, 'x'), 27, true));
  const auto decoded = decode_body(greedy, 1'000'000);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, ErrorCode::bad_input);
}

TEST(PackedBody, ACodingThatIsNotSpokenIsKnownAsSuch) {
  EXPECT_FALSE(speaks_coding(packed("br", "x")));
  EXPECT_FALSE(speaks_coding(packed("gzip, zstd", "x")));
  EXPECT_TRUE(speaks_coding(packed("zstd", "x")));
  EXPECT_TRUE(speaks_coding(packed("identity", "x")));
  EXPECT_TRUE(speaks_coding(Request{}));
}

}  // namespace ronda::http
