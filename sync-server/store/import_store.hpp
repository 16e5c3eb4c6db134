#pragma once
// Lists read in as a dry run and waiting to be committed. Plain structs.

#include <optional>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace ronda::server {

using ImportId = Id<struct ImportTag>;

struct ImportRow {
  ImportId id;
  UnitId unit;
  std::string name;
  std::string content;                 ///< the file as sent; empty once committed
  std::optional<std::string> mapping;  ///< JSON {"3": "name", "5": null}
  std::string report;                  ///< JSON of the last reading
  bool committed = false;
  std::optional<OfficerId> made_by;
  Instant made_at;
  std::optional<Instant> committed_at;
};

class ImportStore {
 public:
  virtual ~ImportStore() = default;

  /// Errors: not_found (also when it belongs to another unit).
  virtual Result<ImportRow> import(UnitId unit, ImportId id) const = 0;
  /// Creates or replaces.
  virtual Result<void> put(const ImportRow& import) = 0;
  /// Removes dry runs made before then and never committed.
  virtual Result<void> sweep(Instant before) = 0;
};

}  // namespace ronda::server
