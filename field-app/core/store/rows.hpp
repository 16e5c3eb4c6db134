#pragma once
// Reading the rows of a statement. Inside the room only.

#include <optional>
#include <utility>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/sqlite/database.hpp"

namespace ronda::field {

/// A stored word was checked when it was written (CHECK and apply_change): another one means a damaged file.
template <typename T>
T stored(Result<T> value) {
  RONDA_ASSERT(value.has_value());
  return *std::move(value);
}

/// Reads all rows with `read`.
template <typename Read>
auto read_all(sqlite::Row& row, Read read) -> Result<std::vector<decltype(read(row))>> {
  std::vector<decltype(read(row))> all;
  while (row.step()) all.push_back(read(row));
  if (!row.ok()) return row.error();
  return all;
}

/// Reads the first row, if there is one.
template <typename Read>
auto read_one(sqlite::Row& row, Read read) -> Result<std::optional<decltype(read(row))>> {
  std::optional<decltype(read(row))> one;
  if (row.step()) one = read(row);
  if (!row.ok()) return row.error();
  return one;
}

}  // namespace ronda::field
