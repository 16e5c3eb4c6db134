#pragma once
// Which column of a list is which field of the register: known Indonesian and English headers. Pure; any thread.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/service/csv.hpp"

namespace ronda::server {

enum class ImportField {
  id,
  name,
  kind,
  kbli,
  nib,
  address,
  kelurahan,
  kecamatan,
  kelurahan_code,
  lat,
  lng,
  rooms,
  phone,
  tier,
  status,
};
std::string_view word(ImportField field);
std::optional<ImportField> import_field_of(std::string_view word);

enum class ColumnVerdict { certain, guessed, dropped_personal, dropped_unknown };
std::string_view word(ColumnVerdict verdict);

struct ImportColumn {
  std::size_t index = 0;
  std::string header;
  std::string sample;  ///< the first cell that is not empty; never of a personal column
  std::optional<ImportField> field;
  ColumnVerdict verdict = ColumnVerdict::dropped_unknown;
};

/// A person's corrections: column index to field, or to nothing (drop).
using ColumnMapping = std::map<std::size_t, std::optional<ImportField>>;

/// Recognises each column by its header. Columns that hold people (owner, KTP, mobile number) are dropped unless the
/// mapping names them for the business telephone; a field is taken by one column only, the better match wins.
/// Errors: bad_input (the mapping names a column that is not there, or a field twice).
Result<std::vector<ImportColumn>> recognise_columns(const CsvTable& table, const ColumnMapping& mapping);

}  // namespace ronda::server
