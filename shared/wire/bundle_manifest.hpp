#pragma once
// Text forms of a bundle's manifest and part headers. Inside the room only.

#include <optional>
#include <string>
#include <string_view>

#include "shared/wire/bundle.hpp"

namespace ronda::wire {

std::string encode(const BundleManifest& manifest);
/// Strict: what is written must be what encode() writes. Errors: bad_input, unsupported_version.
Result<BundleManifest> decode_bundle_manifest(std::string_view text);

/// One header line without its end. Which members it has depends on `part`.
struct BundleHeader {
  enum class Part { manifest, record, photo, end };
  Part part = Part::end;
  std::int64_t bytes = 0;                        ///< of the content that follows; not with end
  crypto::Sha256 sha256{};                       ///< of the content; with end: of every byte before this part
  std::optional<DeviceId> device{};              ///< record
  std::int64_t seq = 0;                          ///< record
  std::string type{};                            ///< photo
  std::optional<crypto::Signature> signature{};  ///< record, end
};

std::string encode(const BundleHeader& header);
/// Nothing if the line is not exactly what encode() writes for some header.
std::optional<BundleHeader> read_bundle_header(std::string_view line);

}  // namespace ronda::wire
