#pragma once
// Lines of a run of records, packed as one piece and taken apart again. Pure functions; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace ronda::server {

/// zstd, made for speed: for runs that did not come packed from their device. Errors: io_failed (no memory).
Result<std::string> pack(std::string_view text);

/// As many bytes as can be read, at most `most`: a damaged piece gives what stands before the damage.
std::string unpack(std::string_view packed, std::size_t most);

/// A run taken apart, kept while a transaction reads one record of it after the other.
struct OpenedRun {
  std::int64_t first_chain = 0;
  std::string text;
  std::vector<std::string_view> records;  ///< into `text`; shorter than the run if the bytes are damaged
};

/// Splits `text` into its lines and leaves `skip` of them away; at most `count` records.
void split_lines(OpenedRun& run, std::int64_t skip, std::int64_t count);

}  // namespace ronda::server
