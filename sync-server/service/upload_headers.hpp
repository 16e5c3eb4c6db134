#pragma once
// What tus says in headers: the metadata of an upload and the checksum of a piece. Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::server {

/// `sha256 <base64 of the hex>,type <base64>`; further keys are left alone, as tus wants it.
struct UploadMetadata {
  ledger::Hash sha256{};
  std::string type;
};
/// Errors: bad_input at /Upload-Metadata.
Result<UploadMetadata> read_upload_metadata(std::string_view header);

/// The checksum of one piece (tus 1.0.0, checksum extension): `sha1 <base64>` or `sha256 <base64>`.
struct PieceChecksum {
  enum class Algorithm { sha1, sha256 };
  Algorithm algorithm = Algorithm::sha256;
  std::string digest;  ///< raw bytes, of the algorithm's length
};
/// The value of Tus-Checksum-Algorithm.
inline constexpr std::string_view kChecksumAlgorithms = "sha1,sha256";
/// Nothing when the header is empty. Errors: bad_input at /Upload-Checksum (unknown algorithm, no base64, wrong
/// length).
Result<std::optional<PieceChecksum>> read_piece_checksum(std::string_view header);
bool vouches_for(const PieceChecksum& checksum, std::string_view piece);

}  // namespace ronda::server
