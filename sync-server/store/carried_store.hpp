#pragma once
// Records of older identities that newer ones carried here. Plain structs.

#include <cstdint>
#include <optional>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::server {

struct CarriedRow {
  ledger::Hash hash{};
  DeviceId origin;
  std::int64_t origin_seq = 0;
  DeviceId device;  ///< that carried it
  std::int64_t seq = 0;
};

class CarriedStore {
 public:
  virtual ~CarriedStore() = default;

  virtual Result<std::optional<CarriedRow>> carried(const ledger::Hash& hash) const = 0;
  virtual Result<void> put_carried(const CarriedRow& row) = 0;
};

}  // namespace ronda::server
