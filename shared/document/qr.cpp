#include "shared/document/qr.hpp"

#include <qrencode.h>

#include <cstddef>
#include <memory>

namespace ronda::document {
namespace {

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using CodePtr = std::unique_ptr<QRcode, FreeCode>;

CodePtr encode(std::string_view payload, QRecLevel level) {
  return CodePtr(QRcode_encodeData(static_cast<int>(payload.size()),
                                   reinterpret_cast<const unsigned char*>(payload.data()), 0, level));
}

}  // namespace

Result<QrCode> encode_qr(std::string_view payload) {
  // 57 modules on 25 mm are 0.44 mm each, what a cheap phone still reads from a photocopy.
  constexpr int easy_modules = 57;
  constexpr std::size_t largest_payload = 2953;  // version 40, level L, bytes (ISO/IEC 18004 table 7)
  if (payload.empty() || payload.size() > largest_payload)
    return bad_input("a QR code holds 1 to 2953 bytes", "/qr_payload");
  CodePtr code = encode(payload, QR_ECLEVEL_M);
  if (code == nullptr || code->width > easy_modules) code = encode(payload, QR_ECLEVEL_L);
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
