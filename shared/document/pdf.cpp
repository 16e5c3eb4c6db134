#include "shared/document/pdf.hpp"

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_fontdef.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace ronda::document {
namespace {

// Maps each two-byte code to the character of the same number, row by row (a range may not cross a row: ISO 32000-1
// §9.10.3). The engine's own table is not well-formed, and some readers then copy rubbish.
constexpr char to_unicode[] =
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    "7 beginbfrange\n<0000> <00FF> <0000>\n<0100> <01FF> <0100>\n<0200> <02FF> <0200>\n<2000> <20FF> <2000>\n"
    "<2100> <21FF> <2100>\n<2200> <22FF> <2200>\n<2500> <25FF> <2500>\nendbfrange\n"
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

float real(double value) { return static_cast<float>(value); }

extern "C" void note_failure(HPDF_STATUS error, HPDF_STATUS detail, void* state) {
  // The engine stops at its first error by itself; the first number is the one that says why.
  (void)detail;
  auto* first = static_cast<HPDF_STATUS*>(state);
  if (*first == 0) *first = error;
}

class Engine {
 public:
  explicit Engine(const Sheets& sheets) : sheets_(sheets), doc_(HPDF_New(note_failure, &failure_)) {}
  ~Engine() {
    if (doc_ != nullptr) HPDF_Free(doc_);
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  Result<std::string> run() {
    if (doc_ == nullptr) return Error{ErrorCode::io_failed, "the PDF engine did not start", {}};
    HPDF_SetCompressionMode(doc_, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(doc_);
    HPDF_SetInfoAttr(doc_, HPDF_INFO_TITLE, sheets_.title.c_str());
    HPDF_SetInfoAttr(doc_, HPDF_INFO_CREATOR, "Ronda");
    HPDF_SetInfoDateAttr(doc_, HPDF_INFO_CREATION_DATE, creation_date());
    for (const Page& page : sheets_.pages) draw(page);
    return failure_ == 0 ? saved() : failed();
  }

 private:
  Error failed() const {
    return Error{ErrorCode::io_failed, "the PDF engine failed with error " + std::to_string(failure_), {}};
  }

  HPDF_Date creation_date() const {
    constexpr std::int64_t day_ms = 86'400'000;
    const std::int64_t ms = sheets_.created.ms;
    const std::int64_t day = ms >= 0 ? ms / day_ms : (ms - day_ms + 1) / day_ms;
    const LocalDate date = date_of_day(day);
    const int seconds = static_cast<int>((ms - day * day_ms) / 1000);
    HPDF_Date at{};
    at.year = date.year;
    at.month = date.month;
    at.day = date.day;
    at.hour = seconds / 3600;
    at.minutes = seconds / 60 % 60;
    at.seconds = seconds % 60;
    at.ind = '+';
    return at;
  }

  /// Fonts come in when first used. Version 2.3 of the engine loads from files only, so this takes the same steps as
  /// its own loader, from memory.
  HPDF_Font font(Face face) {
    HPDF_Font& known = fonts_[static_cast<std::size_t>(face)];
    if (known != nullptr || failure_ != 0) return known;
    const std::string_view file = face_file(face);
    const auto size = static_cast<HPDF_UINT>(file.size());
    HPDF_Stream stream = HPDF_MemStream_New(doc_->mmgr, size);
    if (stream == nullptr) return nullptr;
    HPDF_Stream_Write(stream, reinterpret_cast<const HPDF_BYTE*>(file.data()), size);
    HPDF_Stream_Seek(stream, 0, HPDF_SEEK_SET);
    HPDF_FontDef definition = HPDF_TTFontDef_Load(doc_->mmgr, stream, HPDF_TRUE);
    if (definition == nullptr) return nullptr;
    const std::string name = definition->base_font;
    char tag[] = "RONDAA";  // six capitals and a plus mark a subset (ISO 32000-1 §9.6.4)
    tag[5] = static_cast<char>('A' + static_cast<int>(face));
    HPDF_TTFontDef_SetTagName(definition, tag);
    HPDF_Doc_RegisterFontDef(doc_, definition);
    known = HPDF_GetFont(doc_, name.c_str(), "UTF-8");
    if (known == nullptr) return nullptr;
    HPDF_Dict map = HPDF_DictStream_New(doc_->mmgr, doc_->xref);
    if (map == nullptr) return known;
    map->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    HPDF_Stream_WriteStr(map->stream, to_unicode);
    HPDF_Dict_Add(known, "ToUnicode", map);
    return known;
  }

  void draw(const Page& page) {
    HPDF_Page sheet = HPDF_AddPage(doc_);
    if (sheet == nullptr) return;
    HPDF_Page_SetWidth(sheet, real(sheets_.width));
    HPDF_Page_SetHeight(sheet, real(page.height));
    height_ = page.height;
    for (const Mark& mark : page.marks) std::visit([&](const auto& one) { draw(sheet, one); }, mark);
  }

  void draw(HPDF_Page sheet, const TextMark& mark) {
    HPDF_Font face = font(mark.face);
    if (face == nullptr) return;
    HPDF_Page_BeginText(sheet);
    HPDF_Page_SetFontAndSize(sheet, face, real(mark.size));
    HPDF_Page_TextOut(sheet, real(mark.at.x), real(height_ - mark.at.y), mark.text.c_str());
    HPDF_Page_EndText(sheet);
  }

  void draw(HPDF_Page sheet, const RuleMark& mark) {
    HPDF_Page_SetLineWidth(sheet, real(mark.width));
    const HPDF_UINT16 pattern[] = {3, 2};
    if (mark.dashed) HPDF_Page_SetDash(sheet, pattern, 2, 0);
    HPDF_Page_MoveTo(sheet, real(mark.from.x), real(height_ - mark.from.y));
    HPDF_Page_LineTo(sheet, real(mark.to.x), real(height_ - mark.to.y));
    HPDF_Page_Stroke(sheet);
    if (mark.dashed) HPDF_Page_SetDash(sheet, nullptr, 0, 0);
  }

  void trace(HPDF_Page sheet, const std::vector<Point>& points) {
    HPDF_Page_MoveTo(sheet, real(points.front().x), real(height_ - points.front().y));
    for (std::size_t i = 1; i < points.size(); ++i)
      HPDF_Page_LineTo(sheet, real(points[i].x), real(height_ - points[i].y));
  }

  void draw(HPDF_Page sheet, const ShapeMark& mark) {
    bool any = false;
    for (const auto& outline : mark.outlines) {
      if (outline.size() < 3) continue;
      trace(sheet, outline);
      HPDF_Page_ClosePath(sheet);
      any = true;
    }
    if (any) HPDF_Page_Eofill(sheet);
  }

  void draw(HPDF_Page sheet, const PenMark& mark) {
    HPDF_Page_SetLineWidth(sheet, real(mark.width));
    HPDF_Page_SetLineCap(sheet, HPDF_ROUND_END);
    HPDF_Page_SetLineJoin(sheet, HPDF_ROUND_JOIN);
    for (const auto& line : mark.lines) {
      if (line.empty()) continue;
      trace(sheet, line);
      // A tap of the pen leaves a dot.
      if (line.size() == 1) HPDF_Page_LineTo(sheet, real(line.front().x + 0.01), real(height_ - line.front().y));
      HPDF_Page_Stroke(sheet);
    }
    HPDF_Page_SetLineCap(sheet, HPDF_BUTT_END);
    HPDF_Page_SetLineJoin(sheet, HPDF_MITER_JOIN);
  }

  Result<std::string> saved() {
    HPDF_SaveToStream(doc_);
    if (failure_ != 0) return failed();
    HPDF_ResetStream(doc_);
    std::string bytes(HPDF_GetStreamSize(doc_), '\0');
    auto size = static_cast<HPDF_UINT32>(bytes.size());
    HPDF_ReadFromStream(doc_, reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
    if (failure_ != 0 || size != bytes.size()) return failed();
    return bytes;
  }

  const Sheets& sheets_;
  HPDF_STATUS failure_ = 0;
  HPDF_Doc doc_ = nullptr;
  std::array<HPDF_Font, face_count> fonts_{};
  double height_ = 0;
};

}  // namespace

Result<std::string> to_pdf(const Sheets& sheets) { return Engine(sheets).run(); }

}  // namespace ronda::document
