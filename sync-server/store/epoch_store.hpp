#pragma once
// The server's epoch and the half of its witness that lies in the database. Plain structs.

#include <cstdint>
#include <optional>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"

namespace ronda::server {

struct EpochWitness {
  std::int64_t generation = 0;  ///< starts of the server on this data
  Uuid nonce;                   ///< of this generation
};

class EpochStore {
 public:
  virtual ~EpochStore() = default;

  /// Nothing before the first start.
  virtual Result<std::optional<EpochWitness>> witness() const = 0;
  virtual Result<void> put_witness(const EpochWitness& witness) = 0;
  /// Devices that see a new epoch offer all they hold and pull anew.
  virtual Result<void> change_epoch(const Uuid& epoch) = 0;
};

}  // namespace ronda::server
