#pragma once
// QuarantineStore over SQLite. Lives inside one transaction of one connection.

#include "sync-server/store/quarantine_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteQuarantine final : public QuarantineStore {
 public:
  explicit SqliteQuarantine(SqliteContext& context) : context_(context) {}

  Result<HeldRow> held(UnitId unit, const Uuid& id) const override;
  Result<HeldPage> page(UnitId unit, std::string_view state, const Uuid& after, int limit) const override;
  Result<std::vector<DecisionRow>> decisions(const Uuid& id) const override;
  Result<void> update(const HeldRow& row) override;
  Result<void> add_decision(const Uuid& id, const DecisionRow& decision) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
