#pragma once
// What is known of photos; the bytes are files named by their hash. Plain structs.

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/ledger/record.hpp"

namespace ronda::server {

struct AttachmentRow {
  ledger::Hash sha256{};
  DeviceId device;
  UnitId unit;
  std::string type;  ///< image/jpeg, image/png
  std::int64_t length = 0;
  bool whole = false;  ///< all bytes are here and the hash is right
  Instant created_at;
  std::optional<Instant> completed_at;
};

class AttachmentStore {
 public:
  virtual ~AttachmentStore() = default;

  virtual Result<std::optional<AttachmentRow>> attachment(const ledger::Hash& sha256) const = 0;
  /// Creates or replaces.
  virtual Result<void> put_attachment(const AttachmentRow& row) = 0;
};

}  // namespace ronda::server
