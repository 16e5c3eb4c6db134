#pragma once
// The five printing faces, carried inside the library: Bonum for A4 papers, Heros for the receipt. Pure; any thread.

#include <cstdint>
#include <string_view>

namespace ronda::document {

enum class Face { bonum, bonum_bold, bonum_italic, heros, heros_bold };
inline constexpr int face_count = 5;

/// The TrueType file of a face.
std::string_view face_file(Face face);

/// How far `sign` moves the pen, in thousandths of the type size; -1 if the face does not have it.
int advance(Face face, char32_t sign);

}  // namespace ronda::document
