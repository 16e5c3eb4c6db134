#pragma once
// EpochStore over SQLite: server, epoch_witness. Lives inside one transaction of one connection.

#include "sync-server/store/epoch_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteEpoch final : public EpochStore {
 public:
  explicit SqliteEpoch(SqliteContext& context) : context_(context) {}

  Result<std::optional<EpochWitness>> witness() const override;
  Result<void> put_witness(const EpochWitness& witness) override;
  Result<void> change_epoch(const Uuid& epoch) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
