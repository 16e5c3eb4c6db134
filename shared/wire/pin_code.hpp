#pragma once
// The way back to a device whose officer forgot the PIN, or has none there yet, without a network (PROTOCOL.md §2a):
// the device shows a request number, the officer reads it to the unit head, the server answers with a code that fits
// this device, this officer and this request only. Both sides work it out from a secret they share since the enrolment.
// Pure; any thread.

#include <string>
#include <string_view>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/crypto.hpp"

namespace ronda::wire {

/// What both sides know of each other and nobody else does: SHA-256 of the device's token, which is all the server
/// keeps.
crypto::MacKey pin_code_key(std::string_view token);

/// Six signs without look-alikes, as shown: "4K7-2QM". The entropy port must be unpredictable.
std::string make_pin_request(const Entropy& entropy);
/// As typed, with or without dash, in any case. Errors: bad_input (not six of the signs).
Result<std::string> parse_pin_request(std::string_view typed);

/// Eight signs (40 bits of HMAC-SHA-256), as shown: "ABCD-2345". `request` may be written in any way.
std::string pin_code(const crypto::MacKey& key, DeviceId device, OfficerId officer, std::string_view request);
/// Compares what was typed in time that does not depend on where it differs.
bool is_pin_code(std::string_view typed, std::string_view code);

}  // namespace ronda::wire
