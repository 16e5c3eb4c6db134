#pragma once
// AttachmentStore over SQLite: attachments. Lives inside one transaction of one connection.

#include "sync-server/store/attachment_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteAttachments final : public AttachmentStore {
 public:
  explicit SqliteAttachments(SqliteContext& context) : context_(context) {}

  Result<std::optional<AttachmentRow>> attachment(const ledger::Hash& sha256) const override;
  Result<UnnamedAttachments> unnamed_of(DeviceId device) const override;
  Result<std::vector<AttachmentRow>> stale_attachments(Instant unfinished_before, Instant whole_before,
                                                       int limit) const override;
  Result<std::vector<AttachmentRow>> whole_after(const ledger::Hash& sha256, int limit) const override;
  Result<void> put_attachment(const AttachmentRow& row) override;
  Result<void> touch_attachment(const ledger::Hash& sha256, Instant at) override;
  Result<void> remove_attachment(const ledger::Hash& sha256) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
