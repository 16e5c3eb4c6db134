// Any bytes as a list of lodgings: refused with a row and a column, or read into rows.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sync-server/service/csv.hpp"
#include "sync-server/service/import_columns.hpp"
#include "sync-server/service/import_row.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto table = ronda::server::parse_csv(text);
  if (!table) return 0;
  const auto columns = ronda::server::recognise_columns(*table, {});
  if (!columns) return 0;
  ronda::server::UnitRow unit;
  unit.south_e6 = -10'300'000;
  unit.north_e6 = -10'050'000;
  unit.west_e6 = 123'500'000;
  unit.east_e6 = 123'750'000;
  for (std::size_t row = table->header + 1; row < table->rows.size(); ++row) {
    const auto read = ronda::server::read_import_row(table->rows[row], *columns, unit);
    if (read.problem) RONDA_ASSERT(!ronda::server::reason_text(read.problem->reason).id.empty());
  }
  return 0;
}
