#pragma once
// What is known of photos; the bytes are files named by their hash. Plain structs.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
  Instant touched_at;  ///< last piece, or when it was last found to be needed
  std::optional<Instant> completed_at;
};

/// What a device began that no accepted record names.
struct UnnamedAttachments {
  std::int64_t uploads = 0;
  std::int64_t bytes = 0;  ///< announced
};

class AttachmentStore {
 public:
  virtual ~AttachmentStore() = default;

  virtual Result<std::optional<AttachmentRow>> attachment(const ledger::Hash& sha256) const = 0;
  virtual Result<UnnamedAttachments> unnamed_of(DeviceId device) const = 0;
  /// Unfinished ones not touched since `unfinished_before`, and whole ones not touched since `whole_before` that no
  /// accepted record names; the longest untouched first, at most `limit`.
  virtual Result<std::vector<AttachmentRow>> stale_attachments(Instant unfinished_before, Instant whole_before,
                                                               int limit) const = 0;
  /// The whole ones after this hash, by hash, at most `limit`.
  virtual Result<std::vector<AttachmentRow>> whole_after(const ledger::Hash& sha256, int limit) const = 0;
  /// Creates or replaces.
  virtual Result<void> put_attachment(const AttachmentRow& row) = 0;
  /// Nothing happens when there is no such row.
  virtual Result<void> touch_attachment(const ledger::Hash& sha256, Instant at) = 0;
  /// The row only. Nothing happens when there is none.
  virtual Result<void> remove_attachment(const ledger::Hash& sha256) = 0;
};

}  // namespace ronda::server
