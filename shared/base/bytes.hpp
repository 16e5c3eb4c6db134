#pragma once
// Text forms of bytes: hex, base64url (RFC 4648 §5, no padding), and UTF-8 checks. Pure functions; any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace ronda {

using Bytes = std::vector<std::uint8_t>;

std::span<const std::uint8_t> bytes_of(std::string_view text);
std::string_view text_of(std::span<const std::uint8_t> bytes);

std::string to_hex(std::span<const std::uint8_t> bytes);
/// Errors: bad_input (odd length or a character that is no hex digit).
Result<Bytes> from_hex(std::string_view text);

std::string to_base64url(std::span<const std::uint8_t> bytes);
/// Errors: bad_input (a character outside the alphabet, padding, or an impossible length).
Result<Bytes> from_base64url(std::string_view text);

/// True if `text` is well-formed UTF-8 (no overlong forms, no surrogates).
bool is_utf8(std::string_view text);

/// Lower-cased and stripped of Latin accents, for searches that forgive ("É" finds "e").
std::string fold(std::string_view text);

}  // namespace ronda
