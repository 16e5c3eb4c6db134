#pragma once
// The code a phone reads (libqrencode). Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/document/sheets.hpp"

namespace ronda::document {

struct QrCode {
  int modules = 0;  ///< per side, without the quiet zone
  std::vector<bool> dark;
};

/// A QR code of `payload`, error correction M, or L if M would need more than 61 modules a side.
/// Errors: bad_input at /qr_payload (empty, with a NUL, or more than a QR code holds).
Result<QrCode> encode_qr(std::string_view payload);

/// The dark modules as one shape of the given side length with its top left corner at `at`; modules of a row touch.
ShapeMark qr_shape(const QrCode& code, Point at, double side);

}  // namespace ronda::document
