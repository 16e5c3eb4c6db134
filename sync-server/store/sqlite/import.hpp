#pragma once
// ImportStore in SQLite.

#include "sync-server/store/import_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteImports final : public ImportStore {
 public:
  explicit SqliteImports(SqliteContext& context) : context_(context) {}

  Result<ImportRow> import(UnitId unit, ImportId id) const override;
  Result<void> put(const ImportRow& import) override;
  Result<void> sweep(Instant before) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
