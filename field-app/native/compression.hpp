#pragma once
// gzip (RFC 1952) and Zstandard (RFC 8878) for files, pushes and replies. Pure functions; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace ronda::native {

/// Empty if compression fails (no memory). `level` 1..9.
std::string gzip(std::string_view text, int level = 9);
/// Errors: bad_input (not gzip, or damaged), too_large (more than `most_bytes`), truncated.
Result<std::string> gunzip(std::string_view packed, std::size_t most_bytes);

/// One frame with its content size. Empty if compression fails (no memory). `level` 1..19; on records 1 is twice as
/// fast as 3 and packs as well (11.5 % against 11.9 %).
std::string zstd(std::string_view text, int level = 1);
/// Errors: bad_input (no zstd, or damaged), too_large (more than `most_bytes`), truncated.
Result<std::string> unzstd(std::string_view packed, std::size_t most_bytes);

}  // namespace ronda::native
