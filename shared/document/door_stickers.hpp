#pragma once
// The sticker beside a lodging's door: its name, its code to scan or type, the unit, and nothing about any person.
// Pure; any thread.

#include <span>
#include <string>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::document {

struct DoorSticker {
  std::string lodging;  ///< the name
  std::string code;     ///< as typed: "4K7-2QM-9XR"
  std::string qr_payload;
  std::string unit;
};

/// One sticker on a page of its own, A6 (a quarter of A4).
/// Errors: bad_input (/qr_payload: empty or too long), io_failed (PDF engine).
Result<std::string> render_door_sticker(const DoorSticker& sticker, Instant created);

/// Four to an A4 page in the order given, with marks where to cut. Errors as above, and bad_input for none at all.
Result<std::string> render_door_stickers(std::span<const DoorSticker> stickers, Instant created);

}  // namespace ronda::document
