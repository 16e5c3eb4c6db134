#pragma once
// Bytes as base32 text (RFC 4648 §6, no padding, upper case): what a QR code holds in its dense alphanumeric mode. Pure
// functions; any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"

namespace ronda {

std::string to_base32(std::span<const std::uint8_t> bytes);
/// Errors: bad_input (a character outside the alphabet, lower case included, an impossible length, or spare bits that
/// are not zero): each text has one reading and each value one text.
Result<Bytes> from_base32(std::string_view text);

}  // namespace ronda
