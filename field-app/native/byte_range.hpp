#pragma once
// The Range header of a request for one part of a file (RFC 9110 §14.2). Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ronda::native {

struct ByteRange {
  std::int64_t first = 0;  ///< inclusive, as `last`
  std::int64_t last = 0;
};

/// "bytes=0-99", "bytes=100-" or "bytes=-100" of a file of `size` bytes; `last` is cut to the file's end. Nothing for
/// what is no single range, or lies behind the end.
std::optional<ByteRange> read_range(std::string_view header, std::int64_t size);

/// "bytes 0-99/1000".
std::string content_range(const ByteRange& range, std::int64_t size);

}  // namespace ronda::native
