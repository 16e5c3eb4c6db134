#pragma once
// The code on the sticker beside a lodging's door: nine signs, typed or read from a QR code, that name the lodging on a
// device without a network. It is worked out from the lodging's identity, so that nothing has to be stored or sent, and
// it is no secret: it opens nothing. Pure; any thread.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.hpp"

namespace ronda::domain {

/// The random end of a lodging's identity: 40 bits, so that two of 5,000 lodgings share it once in 90,000 registers.
using DoorKey = std::array<std::uint8_t, 5>;

DoorKey door_key(LodgingId lodging);

/// As printed, the ninth sign being a check: "4K7-2QM-9XR". The signs are those of the enrolment codes: no 0/O, 1/I.
std::string door_code(LodgingId lodging);
std::string door_code(const DoorKey& key);

/// What the QR code holds: "RONDA:4K72QM9XR", all of it in QR's alphanumeric set, which keeps the code small.
std::string door_qr(LodgingId lodging);

/// Reads what was typed or scanned: any case, dashes and blanks where people put them, with "RONDA:" or without.
/// Nothing when it is no door code, or one with a sign mistyped or two neighbours swapped (Luhn's check over 32 signs).
std::optional<DoorKey> read_door_code(std::string_view text);

}  // namespace ronda::domain
