#include "shared/document/door_stickers.hpp"

#include <cstddef>
#include <utility>
#include <vector>

#include "shared/document/a4.hpp"
#include "shared/document/flow.hpp"
#include "shared/document/pdf.hpp"
#include "shared/document/qr.hpp"

namespace ronda::document {
namespace {

constexpr double kWidth = a4_width / 2;
constexpr double kHeight = a4_height / 2;
constexpr double kMargin = mm(9);
/// Some 2.4 mm to a module: read from a metre away, also by a cheap camera.
constexpr double kQrSide = mm(60);
constexpr double kMostNameHeight = mm(24);
constexpr std::size_t kOnPage = 4;

std::vector<Line> centred(const std::string& text, Face face, double size) {
  return break_lines({{{face, text}}, size, size * 1.25, Align::centre, 0}, kWidth - 2 * kMargin);
}

/// As large as its place allows; a long name is never cut off.
std::vector<Line> name_lines(const std::string& name) {
  std::vector<Line> lines;
  for (const double size : {20.0, 17.0, 14.0, 11.5, 9.0}) {
    lines = centred(name, Face::heros_bold, size);
    if (height_of(lines) <= kMostNameHeight) break;
  }
  return lines;
}

Result<void> draw_sticker(Page& page, const DoorSticker& sticker, Point at) {
  auto qr = encode_qr(sticker.qr_payload);
  if (!qr) return std::move(qr).error();
  const double left = at.x + kMargin;
  const auto put = [&](const std::vector<Line>& lines, double y) { return draw_lines(page, lines, left, y); };
  put(centred(sticker.unit, Face::heros, 10.5), at.y + kMargin);
  const double qr_top = at.y + mm(23);
  page.marks.push_back(qr_shape(*qr, {at.x + (kWidth - kQrSide) / 2, qr_top}, kQrSide));
  double y = put(centred(sticker.code, Face::heros_bold, 27), qr_top + kQrSide + mm(3));
  y = put(name_lines(sticker.lodging), y + mm(1));
  y = at.y + kHeight - mm(26);
  y = put(centred("Pindai saat kunjungan", Face::heros_bold, 12.5), y);
  y = put(centred("Scan at each visit", Face::heros, 10.5), y);
  put(centred("Kode ini hanya menandai penginapan ini.\nThis code only names this lodging.", Face::heros, 7.5),
      y + mm(1.5));
  return {};
}

/// Short marks at the edges and in the middle; nothing is printed inside a sticker.
void draw_cut_marks(Page& page) {
  constexpr double mark = mm(4);
  constexpr double hairline = 0.5;
  const auto line = [&](Point from, Point to) { page.marks.push_back(RuleMark{from, to, hairline, false}); };
  line({kWidth, 0}, {kWidth, mark});
  line({kWidth, kHeight - mark}, {kWidth, kHeight + mark});
  line({kWidth, a4_height - mark}, {kWidth, a4_height});
  line({0, kHeight}, {mark, kHeight});
  line({kWidth - mark, kHeight}, {kWidth + mark, kHeight});
  line({a4_width - mark, kHeight}, {a4_width, kHeight});
}

}  // namespace

Result<std::string> render_door_sticker(const DoorSticker& sticker, Instant created) {
  Page page{kHeight, {}};
  if (auto drawn = draw_sticker(page, sticker, {0, 0}); !drawn) return std::move(drawn).error();
  return to_pdf({"Kode pintu " + sticker.code, created, kWidth, {std::move(page)}});
}

Result<std::string> render_door_stickers(std::span<const DoorSticker> stickers, Instant created) {
  if (stickers.empty()) return bad_input("there is no sticker to print");
  std::vector<Page> pages;
  for (std::size_t i = 0; i < stickers.size(); ++i) {
    const std::size_t place = i % kOnPage;
    if (place == 0) {
      pages.push_back({a4_height, {}});
      draw_cut_marks(pages.back());
    }
    const Point at{place % 2 == 0 ? 0 : kWidth, place < 2 ? 0 : kHeight};
    if (auto drawn = draw_sticker(pages.back(), stickers[i], at); !drawn) return std::move(drawn).error();
  }
  return to_pdf({"Kode pintu", created, a4_width, std::move(pages)});
}

}  // namespace ronda::document
