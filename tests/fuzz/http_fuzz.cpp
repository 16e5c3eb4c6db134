// Any bytes as what stands around a body: targets, forms, cookies, codings, tus headers.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sync-server/http/compress.hpp"
#include "sync-server/http/target.hpp"
#include "sync-server/service/upload_headers.hpp"
#include "tests/fuzz/exchange.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto call = ronda::fuzz::read_call(text);
  (void)ronda::http::parse_form(call.body);
  (void)ronda::server::read_upload_metadata(text);
  (void)ronda::server::read_piece_checksum(text);

  ronda::http::Request request;
  request.method = call.first;
  request.body = call.body;
  for (auto& [name, value] : call.headers) request.headers.push_back({std::move(name), std::move(value)});
  if (auto target = ronda::http::parse_target(call.target); target) {
    request.path = std::move(target->path);
    request.query = std::move(target->query);
  }
  (void)request.cookie("ronda_session");
  (void)request.query_number("limit", 50, 1, 500);
  (void)request.if_match();
  (void)ronda::server::read_upload_metadata(request.header("upload-metadata"));
  (void)ronda::http::accepts_coding(request, "zstd");
  constexpr std::size_t kLimit = 64 * 1024;
  if (ronda::http::decode_body(request, kLimit)) RONDA_ASSERT(request.body.size() <= kLimit);
  ronda::http::Reply reply;
  reply.content_type = "application/json";
  reply.body = call.body;
  ronda::http::compress_reply(request, reply);
  return 0;
}
