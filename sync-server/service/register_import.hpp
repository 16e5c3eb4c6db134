#pragma once
// Importing a list of lodgings: a dry run that says what every row would become, a person's corrections, then the
// commit. The same three calls serve the console, the command line and the demo.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "sync-server/service/import_columns.hpp"
#include "sync-server/service/import_row.hpp"
#include "sync-server/store/import_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

inline constexpr std::size_t kImportBytes = 5 * 1024 * 1024;
/// Same name, closer than this: a person must say whether they are one lodging.
inline constexpr double kDoubtfulMetres = 150;
/// Same name, closer than this: the same lodging; the row updates it.
inline constexpr double kSameMetres = 20;

struct RejectedRow {
  std::size_t row = 0;  ///< as in the file, the header is 1
  RowProblem problem;
};

struct DoubtfulRow {
  std::size_t row = 0;
  std::string name;
  std::optional<std::size_t> other_row;
  std::optional<LodgingId> other_id;
  std::string other_name;
  int distance_m = 0;
};

struct AcceptedRow {
  std::size_t row = 0;
  LodgingChange fields;
  std::optional<LodgingId> updates;  ///< of a lodging that is in the register already
};

/// A file, read against the register as it is now.
struct ImportReading {
  CsvTable table;
  std::vector<ImportColumn> columns;
  std::vector<AcceptedRow> accepted;
  std::vector<RejectedRow> rejected;
  std::vector<DoubtfulRow> doubtful;
  std::vector<AcceptedRow> held;  ///< the doubtful rows, to be taken if a person says so
  std::vector<std::pair<std::size_t, std::string>> swapped;
  bool decimal_comma = false;
  std::size_t read = 0;  ///< rows that are not empty, without the header
  std::size_t updates = 0;
};

/// Errors: those of parse_csv and recognise_columns; too_large (over kImportBytes).
Result<ImportReading> read_import(const ReadTxn& txn, UnitId unit, std::string_view content,
                                  const ColumnMapping& mapping);
/// The JSON of API.md for an import.
std::string import_json(const ImportRow& import, const ImportReading& reading);

/// Keeps the file and its first reading; changes nothing in the register. Errors: as read_import; bad_input (name).
Result<ImportRow> start_import(WriteTxn& txn, UnitId unit, std::optional<OfficerId> by, std::string_view name,
                               std::string_view content);
/// Reads it again with other columns. Errors: not_found, conflict (committed), bad_input.
Result<ImportRow> remap_import(WriteTxn& txn, UnitId unit, ImportId id, const ColumnMapping& mapping);

struct ImportOutcome {
  std::size_t created = 0;
  std::size_t updated = 0;
  std::size_t skipped = 0;
};
/// Reads it once more and writes what is accepted, and of the doubtful rows those in `keep`.
/// Errors: not_found, conflict (a second time), bad_input (`keep` names a row that is not doubtful).
Result<ImportOutcome> commit_import(WriteTxn& txn, UnitId unit, ImportId id, const std::vector<std::size_t>& keep);

/// {"3": "name", "5": null}. Errors: bad_input.
Result<ColumnMapping> read_mapping(const wire::JsonCursor& at);

}  // namespace ronda::server
