#pragma once
// CarriedStore over SQLite: carried_record. Lives inside one transaction of one connection.

#include "sync-server/store/carried_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteCarried final : public CarriedStore {
 public:
  explicit SqliteCarried(SqliteContext& context) : context_(context) {}

  Result<std::optional<CarriedRow>> carried(const ledger::Hash& hash) const override;
  Result<void> put_carried(const CarriedRow& row) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
