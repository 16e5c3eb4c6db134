#pragma once
// Uploads of photos (PROTOCOL.md §6): who may begin one, how far it is, when it is whole. No transaction is held while
// bytes are written.

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "sync-server/service/attachment_files.hpp"
#include "sync-server/service/principal.hpp"
#include "sync-server/store/attachment_store.hpp"
#include "sync-server/store/store.hpp"

namespace ronda::server {

/// `sha256 <base64 of the hex>,type <base64>` of tus.
struct UploadMetadata {
  ledger::Hash sha256{};
  std::string type;
};
/// Errors: bad_input at /Upload-Metadata.
Result<UploadMetadata> read_upload_metadata(std::string_view header);

struct Upload {
  std::int64_t offset = 0;
  std::int64_t length = 0;
  bool whole = false;
};

class Attachments {
 public:
  Attachments(Store& store, AttachmentFiles& files) : store_(store), files_(files) {}

  /// Begins an upload or says how far the one that exists is.
  /// Errors: too_large (more than 4 MiB), bad_input (empty, not an image type).
  Result<Upload> begin(const Principal& who, const UploadMetadata& metadata, std::int64_t length);
  /// Errors: not_found (never begun).
  Result<Upload> look_up(const Principal& who, const ledger::Hash& sha256);
  /// Adds a piece; with the last one the file is checked and made whole.
  /// Errors: not_found, conflict (wrong offset), too_large, corrupt (wrong hash: the upload starts anew), io_failed,
  /// disk_full.
  Result<Upload> append(const Principal& who, const ledger::Hash& sha256, std::int64_t offset, std::string_view bytes);

 private:
  Result<AttachmentRow> row_of(const ledger::Hash& sha256);
  Result<void> mark_whole(AttachmentRow row);

  Store& store_;
  AttachmentFiles& files_;
};

}  // namespace ronda::server
