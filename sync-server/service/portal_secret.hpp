#pragma once
// The server's secret for notice links: 32 random bytes in a file that only its user may read. Any thread.

#include <filesystem>

#include "shared/base/result.hpp"
#include "shared/crypto/crypto.hpp"

namespace ronda::server {

/// Reads `data`/portal.key, making it on the first call. It belongs into every backup: with another secret, links that
/// were shown before still work (their hashes are stored), but new ones look different. Errors: io_failed, corrupt (the
/// file is not 32 bytes).
Result<crypto::MacKey> portal_secret(const std::filesystem::path& data);

}  // namespace ronda::server
