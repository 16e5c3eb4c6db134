#pragma once
// CSV as people's spreadsheets write it: RFC 4180 with any of , ; tab, a byte order mark, Windows-1252. Pure; any
// thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace ronda::server {

struct CsvLimits {
  std::size_t rows = 50'000;
  std::size_t columns = 100;
  std::size_t cell_bytes = 4'096;
};

struct CsvTable {
  std::string encoding = "utf-8";  ///< or windows-1252; cells are UTF-8 in either case
  bool bom = false;
  char separator = ',';
  std::size_t header = 0;                      ///< index of the header in `rows`; 1 below Excel's "sep=;" line
  std::vector<std::vector<std::string>> rows;  ///< cells trimmed; row n of the file is rows[n - 1]
};

/// The separator is the one of , ; tab that splits the first line most often outside quotes.
/// Errors: bad_input with `where` = row:column (a quote that is not closed, text after a closing quote, UTF-16, a zero
/// byte, no header), too_large (more than the limits).
Result<CsvTable> parse_csv(std::string_view bytes, const CsvLimits& limits = {});

/// One cell, quoted when it must be.
std::string csv_cell(std::string_view text);

}  // namespace ronda::server
