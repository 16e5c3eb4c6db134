#pragma once
// CaseStore over SQLite. Lives inside one transaction of one connection.

#include "sync-server/store/case_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteCases final : public CaseStore {
 public:
  explicit SqliteCases(SqliteContext& context) : context_(context) {}

  Result<CaseRow> find(UnitId unit, CaseId id) const override;
  Result<CasePage> page(UnitId unit, std::string_view state, CaseId after, int limit) const override;
  Result<std::optional<CaseRow>> open_about(LodgingId lodging, std::string_view field) const override;
  Result<std::vector<std::string>> disputed(LodgingId lodging) const override;
  Result<void> add(const CaseRow& row) override;
  Result<void> update(const CaseRow& row) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
