#include "field-app/native/exchange.hpp"

#include "field-app/native/compression.hpp"

namespace ronda::native {

namespace {

constexpr std::size_t kWorthPacking = 1024;
constexpr std::size_t kReplyBytes = 32U << 20U;
constexpr int kUnsupportedMediaType = 415;
constexpr std::string_view kPushPath = "/api/v1/sync/push";

Result<std::string> unpacked(std::string_view coding, std::string_view body) {
  if (coding == "zstd") return unzstd(body, kReplyBytes);
  if (coding == "gzip") return gunzip(body, kReplyBytes);
  return bad_input("unknown coding");
}

}  // namespace

Result<Exchanged> send(HttpClient& client, const std::string& server, field::SyncRequest request) {
  const auto address = parse_server(server);
  if (!address) return address.error();
  request.headers.emplace_back("Accept-Encoding", "zstd, gzip");
  ClientRequest asked{std::move(request.method), std::move(request.path), std::move(request.headers),
                      std::move(request.body)};
  const bool worth_it = asked.target == kPushPath && asked.body.size() > kWorthPacking;
  std::string packed = worth_it && !client.wants_plain(*address) ? zstd(asked.body) : std::string();
  const bool is_packed = !packed.empty();
  if (is_packed) {
    asked.body.swap(packed);
    asked.headers.emplace_back("Content-Encoding", "zstd");
  }
  auto reply = client.exchange(*address, asked);
  if (reply && reply->status == kUnsupportedMediaType && is_packed) {
    client.note_plain(*address);
    asked.body.swap(packed);
    asked.headers.pop_back();
    reply = client.exchange(*address, asked);
  }
  if (!reply) return std::move(reply).error();
  for (const auto& [name, value] : reply->headers) {
    if (name != "content-encoding" || reply->body.empty()) continue;
    auto plain = unpacked(value, reply->body);
    // A reply that cannot be unpacked was damaged on its way: the same as one that broke off.
    if (!plain) return Error{ErrorCode::truncated, "the reply cannot be unpacked", {}};
    reply->body = std::move(*plain);
  }
  return Exchanged{reply->status, std::move(reply->headers), std::move(reply->body)};
}

}  // namespace ronda::native
