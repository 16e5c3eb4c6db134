#pragma once
// Reads a PDF back with poppler's programs (Debian poppler-utils), as another maker's eyes on our bytes.

#include <string>
#include <vector>

namespace ronda::document::reading {

/// The text in the order it was drawn, pages divided by a form feed.
std::string text_of(const std::string& pdf);
/// The same without white space, for finding a text that was wrapped.
std::string squeezed(const std::string& text);

struct Word {
  double left = 0;
  double right = 0;
  double bottom = 0;
  double page_width = 0;
  double page_height = 0;
  std::string text;
};
/// Every word with its place in points, from the top left corner.
std::vector<Word> words_of(const std::string& pdf);

/// One line per font: "name type encoding emb sub uni …".
std::vector<std::string> fonts_of(const std::string& pdf);

struct Picture {
  int width = 0;
  int height = 0;
  std::string rgb;
  int red(int x, int y) const;
};
Picture picture_of(const std::string& pdf, int page, int dots_per_inch);

}  // namespace ronda::document::reading
