// `ronda-server import`: the same dry run and commit as in the console, in a terminal.

#include <cstdio>
#include <fstream>
#include <sstream>

#include "sync-server/commands.hpp"
#include "sync-server/host.hpp"
#include "sync-server/service/only_unit.hpp"
#include "sync-server/service/register_import.hpp"

namespace ronda::server {

namespace {

constexpr std::size_t kShownRows = 50;

Result<std::string> read_list(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return bad_input("cannot read " + path.string());
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

void print_reading(const ImportReading& reading) {
  std::printf("rows: %zu  accepted: %zu (%zu of them change a lodging)  rejected: %zu  doubtful: %zu  swapped: %zu\n",
              reading.read, reading.accepted.size(), reading.updates, reading.rejected.size(), reading.doubtful.size(),
              reading.swapped.size());
  for (const auto& column : reading.columns) {
    std::printf("column %zu \"%s\": %s (%s)\n", column.index + 1, column.header.c_str(),
                column.field ? std::string(word(*column.field)).c_str() : "dropped",
                std::string(word(column.verdict)).c_str());
  }
  for (std::size_t n = 0; n < reading.rejected.size() && n < kShownRows; ++n) {
    const auto& one = reading.rejected[n];
    std::printf("row %zu, %s: %s\n", one.row, one.problem.column.c_str(), reason_text(one.problem.reason).en.c_str());
  }
  if (reading.rejected.size() > kShownRows) std::printf("… and %zu more\n", reading.rejected.size() - kShownRows);
  for (std::size_t n = 0; n < reading.doubtful.size() && n < kShownRows; ++n) {
    const auto& one = reading.doubtful[n];
    std::printf(
        "row %zu \"%s\": is it \"%s\" %s, %d m away? left out\n", one.row, one.name.c_str(), one.other_name.c_str(),
        one.other_row ? ("of row " + std::to_string(*one.other_row)).c_str() : "of the register", one.distance_m);
  }
}

}  // namespace

int import_file(const ImportOptions& options) {
  auto content = read_list(options.file);
  if (!content) return tell(content.error());
  auto store = open_data(options.data, false, make_clock({}));
  if (!store) return tell(store.error());
  const std::string name = options.file.filename().string();
  auto reading = (*store)->read([&](const ReadTxn& txn) -> Result<ImportReading> {
    auto unit = only_unit(txn, options.unit);
    if (!unit) return std::move(unit).error();
    return read_import(txn, unit->id, *content, {});
  });
  if (!reading) return tell(reading.error());
  print_reading(*reading);
  if (!options.commit) {
    std::printf("dry run: nothing was changed; add --commit to import\n");
    return static_cast<int>(Exit::ok);
  }
  auto outcome = (*store)->write([&](WriteTxn& txn) -> Result<ImportOutcome> {
    auto unit = only_unit(txn, options.unit);
    if (!unit) return std::move(unit).error();
    auto import = start_import(txn, unit->id, std::nullopt, name, *content);
    if (!import) return std::move(import).error();
    return commit_import(txn, unit->id, import->id, {});
  });
  if (!outcome) return tell(outcome.error());
  std::printf("created: %zu  updated: %zu  skipped: %zu\n", outcome->created, outcome->updated, outcome->skipped);
  return static_cast<int>(Exit::ok);
}

}  // namespace ronda::server
