#include "shared/document/qr.hpp"

#include <qrencode.h>

#include <cstddef>
#include <memory>
#include <string>

namespace ronda::document {
namespace {

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using CodePtr = std::unique_ptr<QRcode, FreeCode>;

/// Digits and capitals in their dense modes, wherever that makes the code smaller.
CodePtr encode(const std::string& payload, QRecLevel level) {
  return CodePtr(QRcode_encodeString(payload.c_str(), 0, level, QR_MODE_8, 1));
}

}  // namespace

Result<QrCode> encode_qr(std::string_view payload) {
  // 61 modules on 26 mm are 0.42 mm each, what a cheap phone still reads from a photocopy.
  constexpr int easy_modules = 61;
  constexpr std::size_t largest_payload = 2953;  // version 40, level L, bytes (ISO/IEC 18004 table 7)
  if (payload.empty() || payload.size() > largest_payload)
    return bad_input("a QR code holds 1 to 2953 bytes", "/qr_payload");
  const std::string text(payload);
  if (text.find('\0') != std::string::npos) return bad_input("a QR code of this house holds text", "/qr_payload");
  CodePtr code = encode(text, QR_ECLEVEL_M);
  if (code == nullptr || code->width > easy_modules) code = encode(text, QR_ECLEVEL_L);
  if (code == nullptr) return bad_input("the QR code cannot be made", "/qr_payload");
  QrCode made;
  made.modules = code->width;
  const auto count = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
  made.dark.reserve(count);
  for (std::size_t i = 0; i < count; ++i) made.dark.push_back((code->data[i] & 1U) != 0);
  return made;
}

ShapeMark qr_shape(const QrCode& code, Point at, double side) {
  ShapeMark shape;
  const double module = side / code.modules;
  for (int row = 0; row < code.modules; ++row) {
    for (int column = 0; column < code.modules;) {
      const auto dark = [&](int c) { return code.dark[static_cast<std::size_t>(row * code.modules + c)]; };
      int end = column;
      while (end < code.modules && dark(end)) ++end;
      if (end > column) {
        const double left = at.x + column * module;
        const double right = at.x + end * module;
        const double top = at.y + row * module;
        const double bottom = top + module;
        shape.outlines.push_back({{left, top}, {right, top}, {right, bottom}, {left, bottom}});
      }
      column = end > column ? end : column + 1;
    }
  }
  return shape;
}

}  // namespace ronda::document
