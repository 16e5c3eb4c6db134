#include "tests/unit/document/pdf_reading.hpp"

#include <unistd.h>

#include <cctype>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "gtest/gtest.h"

namespace ronda::document::reading {
namespace {

/// The PDF in a file of this test process for as long as the object lives.
class PdfFile {
 public:
  explicit PdfFile(const std::string& pdf)
      : path_(testing::TempDir() + "ronda-paper-" + std::to_string(::getpid()) + ".pdf") {
    std::ofstream(path_, std::ios::binary) << pdf;
  }
  ~PdfFile() { std::remove(path_.c_str()); }
  PdfFile(const PdfFile&) = delete;
  PdfFile& operator=(const PdfFile&) = delete;

  /// What `program … FILE …` prints; the program must succeed.
  std::string read_with(const std::string& before, const std::string& after) const {
    FILE* pipe = ::popen((before + " '" + path_ + "' " + after).c_str(), "r");
    if (pipe == nullptr) return {};
    std::string out;
    char buffer[65536];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, got);
    EXPECT_EQ(::pclose(pipe), 0) << before;
    return out;
  }

 private:
  std::string path_;
};

double number_after(const std::string& line, const std::string& name) {
  const std::size_t at = line.find(name + "=\"");
  return at == std::string::npos ? 0 : std::strtod(line.c_str() + at + name.size() + 2, nullptr);
}

}  // namespace

std::string text_of(const std::string& pdf) { return PdfFile(pdf).read_with("pdftotext -raw -enc UTF-8", "-"); }

std::string squeezed(const std::string& text) {
  std::string out;
  for (const char letter : text)
    if (std::isspace(static_cast<unsigned char>(letter)) == 0) out.push_back(letter);
  return out;
}

std::vector<Word> words_of(const std::string& pdf) {
  std::istringstream lines(PdfFile(pdf).read_with("pdftotext -bbox", "-"));
  std::vector<Word> words;
  double width = 0;
  double height = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("<page ") != std::string::npos) {
      width = number_after(line, "width");
      height = number_after(line, "height");
    }
    if (line.find("<word ") == std::string::npos) continue;
    const std::size_t start = line.find('>') + 1;
    words.push_back({number_after(line, "xMin"), number_after(line, "xMax"), number_after(line, "yMax"), width, height,
                     line.substr(start, line.find("</word>") - start)});
  }
  return words;
}

std::vector<std::string> fonts_of(const std::string& pdf) {
  std::istringstream lines(PdfFile(pdf).read_with("pdffonts", ""));
  std::vector<std::string> fonts;
  std::string line;
  for (int number = 0; std::getline(lines, line); ++number)
    if (number >= 2) fonts.push_back(line);
  return fonts;
}

int Picture::red(int x, int y) const {
  return static_cast<unsigned char>(rgb[3 * static_cast<std::size_t>(y * width + x)]);
}

Picture picture_of(const std::string& pdf, int page, int dots_per_inch) {
  const std::string number = std::to_string(page);
  const std::string command = "pdftoppm -r " + std::to_string(dots_per_inch) + " -f " + number + " -l " + number;
  const std::string ppm = PdfFile(pdf).read_with(command, "");
  std::istringstream head(ppm.substr(0, 64));
  std::string magic;
  int depth = 0;
  Picture picture;
  head >> magic >> picture.width >> picture.height >> depth;
  const std::size_t size = 3 * static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
  EXPECT_GE(ppm.size(), size);
  picture.rgb = ppm.substr(ppm.size() - size);
  return picture;
}

}  // namespace ronda::document::reading
