#pragma once
// NoticeStore over SQLite: notices. Lives inside one transaction of one connection.

#include "sync-server/store/notice_store.hpp"
#include "sync-server/store/sqlite/context.hpp"

namespace ronda::server {

class SqliteNotices final : public NoticeStore {
 public:
  explicit SqliteNotices(SqliteContext& context) : context_(context) {}

  Result<NoticeRow> notice(UnitId unit, NoticeId id) const override;
  Result<std::optional<NoticeRow>> notice_of_inspection(InspectionId inspection) const override;
  Result<std::vector<NoticeListed>> notices_of(UnitId unit, int limit) const override;
  Result<std::vector<NoticeRow>> open_notices_with(FindingId finding) const override;
  Result<std::vector<NoticeFindingRow>> findings_of(NoticeId notice) const override;
  Result<std::vector<NoticeEventRow>> events_of(NoticeId notice) const override;
  Result<std::optional<NoticeLinkRow>> link(const ledger::Hash& key) const override;
  Result<NoticeRow> notice_behind(const NoticeLinkRow& link) const override;
  Result<std::optional<InspectionLinkRow>> inspection_link(const ledger::Hash& key) const override;
  Result<void> add_notice(const NoticeRow& row, const std::vector<NoticeFindingRow>& findings) override;
  Result<void> update_notice(const NoticeRow& row) override;
  Result<void> replace_findings(const NoticeRow& row, const std::vector<NoticeFindingRow>& findings) override;
  Result<void> add_link(const NoticeLinkRow& link) override;
  Result<void> add_inspection_link(const InspectionLinkRow& link) override;
  Result<void> add_event(NoticeId notice, const NoticeEventRow& event) override;

 private:
  SqliteContext& context_;
};

}  // namespace ronda::server
