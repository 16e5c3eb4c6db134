#include "shared/document/signing.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "shared/document/a4.hpp"
#include "shared/document/record_words.hpp"

namespace ronda::document {
namespace {

constexpr double signing_width = mm(74);
constexpr double signing_height = mm(17);

struct SigningPlace {
  std::vector<Line> above;
  std::vector<Line> on;  ///< printed words in place of a signature
  std::vector<Line> below;
  const Strokes* signature = nullptr;
  bool has_name = false;
};

std::vector<Line> centred(const std::string& text, Face face, double size, double leading, bool underlined = false) {
  return break_lines({{{face, text, underlined}}, size, leading, Align::centre, 0}, signing_width);
}

void append(std::vector<Line>& lines, std::vector<Line> more) {
  for (Line& line : more) lines.push_back(std::move(line));
}

/// Indonesian with the English under it.
std::vector<Line> centred_pair(const Bilingual& text, Face face, double size, double leading) {
  std::vector<Line> lines = centred(text.id, face, size, leading);
  if (text.english() != text.id) append(lines, centred(text.english(), Face::bonum_italic, 9, 11.5));
  return lines;
}

SigningPlace manager_place(const SigningManager& manager) {
  SigningPlace place;
  place.above =
      centred_pair({"Pengelola atau yang mewakili,", "Manager or representative"}, Face::bonum, body_size, 14.6);
  if (manager.refused_to_sign) {
    place.on = centred_pair({"MENOLAK MENANDATANGANI", "Declined to sign"}, Face::bonum_bold, body_size, 14.6);
  } else {
    place.signature = &manager.signature;
  }
  place.has_name = !manager.name.empty();
  place.below = centred(manager.name, Face::bonum, body_size, 14.6, true);
  append(place.below, centred_pair(manager.role, Face::bonum, 9.6, 12.6));
  return place;
}

SigningPlace officer_place(const SigningOfficer& officer, bool first) {
  SigningPlace place;
  if (first) place.above = centred_pair({"Petugas pemeriksa,", "Inspecting officers"}, Face::bonum, body_size, 14.6);
  place.signature = &officer.signature;
  place.has_name = !officer.name.empty();
  place.below = centred(officer.name, Face::bonum, body_size, 14.6, true);
  std::string rank = officer.rank;
  if (!officer.nrp.empty()) rank += (rank.empty() ? "NRP " : " NRP ") + officer.nrp;
  append(place.below, centred(rank, Face::bonum, 9.6, 12.6));
  return place;
}

void draw_place(Flow& flow, const SigningPlace& place, double x, double above_height) {
  double y = flow.y();
  draw_lines(flow.page(), place.above, x, y);
  y += above_height;
  if (place.signature != nullptr && is_signed(*place.signature))
    flow.page().marks.push_back(
        pen_mark(*place.signature, {x + mm(8), y + mm(0.6)}, signing_width - mm(16), signing_height - mm(1.2), 1.1));
  draw_lines(flow.page(), place.on, x, y + (signing_height - height_of(place.on)) / 2);
  y += signing_height;
  // Without a name, whose underline says where to sign, there is a line of its own.
  if (!place.has_name)
    flow.page().marks.push_back(RuleMark{{x + mm(12), y}, {x + signing_width - mm(12), y}, 0.6, false});
  draw_lines(flow.page(), place.below, x, y + 1);
}

void draw_row(Flow& flow, const SigningPlace* left, const SigningPlace* right) {
  double above = 0;
  double below = 0;
  for (const SigningPlace* place : {left, right}) {
    if (place == nullptr) continue;
    above = std::max(above, height_of(place->above));
    below = std::max(below, height_of(place->below) + 1);
  }
  const double height = above + signing_height + below;
  flow.need(height);
  if (left != nullptr) draw_place(flow, *left, flow.left(), above);
  if (right != nullptr) draw_place(flow, *right, flow.left() + flow.width() - signing_width, above);
  flow.skip(height + mm(2));
}

}  // namespace

void draw_signing(Flow& flow, const BeritaAcara& record) {
  flow.skip(mm(6));
  const bool met = has_manager(record);
  const SigningPlace manager = manager_place(record.manager);
  std::vector<SigningPlace> officers;
  for (const SigningOfficer& officer : record.officers) officers.push_back(officer_place(officer, officers.empty()));
  draw_row(flow, met ? &manager : nullptr, officers.empty() ? nullptr : &officers.front());
  // A second officer stands under the first; further ones fill both columns.
  for (std::size_t i = 1; i < officers.size(); i += 2) {
    const bool pair = i + 1 < officers.size();
    draw_row(flow, pair ? &officers[i] : nullptr, pair ? &officers[i + 1] : &officers[i]);
  }
}

}  // namespace ronda::document
