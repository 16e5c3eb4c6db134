#include "sync-server/service/csv.hpp"

#include <array>

#include "shared/base/bytes.hpp"

namespace ronda::server {

namespace {

/// What Windows-1252 puts where Latin-1 has control characters (0x80..0x9F); 0 = nothing.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

std::string from_windows_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    char32_t code = byte;
    if (byte >= 0x80 && byte <= 0x9F) {
      const char16_t mapped = kWindows1252[static_cast<std::size_t>(byte - 0x80)];
      code = mapped == 0 ? U'?' : static_cast<char32_t>(mapped);
    }
    append_utf8(out, code);
  }
  return out;
}

char guess_separator(std::string_view text) {
  int counts[3] = {0, 0, 0};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (c == ',') ++counts[0];
    if (c == ';') ++counts[1];
    if (c == '\t') ++counts[2];
  }
  if (counts[1] > counts[0] && counts[1] >= counts[2]) return ';';
  return counts[2] > counts[0] ? '\t' : ',';
}

std::string trimmed(std::string text) {
  const auto is_blank = [&](std::size_t at, std::size_t& width) {
    width = 1;
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') return true;
    if (byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0xA0) {
      width = 2;  // no-break space
      return true;
    }
    return false;
  };
  std::size_t begin = 0;
  std::size_t width = 1;
  while (begin < text.size() && is_blank(begin, width)) begin += width;
  std::size_t end = text.size();
  for (;;) {
    if (end > begin && is_blank(end - 1, width) && width == 1) {
      --end;
    } else if (end >= begin + 2 && is_blank(end - 2, width) && width == 2) {
      end -= 2;
    } else {
      break;
    }
  }
  return text.substr(begin, end - begin);
}

/// Reads records one after the other; knows where it is for errors.
class Reader {
 public:
  Reader(std::string_view text, char separator, const CsvLimits& limits)
      : text_(text), separator_(separator), limits_(limits) {}

  Result<std::vector<std::vector<std::string>>> read_all() {
    std::vector<std::vector<std::string>> rows;
    while (at_ < text_.size()) {
      if (rows.size() == limits_.rows) {
        return Error{ErrorCode::too_large, "the file has more than " + std::to_string(limits_.rows) + " rows", {}};
      }
      row_ = rows.size() + 1;
      auto row = read_row();
      if (!row) return std::move(row).error();
      rows.push_back(std::move(*row));
    }
    return rows;
  }

 private:
  Error wrong(std::string message) const {
    return bad_input(std::move(message), std::to_string(row_) + ":" + std::to_string(column_));
  }

  Result<std::vector<std::string>> read_row() {
    std::vector<std::string> cells;
    for (;;) {
      column_ = cells.size() + 1;
      if (cells.size() == limits_.columns) {
        return Error{ErrorCode::too_large, "a row has more than " + std::to_string(limits_.columns) + " columns",
                     std::to_string(row_)};
      }
      auto cell = at_ < text_.size() && text_[at_] == '"' ? read_quoted() : read_plain();
      if (!cell) return std::move(cell).error();
      if (cell->size() > limits_.cell_bytes) {
        return Error{ErrorCode::too_large, "a cell is longer than " + std::to_string(limits_.cell_bytes) + " bytes",
                     std::to_string(row_) + ":" + std::to_string(column_)};
      }
      cells.push_back(trimmed(std::move(*cell)));
      if (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
      return cells;
    }
  }

  Result<std::string> read_plain() {
    const auto end = text_.find_first_of(std::string{separator_, '\r', '\n'}, at_);
    const auto stop = end == std::string_view::npos ? text_.size() : end;
    std::string cell(text_.substr(at_, stop - at_));
    at_ = stop;
    return cell;
  }

  Result<std::string> read_quoted() {
    std::string cell;
    ++at_;
    for (;;) {
      const auto quote = text_.find('"', at_);
      if (quote == std::string_view::npos) return wrong("a quote is opened and never closed");
      cell.append(text_.substr(at_, quote - at_));
      at_ = quote + 1;
      if (at_ < text_.size() && text_[at_] == '"') {
        cell.push_back('"');
        ++at_;
        continue;
      }
      break;
    }
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\r' && text_[at_] != '\n') {
      return wrong("text follows a closing quote");
    }
    return cell;
  }

  std::string_view text_;
  char separator_;
  CsvLimits limits_;
  std::size_t at_ = 0;
  std::size_t row_ = 1;
  std::size_t column_ = 1;
};

}  // namespace

Result<CsvTable> parse_csv(std::string_view bytes, const CsvLimits& limits) {
  CsvTable table;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return bad_input("the file is UTF-16; save it as CSV UTF-8", "1:1");
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    table.bom = true;
    bytes.remove_prefix(3);
  }
  if (bytes.find('\0') != std::string_view::npos) return bad_input("the file is no text; save it as CSV UTF-8", "1:1");
  std::string converted;
  if (!is_utf8(bytes)) {
    table.encoding = "windows-1252";
    converted = from_windows_1252(bytes);
    bytes = converted;
  }
  // Excel's own hint line names the separator.
  if (bytes.starts_with("sep=") && bytes.size() > 5 && (bytes[5] == '\r' || bytes[5] == '\n')) {
    table.separator = bytes[4];
    table.header = 1;
  } else {
    table.separator = guess_separator(bytes);
  }
  auto rows = Reader(bytes, table.separator, limits).read_all();
  if (!rows) return std::move(rows).error();
  table.rows = std::move(*rows);
  if (table.rows.size() <= table.header) return bad_input("the file has no header row", "1:1");
  return table;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",;\"\t\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell.push_back('"');
    cell.push_back(c);
  }
  return cell + "\"";
}

}  // namespace ronda::server
