#pragma once
// One row of a list as a lodging: words people write for kinds, risks and states, numbers with commas, swapped
// coordinates. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/domain/text.hpp"
#include "sync-server/service/import_columns.hpp"
#include "sync-server/service/register.hpp"

namespace ronda::server {

struct RowProblem {
  std::string column;  ///< the field's word
  std::string reason;  ///< not_a_number, missing, out_of_region, unknown_kind …
  std::string value;   ///< as in the file; empty for what looks personal
};
/// What a person reads for a reason.
domain::Text reason_text(std::string_view reason);

struct ReadRow {
  LodgingChange fields;
  std::optional<LodgingId> id;  ///< when the list is one of our own
  bool swapped = false;         ///< latitude and longitude stood in each other's column
  bool decimal_comma = false;
  std::optional<RowProblem> problem;
};

/// An empty cell leaves its member absent.
ReadRow read_import_row(const std::vector<std::string>& cells, const std::vector<ImportColumn>& columns,
                        const UnitRow& unit);

/// Micro-degrees of "-10,1756" or "-10.1756", with an optional degree sign and N/S/E/W (U/S/T/B) letter.
std::optional<std::int32_t> parse_degrees(std::string_view text, bool& comma);

}  // namespace ronda::server
