#include "sync-server/service/upload_headers.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "shared/base/bytes.hpp"
#include "shared/crypto/crypto.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kSha1Bytes = 20;
constexpr std::size_t kSha256Bytes = 32;

// tus uses plain base64 (RFC 4648 §4): the same bytes in another alphabet, with padding.
Result<std::string> from_tus_base64(std::string_view text, std::string_view where) {
  std::string url(text);
  while (!url.empty() && url.back() == '=') url.pop_back();
  for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
  const auto bytes = from_base64url(url);
  if (!bytes) return bad_input("expected base64", std::string(where));
  return std::string(text_of(*bytes));
}

bool is_photo_type(std::string_view type) { return type == "image/jpeg" || type == "image/png"; }

std::string sha1(std::string_view bytes) {
  std::string digest(kSha1Bytes, '\0');
  unsigned int size = 0;
  const int done = EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                              EVP_sha1(), nullptr);
  RONDA_ASSERT(done == 1 && size == kSha1Bytes);
  return digest;
}

}  // namespace

Result<UploadMetadata> read_upload_metadata(std::string_view header) {
  UploadMetadata read;
  bool has_hash = false;
  while (!header.empty()) {
    const auto end = std::min(header.find(','), header.size());
    auto pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const auto space = pair.find(' ');
    if (space == std::string_view::npos) continue;
    const auto name = pair.substr(0, space);
    if (name != "sha256" && name != "type") continue;
    const auto value = from_tus_base64(pair.substr(space + 1), "/Upload-Metadata");
    if (!value) return value.error();
    if (name == "type") {
      read.type = *value;
      continue;
    }
    const auto hash = ledger::parse_hash(*value);
    if (!hash) return bad_input(hash.error().message, "/Upload-Metadata");
    read.sha256 = *hash;
    has_hash = true;
  }
  if (!has_hash) return bad_input("the metadata must name the SHA-256", "/Upload-Metadata");
  if (!is_photo_type(read.type)) return bad_input("the type must be image/jpeg or image/png", "/Upload-Metadata");
  return read;
}

Result<std::optional<PieceChecksum>> read_piece_checksum(std::string_view header) {
  if (header.empty()) return std::optional<PieceChecksum>();
  const std::string_view where = "/Upload-Checksum";
  const auto space = header.find(' ');
  const auto name = header.substr(0, space);
  PieceChecksum read;
  if (name == "sha1") {
    read.algorithm = PieceChecksum::Algorithm::sha1;
  } else if (name != "sha256") {
    return bad_input("this server knows " + std::string(kChecksumAlgorithms), std::string(where));
  }
  auto digest = from_tus_base64(space == std::string_view::npos ? std::string_view() : header.substr(space + 1), where);
  if (!digest) return std::move(digest).error();
  const auto length = read.algorithm == PieceChecksum::Algorithm::sha1 ? kSha1Bytes : kSha256Bytes;
  if (digest->size() != length) return bad_input("the checksum has another length", std::string(where));
  read.digest = std::move(*digest);
  return std::optional<PieceChecksum>(std::move(read));
}

bool vouches_for(const PieceChecksum& checksum, std::string_view piece) {
  if (checksum.algorithm == PieceChecksum::Algorithm::sha1) return sha1(piece) == checksum.digest;
  const auto digest = crypto::sha256(piece);
  return std::equal(digest.begin(), digest.end(), checksum.digest.begin(), checksum.digest.end(),
                    [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
}

}  // namespace ronda::server
