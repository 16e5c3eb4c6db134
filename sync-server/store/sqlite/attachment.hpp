#pragma once
// AttachmentStore over SQLite: attachments. Lives inside one transaction of one connection.

#include "sync-server/store/attachment_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteAttachments final : public AttachmentStore {
 public:
  explicit SqliteAttachments(SqliteContext& context) : context_(context) {}

  Result<std::optional<AttachmentRow>> attachment(const ledger::Hash& sha256) const override;
  Result<void> put_attachment(const AttachmentRow& row) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
