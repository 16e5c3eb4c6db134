#include "sync-server/store/sqlite/epoch.hpp"

namespace ronda::server {

constexpr std::string_view kWitness = "SELECT generation, nonce FROM epoch_witness WHERE only_row = 1";

Result<std::optional<EpochWitness>> SqliteEpoch::witness() const {
  auto row = context_.use(kWitness);
  std::optional<EpochWitness> found;
  if (row.step()) found = EpochWitness{row.int64(0), row.uuid(1)};
  if (!row.ok()) return row.error();
  return found;
}

constexpr std::string_view kPutWitness = R"sql(
  INSERT INTO epoch_witness (only_row, generation, nonce) VALUES (1, ?1, ?2)
  ON CONFLICT (only_row) DO UPDATE SET generation = ?1, nonce = ?2
)sql";

Result<void> SqliteEpoch::put_witness(const EpochWitness& witness) {
  return context_.use(kPutWitness).bind(1, witness.generation).bind(2, witness.nonce).run();
}

constexpr std::string_view kChangeEpoch = "UPDATE server SET epoch = ?1 WHERE id = 1";

Result<void> SqliteEpoch::change_epoch(const Uuid& epoch) { return context_.use(kChangeEpoch).bind(1, epoch).run(); }

}  // namespace ronda::server
